// Whose values? Weights on outcomes, which say where on the triangle it is best.

import type { Store } from "../state/store";
import { Drawer } from "./drawer";
import { weightsOf } from "./map";

export function Values({ store }: { store: Store }) {
  const speech = store.speech.value;
  return (
    <Drawer name="values" title={speech.say("values")}>
      <Weights store={store} />
    </Drawer>
  );
}

function Weights({ store }: { store: Store }) {
  const speech = store.speech.value;
  const weights = weightsOf(store);
  const chosen = store.at.profile.value;
  return (
    <>
      <p>{speech.say("values.about")}</p>
      <div class="buttons" role="group" aria-label={speech.say("values")}>
        {store.data.lab.profiles.map((each) => (
          <button
            key={each.name}
            type="button"
            title={`${speech.of(each.says)} ${speech.say("source", { source: each.source })}`}
            aria-pressed={chosen === each.name && store.at.weights.value === null}
            onClick={() =>
              store.change({ profile: chosen === each.name ? null : each.name, weights: null })
            }
          >
            {speech.of(each.title)}
          </button>
        ))}
      </div>
      {chosen && store.at.weights.value === null ? (
        <p>{speech.of(store.data.lab.profiles.find((each) => each.name === chosen)?.says)}</p>
      ) : null}
      {weights === null ? null : (
        <div class="sliders">
          {Object.entries(weights).map(([name, weight]) => (
            <label key={name}>
              <span>{speech.capital(speech.of(store.outcome(name).label))}</span>
              <input
                type="range"
                min={0}
                max={100}
                step={1}
                value={weight}
                name={`weight-${name}`}
                onInput={(event) =>
                  store.change({
                    weights: { ...weights, [name]: event.currentTarget.valueAsNumber },
                  })
                }
              />
              <output>{speech.number(weight, 0)}</output>
            </label>
          ))}
        </div>
      )}
    </>
  );
}
