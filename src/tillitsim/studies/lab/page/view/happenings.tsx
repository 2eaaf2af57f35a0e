// What happens on the way: events and reforms, each from a month on.

import type { Store } from "../state/store";

export function Happenings({ store }: { store: Store }) {
  const speech = store.speech.value;
  const happenings = store.at.happenings.value;
  const { months } = store.service.value;
  const usual = Math.round(months / 3);
  const kinds = ["event", "reform"] as const;
  return (
    <section class="card happenings" aria-labelledby="happenings">
      <h2 id="happenings">{speech.say("happenings")}</h2>
      {kinds.map((kind) => (
        <div key={kind} class="buttons" role="group" aria-label={speech.say(`happenings.${kind}`)}>
          <span class="small">{speech.say(`happenings.${kind}`)}</span>
          {store.data.lab.happenings
            .filter((each) => each.kind === kind)
            .map((each) => {
              const on = happenings.some(([name]) => name === each.name);
              return (
                <button
                  key={each.name}
                  type="button"
                  aria-pressed={on}
                  title={speech.of(each.source)}
                  onClick={() =>
                    store.change({
                      happenings: on
                        ? happenings.filter(([name]) => name !== each.name)
                        : [...happenings, [each.name, usual]],
                    })
                  }
                >
                  {speech.of(each.title)}
                </button>
              );
            })}
        </div>
      ))}
      {happenings.map(([name, month], i) => {
        const happening = store.data.lab.happenings.find((each) => each.name === name);
        return (
          <label key={name} class="when">
            <span>{speech.say("happenings.when", { what: speech.of(happening?.title) })}</span>
            <input
              type="range"
              min={0}
              max={months - 1}
              value={month}
              onInput={(event) =>
                store.change({
                  happenings: happenings.map((each, at) =>
                    at === i ? [name, event.currentTarget.valueAsNumber] : each,
                  ),
                })
              }
            />
            <output>{month}</output>
          </label>
        );
      })}
    </section>
  );
}
