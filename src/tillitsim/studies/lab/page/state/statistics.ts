// What runs come to: percentiles, paired differences, and the word for how sure one can be.

import type { Answer } from "../engine/question";

export type Way = "higher" | "lower" | "none" | "unknown" | "same";

export interface Verdict {
  way: Way;
  grade: string | null;
  higher: number;
  lower: number;
  none: number;
  of: number;
}

export interface Likelihood {
  scale: [number, string][];
  fewest: number;
  spread: [number, number];
}

/** A percentile of sorted numbers, between them by straight line; NaN of none. */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = ((sorted.length - 1) * percent) / 100;
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}

export const sorted = (numbers: Iterable<number>) =>
  [...numbers].filter(Number.isFinite).sort((a, b) => a - b);

export interface Band {
  low: Float64Array;
  median: Float64Array;
  high: Float64Array;
}

/** Percentiles by month of one of the outcomes that were asked for. */
export function band(
  answers: readonly Answer[],
  outcome: number,
  outcomes: number,
  spread: readonly [number, number],
): Band {
  const months = (answers[0]?.series.length ?? 0) / outcomes;
  const made = {
    low: new Float64Array(months),
    median: new Float64Array(months),
    high: new Float64Array(months),
  };
  const column = new Float64Array(answers.length);
  for (let month = 0; month < months; month++) {
    const at = month * outcomes + outcome;
    let there = 0;
    for (const { series } of answers) {
      const value = series[at] as number;
      if (Number.isFinite(value)) column[there++] = value;
    }
    const values = column.subarray(0, there).sort();
    made.low[month] = percentile(values, spread[0]);
    made.median[month] = percentile(values, 50);
    made.high[month] = percentile(values, spread[1]);
  }
  return made;
}

export const gradeOf = (share: number, scale: readonly [number, string][]) =>
  (scale.find(([least]) => share >= least) ?? (scale.at(-1) as [number, string]))[1];

/** The verdict of paired differences; see runs/likelihood.py. */
export function verdictOf(
  draws: readonly number[],
  matters: number,
  sets: number,
  { scale, fewest }: Likelihood,
): Verdict {
  const there = draws.filter(Number.isFinite);
  const of = there.length;
  const nothing = { grade: null, higher: 0, lower: 0, none: 0, of };
  if (of === 0) return { way: "unknown", ...nothing };
  if (there.every((each) => each === 0))
    return { ...nothing, way: "same", grade: scale[0]?.[1] ?? null, none: of };
  const higher = there.filter((each) => each > matters).length;
  const lower = there.filter((each) => each < -matters).length;
  const none = of - higher - lower;
  const most = Math.max(higher, lower, none);
  const leading: Way = higher === most ? "higher" : lower === most ? "lower" : "none";
  const likely = scale[1]?.[0] ?? 0;
  return {
    way: most / of < likely ? "unknown" : leading,
    grade: sets >= fewest ? gradeOf(most / of, scale) : null,
    higher,
    lower,
    none,
    of,
  };
}

/** Whether two sides are the same question. */
export const same = (a: { mix: unknown; values: unknown; happenings: unknown }, b: typeof a) =>
  JSON.stringify([a.mix, a.values, a.happenings]) ===
  JSON.stringify([b.mix, b.values, b.happenings]);
