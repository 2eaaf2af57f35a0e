// Which mixes may be the best, and how sure that is: as studies/triangle/analysis.py.

import { gradeOf, type Likelihood, sorted } from "./statistics";

export interface Best {
  /** The mix that is as good as the best most often, and the share of the draws, for it and all. */
  point: number;
  share: number;
  often: number[];
  /** Mixes that may be the best: about as likely as not, or more. */
  region: boolean[];
  grade: string | null;
  /** Whether one of them is at least likely to be as good as any. */
  likely: boolean;
  draws: number;
}

const average = (numbers: readonly number[]) =>
  numbers.reduce((a, b) => a + b, 0) / (numbers.length || 1);

const highest = (numbers: readonly number[]) => numbers.indexOf(Math.max(...numbers));

/**
 * The best of some draws, a row a draw with a number a mix, where higher is better. Since the best
 * of many is flattered by having been chosen, it is chosen on half of the draws and read on the
 * other, both ways.
 */
export function bestOf(
  draws: readonly (readonly number[])[],
  matters: number,
  sets: number,
  { scale, fewest }: Likelihood,
): Best {
  const known = draws.filter((draw) => sorted(draw).length > 0);
  const good = known.map((draw) => {
    const top = Math.max(...sorted(draw));
    return draw.map((value) => Number(value >= top - matters));
  });
  const mixes = draws[0]?.length ?? 0;
  const oftenIn = (rows: readonly number[][]) =>
    Array.from({ length: mixes }, (_, m) => average(rows.map((row) => row[m] as number)));
  const often = good.length ? oftenIn(good) : Array.from({ length: mixes }, () => 1);
  const point = highest(often);
  const halves = [0, 1].map((half) => good.filter((_, i) => i % 2 === half)) as [
    number[][],
    number[][],
  ];
  const read = halves.map((own, i) => {
    const chosen = highest(oftenIn(own));
    return average((halves[1 - i] as number[][]).map((row) => row[chosen] as number));
  });
  const most = often[point] ?? 0;
  const share = good.length < 2 ? most : Math.min(most, average(read));
  const asNot = scale[2]?.[0] ?? 0;
  return {
    point,
    share,
    often,
    region: often.map((each, m) => each >= asNot || m === point),
    grade: sets >= fewest ? gradeOf(share, scale) : null,
    likely: sets >= fewest && share >= (scale[1]?.[0] ?? 1),
    draws: known.length,
  };
}
