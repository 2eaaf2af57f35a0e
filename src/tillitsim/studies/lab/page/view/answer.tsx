// The answer in a sentence, and what it is compared with.

import { same } from "../state/statistics";
import type { Store } from "../state/store";
import { differenceOf, verdictText } from "./effects";

export function AnswerLine({ store }: { store: Store }) {
  const speech = store.speech.value;
  const now = store.now.value;
  const name = now.outcomes[0] as string;
  const outcome = store.outcome(name);
  const unchanged = same(now, now.pin);
  const difference = differenceOf(store, name);
  let text = speech.say("answer.start");
  if (store.covered.value) text = speech.say("answer.covered");
  else if (!unchanged && difference)
    text = speech.say("answer", {
      outcome: speech.capital(speech.of(outcome.label)),
      difference: speech.signed(difference.median * outcome.factor, outcome.digits),
      unit: speech.of(outcome.reading),
      verdict: verdictText(speech, difference.verdict),
    });
  const changed = store.changed.value;
  return (
    <div class="answer">
      <p role="status">{text}</p>
      {changed.length ? (
        <p class="mark">
          {speech.say("assumptions.changed", { n: changed.length })}{" "}
          <button
            type="button"
            class="plain"
            onClick={() => {
              const values = Object.fromEntries(
                Object.entries(now.values).filter(([each]) => !changed.includes(each)),
              );
              store.change({ values });
            }}
          >
            {speech.say("assumptions.reset")}
          </button>
        </p>
      ) : null}
      <div class="buttons" hidden={store.covered.value}>
        <button type="button" onClick={() => store.pin()} disabled={unchanged}>
          {speech.say("pin")}
        </button>
        <button
          type="button"
          disabled={unchanged && now.pin.mix === null}
          onClick={() =>
            store.change({
              mix: null,
              values: {},
              happenings: [],
              pin: { mix: null, values: {}, happenings: [] },
            })
          }
        >
          {speech.say("reset")}
        </button>
      </div>
    </div>
  );
}
