// Sliders for parameters: what kind of task it is, and what the model assumes.

import type { Parameter } from "../engine/data";
import type { Store } from "../state/store";

export function Sliders({
  store,
  names,
  sources,
  about = [],
}: {
  store: Store;
  names: string[];
  sources: boolean;
  about?: string[];
}) {
  return (
    <div class="sliders">
      {names.map((name, i) => {
        const parameter = store.data.declared.parameters.find((each) => each.name === name);
        return parameter ? (
          <Slider
            key={name}
            store={store}
            parameter={parameter}
            sources={sources}
            about={about[i]}
          />
        ) : null;
      })}
    </div>
  );
}

function Slider({
  store,
  parameter,
  sources,
  about,
}: {
  store: Store;
  parameter: Parameter;
  sources: boolean;
  about: string | undefined;
}) {
  const speech = store.speech.value;
  const { name, range, whole } = parameter;
  const value = store.value(name) ?? range[0];
  const changed = name in store.at.values.value;
  const digits = whole ? 0 : range[1] < 0.2 ? 3 : 2;
  return (
    <div class={changed ? "parameter changed" : "parameter"}>
      <label>
        <span>{speech.capital(speech.of(parameter.label))}</span>
        <input
          type="range"
          name={name}
          min={Math.min(range[0], value)}
          max={Math.max(range[1], value)}
          step={whole ? 1 : 10 ** -digits}
          value={value}
          onInput={(event) => store.setValue(name, event.currentTarget.valueAsNumber)}
        />
        <output>{speech.number(value, digits)}</output>
      </label>
      {changed ? (
        <button type="button" class="plain" onClick={() => store.setValue(name, null)}>
          {speech.say("back")}
        </button>
      ) : null}
      {about ? <p class="small">{about}</p> : null}
      {sources ? (
        <p class="small">{speech.say("source", { source: speech.of(parameter.source) })}</p>
      ) : null}
    </div>
  );
}
