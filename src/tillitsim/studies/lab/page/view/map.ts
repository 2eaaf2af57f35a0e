// What colours the triangle: an outcome, or what a profile of values makes of several.

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

/** How well each mix does: in the natural reading of one outcome, or in spreads by weights. */
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
    values = column(outcome.name).map((value) => value * outcome.factor);
    better = outcome.better;
  } else {
    values = found.answers.map(() => 0);
    for (const [name, weight] of Object.entries(weights)) {
      const raw = column(name);
      const there = raw.filter(Number.isFinite);
      const mean = there.reduce((a, b) => a + b, 0) / there.length;
      const spread = Math.sqrt(there.reduce((a, b) => a + (b - mean) ** 2, 0) / there.length);
      if (!(spread > 0)) continue;
      const worth = store.outcome(name).better * weight;
      raw.forEach((value, i) => {
        values[i] = (values[i] as number) + (worth * (value - mean)) / spread;
      });
    }
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
