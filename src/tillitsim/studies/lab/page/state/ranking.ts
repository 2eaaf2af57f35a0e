// Which assumptions an answer hangs on: each moved alone over its plausible range, the rest as usual.

import type { Data, Parameter, Side } from "../engine/data";
import type { Answer } from "../engine/question";
import { FIRST, questionOf } from "./asking";
import type { Batch } from "./pool";
import { assumed, changedAssumptions, type Situation, serviceOf } from "./situation";
import { same } from "./statistics";

export interface Hang {
  parameter: Parameter;
  /** The answer (a difference, or a level) with the lowest and the highest plausible value. */
  low: number;
  high: number;
}

export interface Ranking {
  usual: number;
  /** The most important first. */
  hangs: Hang[];
  done: number;
  of: number;
}

/** Assumptions that are open here: those that neither the service nor the question settles. */
export function candidates(data: Data, now: Situation): Parameter[] {
  const own = new Set(serviceOf(data, now.service).own.flat());
  const plain = withoutAssumptions(data, now, now);
  return assumed(data).flatMap((name) => {
    const at = data.declared.parameters.findIndex((each) => each.name === name);
    const parameter = data.declared.parameters[at];
    const settled = own.has(at) || name in plain.values || name in now.pin.values;
    return parameter === undefined || settled ? [] : [parameter];
  });
}

function withoutAssumptions(data: Data, now: Situation, side: Side): Side {
  const changed = new Set(changedAssumptions(data, now));
  const kept = Object.entries(side.values).filter(([name]) => !changed.has(name));
  return { mix: side.mix, values: Object.fromEntries(kept), happenings: side.happenings };
}

/** Both sides as usual, then with each candidate at either end of its range. */
export function rankingBatch(data: Data, now: Situation): Batch {
  const sides = [now, now.pin].map((side) => withoutAssumptions(data, now, side));
  const at = (values: Record<string, number>) =>
    sides.map((side) => questionOf(data, now, { ...side, values: { ...side.values, ...values } }));
  const ends = candidates(data, now).flatMap(({ name, range }) =>
    range.flatMap((end) => at({ [name]: end })),
  );
  return { questions: [...at({}), ...ends], runs: [FIRST], brief: true };
}

/** What the answers to that come to for an outcome; a level where both sides are alike. */
export function ranking(
  data: Data,
  now: Situation,
  answers: readonly (Answer | undefined)[],
  outcome: number,
): Ranking {
  const alike = same(now, now.pin);
  const found = (i: number) => {
    const [after, before] = [answers[2 * i]?.over[outcome], answers[2 * i + 1]?.over[outcome]];
    if (after === undefined || before === undefined) return Number.NaN;
    return alike ? after : after - before;
  };
  const all = candidates(data, now);
  const hangs = all
    .map((parameter, i) => ({ parameter, low: found(2 * i + 1), high: found(2 * i + 2) }))
    .filter(({ low, high }) => Number.isFinite(low + high));
  const swing = ({ low, high }: Hang) => Math.abs(high - low);
  return {
    usual: found(0),
    hangs: hangs.sort((a, b) => swing(b) - swing(a)),
    done: hangs.length,
    of: all.length,
  };
}
