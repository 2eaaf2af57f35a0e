// What it comes to: six outcomes with their bands, and the signed differences to the pinned side.

import { useComputed } from "@preact/signals";
import type { Outcome } from "../engine/data";
import type { Answer } from "../engine/question";
import { band, percentile, sorted, type Verdict, verdictOf } from "../state/statistics";
import type { Answered, Store } from "../state/store";
import type { Speech } from "../state/words";
import { Chart } from "./chart";

type Runs = (Answer | undefined)[];

/** The answers that make the band: those in other worlds, or all of them. */
export function draws(store: Store, answered: Answered | null): Runs {
  const from = store.at.varies.value === "assumptions" ? 1 : 0;
  return answered?.answers.slice(from) ?? [];
}

export interface Difference {
  /** What the runs come to; nothing while there is only the first. */
  verdict: Verdict | null;
  median: number;
}

/** Signed differences to the pinned side, run by run on the same random numbers. */
export function differenceOf(store: Store, name: string): Difference | null {
  const [now, pin] = [store.answers.now.value, store.answers.pin.value];
  if (now === null || pin === null) return null;
  const [at, before] = [now.outcomes.indexOf(name), pin.outcomes.indexOf(name)];
  if (at < 0 || before < 0) return null;
  const paired = (here: Runs, there: Runs) =>
    here.flatMap((each, i) => {
      const other = there[i];
      return each && other ? [(each.over[at] as number) - (other.over[before] as number)] : [];
    });
  const many = paired(draws(store, now), draws(store, pin));
  if (many.length > 1)
    return {
      verdict: verdictOf(
        many,
        store.outcome(name).matters,
        store.at.varies.value === "assumptions" ? many.length : 1,
        store.data.lab.likelihood,
      ),
      median: percentile(sorted(many), 50),
    };
  const [first] = paired(now.answers.slice(0, 1), pin.answers.slice(0, 1));
  return first === undefined ? null : { verdict: null, median: first };
}

/** "Higher in 17 of 20: likely." */
export function verdictText(speech: Speech, verdict: Verdict | null): string {
  if (verdict === null) return speech.say("verdict.first");
  const { way, of, grade } = verdict;
  if (way === "same") return speech.say("verdict.same");
  const count = { higher: verdict.higher, lower: verdict.lower, none: verdict.none };
  if (way === "unknown")
    return speech.say("verdict.unknown", { higher: count.higher, lower: count.lower, n: of });
  const said = speech.say(`verdict.${way}`, { k: count[way], n: of });
  return grade === null ? said : `${said}: ${speech.say(`grade.${grade}` as never)}`;
}

export function Effects({ store }: { store: Store }) {
  const speech = store.speech.value;
  if (store.covered.value)
    return (
      <section class="card effects covered" aria-labelledby="effects">
        <h2 id="effects">{speech.say("effects")}</h2>
        <p>{speech.say("covered")}</p>
      </section>
    );
  return (
    <section class="card effects" aria-labelledby="effects">
      <h2 id="effects">{speech.say("effects")}</h2>
      <div class="charts">
        {store.at.outcomes.value.map((name, i) => (
          <Effect key={i} store={store} name={name} at={i} />
        ))}
      </div>
      <Bands store={store} />
    </section>
  );
}

/** What the bands are, and what the runs differ in. */
function Bands({ store }: { store: Store }) {
  const speech = store.speech.value;
  const varies = store.at.varies.value;
  const done = useComputed(() => draws(store, store.answers.now.value).filter(Boolean).length);
  return (
    <>
      <p class="small">
        {speech.say(varies === "assumptions" ? "bands.assumptions" : "bands.chance", {
          n: done.value,
        })}{" "}
        {speech.say("bands.pin")}
      </p>
      <fieldset class="inline">
        <legend>{speech.say("varies")}</legend>
        {(["assumptions", "chance"] as const).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="varies"
              checked={varies === each}
              onChange={() => store.change({ varies: each })}
            />{" "}
            {speech.say(`varies.${each}`)}
          </label>
        ))}
      </fieldset>
    </>
  );
}

interface Place {
  store: Store;
  name: string;
  at: number;
}

function Effect({ store, name, at }: Place) {
  return (
    <div class="effect">
      <Choice store={store} name={name} at={at} />
      <Shown store={store} name={name} />
    </div>
  );
}

/** The outcome's whole name, however narrow it is there, over the list to choose another from. */
function Choice({ store, name, at }: Place) {
  const speech = store.speech.value;
  return (
    <div class="choice">
      <span aria-hidden="true">{speech.capital(speech.of(store.outcome(name).label))}</span>
      <select
        name={`outcome-${at}`}
        aria-label={speech.say("outcome.choose", { n: at + 1 })}
        value={name}
        onChange={(event) => {
          const outcomes = [...store.at.outcomes.value];
          outcomes[at] = event.currentTarget.value;
          store.change({ outcomes });
        }}
      >
        <OutcomeOptions store={store} />
      </select>
    </div>
  );
}

/** Every outcome that there is, to choose from. */
export function OutcomeOptions({ store }: { store: Store }) {
  const speech = store.speech.value;
  return (
    <>
      {store.data.declared.outcomes.map((each) => (
        <option key={each.name} value={each.name}>
          {speech.capital(speech.of(each.label))}
        </option>
      ))}
    </>
  );
}

/** An outcome's value, its way over the months, and what differs. */
function Shown({ store, name }: { store: Store; name: string }) {
  const speech = store.speech.value;
  const outcome = store.outcome(name);
  const found = store.answers.now.value;
  const column = found?.outcomes.indexOf(name) ?? -1;
  const first = found?.answers.find((each) => each !== undefined);
  if (found === null || first === undefined || column < 0) return null;
  const some = draws(store, found).filter((each) => each !== undefined);
  const width = found.outcomes.length;
  const { spread, fewest } = store.data.lab.likelihood;
  const made = some.length >= fewest ? band(some, column, width, spread) : null;
  const single = Float64Array.from(
    { length: first.series.length / width },
    (_, month) => first.series[month * width + column] as number,
  );
  const pinned = pinnedLine(store, name);
  const read = sorted(
    some.length ? some.map((each) => each.over[column] as number) : [first.over[column] as number],
  );
  const range = rangeOf(outcome, [made?.low, made?.high, made ? undefined : single, pinned]);
  const number = (value: number) => speech.number(value * outcome.factor, outcome.digits);
  const value = number(percentile(read, 50));
  const difference = store.unchanged.value ? null : differenceOf(store, name);
  const said = difference ? verdictText(speech, difference.verdict) : "";
  return (
    <>
      <p class="figure">
        <strong>{value}</strong>{" "}
        <span class="small">
          {read.length > 1
            ? `(${number(percentile(read, spread[0]))}–${number(percentile(read, spread[1]))}) `
            : ""}
          {speech.of(outcome.reading)}
        </span>
      </p>
      <Chart
        band={made}
        first={single}
        pinned={pinned}
        happenings={store.at.happenings.value.map(([, month]) => month)}
        month={store.month}
        factor={outcome.factor}
        low={range[0]}
        high={range[1]}
        ticks={[speech.number(range[0], range[2]), speech.number(range[1], range[2])]}
        months={speech.say("month", { n: single.length })}
        title={`${speech.of(outcome.label)}: ${value} ${speech.of(outcome.reading)}. ${said}`}
      />
      {difference && difference.verdict?.way !== "same" ? (
        <Differs speech={speech} outcome={outcome} difference={difference} said={said} />
      ) : (
        <p class="difference small">{said}</p>
      )}
    </>
  );
}

function Differs({
  speech,
  outcome,
  difference,
  said,
}: {
  speech: Speech;
  outcome: Outcome;
  difference: Difference;
  said: string;
}) {
  const worth = tone(outcome, difference);
  return (
    <p class={`difference ${worth}`}>
      <strong>{speech.signed(difference.median * outcome.factor, outcome.digits)}</strong> {said}
      {worth === "open" ? "" : `, ${speech.say(worth)}`}
    </p>
  );
}

function tone(outcome: Outcome, { verdict }: Difference): "open" | "better" | "worse" {
  if (verdict === null) return "open";
  const sign = { higher: 1, lower: -1 }[verdict.way as string] ?? 0;
  if (verdict.grade === null || sign * outcome.better === 0) return "open";
  return sign * outcome.better > 0 ? "better" : "worse";
}

const pinnedLines = new WeakMap<Answered, Map<string, Float64Array>>();

function pinnedLine(store: Store, name: string): Float64Array | null {
  const pin = store.answers.pin.value;
  if (pin === null || store.unchanged.value) return null;
  const known = pinnedLines.get(pin) ?? new Map<string, Float64Array>();
  pinnedLines.set(pin, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const at = pin.outcomes.indexOf(name);
  const some = draws(store, pin).filter((each) => each !== undefined);
  if (at < 0 || some.length === 0) return null;
  const line = band(some, at, pin.outcomes.length, [50, 50]).median;
  known.set(name, line);
  return line;
}

/** Low and high end of an axis that is calm: a round range, never narrower than is worth seeing. */
function rangeOf(
  outcome: Outcome,
  lines: (Float64Array | null | undefined)[],
): [number, number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const line of lines)
    for (const value of line ?? [])
      if (Number.isFinite(value)) {
        low = Math.min(low, value * outcome.factor);
        high = Math.max(high, value * outcome.factor);
      }
  if (!(high >= low)) return [0, 1, 0];
  const least = outcome.matters * outcome.factor * 10;
  const span = Math.max(high - low, least);
  const step = 10 ** Math.floor(Math.log10(span)) / 2;
  const middle = (low + high) / 2;
  let from = Math.floor((middle - span / 2) / step) * step;
  let to = Math.ceil((middle + span / 2) / step) * step;
  const floor = outcome.bounds[0] * outcome.factor;
  const ceiling = (outcome.bounds[1] ?? Number.POSITIVE_INFINITY) * outcome.factor;
  if (from < floor) from = floor;
  if (to > ceiling) to = ceiling;
  return [from, to, step < 1 ? Math.ceil(-Math.log10(step)) : 0];
}
