// The mix: the triangle, its three linked sliders, named regimes, and the map that is guessed first.

import { useComputed } from "@preact/signals";
import { MIXES } from "../state/asking";
import { type Mix, withShare } from "../state/situation";
import type { Store } from "../state/store";
import type { Speech } from "../state/words";
import { PRINCIPLES, scale } from "./colour";
import { OutcomeOptions } from "./effects";
import { type MapValues, mapValues, weightsOf } from "./map";
import { Triangle } from "./triangle";

export function Mixture({ store }: { store: Store }) {
  const speech = store.speech.value;
  const mix = store.mix.value;
  return (
    <section class="card mixture" aria-labelledby="mixture">
      <h2 id="mixture">{speech.say("mixture")}</h2>
      <Triangle store={store} />
      <div class="sliders">
        {PRINCIPLES.map((name, i) => (
          <label key={name} class={name}>
            <span>{speech.say(name)}</span>
            <input
              type="range"
              min={0}
              max={100}
              value={mix[i]}
              name={`mix-${name}`}
              onInput={(event) =>
                store.change({ mix: withShare(mix, i, event.currentTarget.valueAsNumber) })
              }
            />
            <output>{mix[i]} %</output>
          </label>
        ))}
      </div>
      <div class="buttons" role="group" aria-label={speech.say("regimes")}>
        {store.data.lab.regimes.map((each) => (
          <button
            key={each.name}
            type="button"
            title={speech.of(each.told)}
            aria-pressed={mix.join() === each.mix.join()}
            onClick={() => store.change({ mix: each.mix as Mix })}
          >
            {speech.of(each.title)}
          </button>
        ))}
      </div>
      {store.covered.value ? null : <MapKey store={store} />}
    </section>
  );
}

function MapKey({ store }: { store: Store }) {
  const speech = store.speech.value;
  const map = store.at.map.value;
  const outcome = store.outcome(map);
  if (!store.at.uncovered.value)
    return (
      <div class="mapkey">
        <p>{speech.say("map.guess", { outcome: speech.of(outcome.label) })}</p>
        <button
          type="button"
          class={store.at.lesson.value === null ? "strong" : undefined}
          onClick={() => store.change({ uncovered: true })}
        >
          {speech.say("map.show")}
        </button>
      </div>
    );
  return <Scale store={store} />;
}

function Scale({ store }: { store: Store }) {
  const speech = store.speech.value;
  const map = store.at.map.value;
  const outcome = store.outcome(map);
  const values = useComputed(() => mapValues(store)).value;
  const weighed = weightsOf(store) !== null;
  const number = (value: number) => speech.number(value, weighed ? 1 : outcome.digits);
  return (
    <div class="mapkey">
      <label>
        {speech.say("map.colour")}{" "}
        <select
          name="map"
          value={weighed ? "" : map}
          onChange={(event) => {
            if (event.currentTarget.value)
              store.change({ map: event.currentTarget.value, profile: null, weights: null });
          }}
        >
          {weighed ? <option value="">{speech.say("map.values")}</option> : null}
          <OutcomeOptions store={store} />
        </select>
      </label>
      {values === null ? (
        <p class="small">{speech.say("map.waiting")}</p>
      ) : (
        <p class="small ramp">
          <span>{number(values.low)}</span>
          <span class="stops" aria-hidden="true">
            {[0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => (
              <i key={share} style={{ background: scale(share) }} />
            ))}
          </span>
          <span>
            {number(values.high)} {weighed ? "" : speech.of(outcome.reading)}
          </span>
        </p>
      )}
      {values === null ? null : <BestMix speech={speech} values={values} />}
      <p class="small">
        {speech.say(store.at.varies.value === "assumptions" ? "map.about" : "map.about.chance")}{" "}
        {weighed ? speech.say("map.about.values") : ""}
      </p>
    </div>
  );
}

/** Where it is best, as far as one can tell. */
function BestMix({ speech, values: { best, whole } }: { speech: Speech; values: MapValues }) {
  const mix = MIXES[best.point]?.join(" / ") ?? "";
  const k = Math.round(best.share * best.draws);
  if (!whole) return <p class="small">{speech.say("map.so_far", { n: best.draws })}</p>;
  if (best.grade === null) return <p>{speech.say("map.best", { mix, k, n: best.draws })}.</p>;
  const grade = speech.say(`grade.${best.grade}` as never);
  return (
    <p>
      {best.likely
        ? `${speech.say("map.best", { mix, k, n: best.draws })}: ${grade}.`
        : speech.say("map.unknown", { mix, k, n: best.draws })}
    </p>
  );
}
