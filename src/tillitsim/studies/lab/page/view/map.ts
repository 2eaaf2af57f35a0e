// What colours the triangle: an outcome, or what a profile of values makes of several.

import { MIXES } from "../state/asking";
import { type Best, bestOf } from "../state/best";
import { percentile, sorted } from "../state/statistics";
import type { Answered, Store } from "../state/store";

export interface MapValues {
  shares: number[];
  best: Best;
  low: number;
  high: number;
  /** Whether every run is there. */
  whole: boolean;
}

/** Points of score below which a gain does not matter, as studies/values/analysis.py. */
const POINTS = 5;

export const weightsOf = (store: Store): Record<string, number> | null =>
  store.at.weights.value ??
  store.data.lab.profiles.find((each) => each.name === store.at.profile.value)?.weights ??
  null;

const median = (numbers: Iterable<number>) => percentile(sorted(numbers), 50);

type Table = number[][];

/** An outcome in every run that is whole: a row a run, every mix and last the steering of today. */
function tableOf(found: Answered, name: string): Table {
  const at = found.outcomes.indexOf(name);
  const width = MIXES.length + 1;
  const rows: Table = [];
  for (let from = 0; from < found.answers.length; from += width) {
    const row = found.answers.slice(from, from + width);
    if (at >= 0 && row.every((each) => each !== undefined))
      rows.push(row.map((each) => each.over[at] as number));
  }
  return rows;
}

/** Scores by swing weights in every run, as studies/values/analysis.py. */
function scores(weights: Record<string, number>, found: Answered, store: Store): Table {
  const total = Object.values(weights).reduce((a, b) => a + b, 0) || 1;
  let made: Table = [];
  for (const [name, weight] of Object.entries(weights)) {
    const table = tableOf(found, name);
    const middle = sorted(MIXES.map((_, m) => median(table.map((row) => row[m] as number))));
    const outcome = store.outcome(name);
    const span = (middle.at(-1) ?? 0) - (middle[0] ?? 0);
    const swing = Math.max(span, outcome.matters, 1e-12);
    const worth = (outcome.better * weight) / total;
    made = table.map((row, run) =>
      MIXES.map((_, m) => {
        const step = ((row[m] as number) - (row.at(-1) as number)) / swing;
        const before = made[run]?.[m] ?? 0;
        return before + 100 * worth * Math.min(1, Math.max(-1, step));
      }),
    );
  }
  return made;
}

/** How well each mix does: in the natural reading of one outcome, or in points of score by weights. */
export function mapValues(store: Store): MapValues | null {
  const found = store.map.value;
  if (found === null) return null;
  const weights = weightsOf(store);
  const { likelihood } = store.data.lab;
  const sets = (draws: Table) => (store.at.varies.value === "assumptions" ? draws.length : 1);
  let draws: Table;
  let best: Best;
  if (weights === null) {
    const { name, factor, better, matters } = store.outcome(store.at.map.value);
    const raw = tableOf(found, name).map((row) => row.slice(0, -1));
    const signed = raw.map((row) => row.map((value) => (better || 1) * value));
    best = bestOf(signed, matters, sets(raw), likelihood);
    draws = raw.map((row) => row.map((value) => value * factor));
  } else {
    draws = scores(weights, found, store);
    best = bestOf(draws, POINTS, sets(draws), likelihood);
  }
  if (draws.length === 0) return null;
  const values = MIXES.map((_, m) => median(draws.map((row) => row[m] as number)));
  const order = sorted(values);
  const low = order[0] ?? Number.NaN;
  const high = order.at(-1) ?? Number.NaN;
  return {
    shares: values.map((value) =>
      high > low || !Number.isFinite(value) ? (value - low) / (high - low) : 0.5,
    ),
    best,
    low,
    high,
    whole: found.answers.every((each) => each !== undefined),
  };
}
