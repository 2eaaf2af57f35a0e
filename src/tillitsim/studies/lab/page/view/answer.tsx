// The answer in a sentence, and what it is compared with.

import { useRef } from "preact/hooks";
import { AS_IT_IS } from "../state/situation";
import type { Store } from "../state/store";
import { differenceOf, verdictText } from "./effects";

export function AnswerLine({ store }: { store: Store }) {
  return (
    <div class="answer">
      <Sentence store={store} />
      <Mark store={store} />
      <Compare store={store} />
    </div>
  );
}

/** What is seen changes with every run; what is heard is said once, when all runs are there. */
function Sentence({ store }: { store: Store }) {
  const text = sentence(store);
  const said = useRef(text);
  if (store.settled.value) said.current = text;
  return (
    <>
      <p class="sentence" aria-hidden="true">
        {text}
      </p>
      <p class="unseen" role="status">
        {said.current}
      </p>
    </>
  );
}

function sentence(store: Store): string {
  const speech = store.speech.value;
  if (store.covered.value) return speech.say("answer.covered");
  const outcome = store.outcome(store.at.outcomes.value[0] as string);
  const difference = store.unchanged.value ? null : differenceOf(store, outcome.name);
  if (difference === null) return speech.say("answer.start");
  return speech.say("answer", {
    outcome: speech.capital(speech.of(outcome.label)),
    difference: speech.signed(difference.median * outcome.factor, outcome.digits),
    unit: speech.of(outcome.reading),
    verdict: verdictText(speech, difference.verdict),
  });
}

function Mark({ store }: { store: Store }) {
  const speech = store.speech.value;
  const changed = store.changed.value;
  if (changed.length === 0) return null;
  const back = () => {
    const others = Object.entries(store.at.values.value);
    store.change({
      values: Object.fromEntries(others.filter(([name]) => !changed.includes(name))),
    });
  };
  return (
    <p class="mark">
      {speech.say("assumptions.changed", { n: changed.length })}{" "}
      <button type="button" class="plain" onClick={back}>
        {speech.say("assumptions.reset")}
      </button>
    </p>
  );
}

function Compare({ store }: { store: Store }) {
  const speech = store.speech.value;
  const unchanged = store.unchanged.value;
  return (
    <div class="buttons" hidden={store.covered.value}>
      <button type="button" onClick={() => store.pin()} disabled={unchanged}>
        {speech.say("pin")}
      </button>
      <button
        type="button"
        disabled={unchanged && store.at.mix.value === null}
        onClick={() => store.change({ ...AS_IT_IS, pin: AS_IT_IS })}
      >
        {speech.say("reset")}
      </button>
    </div>
  );
}
