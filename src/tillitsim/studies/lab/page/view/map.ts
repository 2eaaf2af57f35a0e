// What colours the triangle: an outcome, or what a profile of values makes of several.

import { MIXES } from "../state/asking";
import { sorted } from "../state/statistics";
import type { Store } from "../state/store";

export interface MapValues {
  shares: number[];
  best: boolean[];
  low: number;
  high: number;
  missing: number;
}

const BEST = 0.9;

export const weightsOf = (store: Store): Record<string, number> | null =>
  store.now.value.weights ??
  store.data.lab.profiles.find((each) => each.name === store.now.value.profile)?.weights ??
  null;

/** Scores by swing weights, as studies/values/analysis.py; the last mix is today's steering. */
function scores(
  weights: Record<string, number>,
  column: (name: string) => number[],
  store: Store,
): number[] {
  const total = Object.values(weights).reduce((a, b) => a + b, 0) || 1;
  const made = MIXES.map(() => 0);
  for (const [name, weight] of Object.entries(weights)) {
    const raw = column(name);
    const there = sorted(raw.slice(0, -1));
    const today = raw.at(-1) as number;
    const outcome = store.outcome(name);
    const span = (there.at(-1) ?? 0) - (there[0] ?? 0);
    const swing = Math.max(span, outcome.matters, 1e-12);
    made.forEach((_, i) => {
      const value = raw[i] as number;
      const step = Math.min(1, Math.max(-1, (value - today) / swing));
      const worth = (outcome.better * weight) / total;
      made[i] =
        (made[i] as number) + (Number.isNaN(value) ? Number.NaN : 100 * worth * (step || 0));
    });
  }
  return made;
}

/** How well each mix does: in the natural reading of one outcome, or in points of score by weights. */
export function mapValues(store: Store): MapValues | null {
  const found = store.answers.map.value;
  if (found === null) return null;
  const weights = weightsOf(store);
  const column = (name: string) => {
    const at = found.outcomes.indexOf(name);
    return found.answers.map((each) => (each && at >= 0 ? (each.over[at] as number) : Number.NaN));
  };
  let values: number[];
  let better = 1;
  if (weights === null) {
    const outcome = store.outcome(store.now.value.map);
    values = column(outcome.name)
      .slice(0, -1)
      .map((value) => value * outcome.factor);
    better = outcome.better;
  } else {
    values = scores(weights, column, store);
  }
  const order = sorted(values);
  const low = order[0] ?? Number.NaN;
  const high = order.at(-1) ?? Number.NaN;
  const shares = values.map((value) =>
    high > low || !Number.isFinite(value) ? (value - low) / (high - low) : 0.5,
  );
  const good = (share: number) => (better < 0 ? 1 - share : share) >= BEST;
  return {
    shares,
    best: shares.map((share) => better !== 0 && high > low && good(share)),
    low,
    high,
    missing: found.answers.filter((each) => each === undefined).length,
  };
}
