// What is given in each month, as scenario/{mix,schedule}.py work it out, rule by rule.

import type { Change, Declared, Service } from "./data";
import { exactSum } from "./exact";

const TOLERANCE = 1e-6 + 1e-12;

export type Values = Float64Array;
export type Changes = ReadonlyMap<number, number>;

/** One table of values for each (row, group), and which row is in force by month. */
export interface Given {
  timeline: Int32Array;
  rows: number;
  groups: number;
  tables: Values[];
}

export interface Intervention extends Omit<Change, "given"> {
  changes: Changes;
}

const isUnset = (x: number | undefined) => x === undefined || Number.isNaN(x);

/** `changes` with the shares that they imply: what is not given keeps its ratio. */
export function completed(declared: Declared, values: Values, changes: Changes): Changes {
  const result = new Map(changes);
  for (const shares of [declared.mix, declared.ideal]) {
    const given = shares.filter((share) => result.has(share));
    if (given.length === 0 || given.length === shares.length) continue;
    if (given.some((share) => isUnset(result.get(share)))) {
      for (const share of shares) result.set(share, Number.NaN);
      continue;
    }
    const total = exactSum(given.map((share) => result.get(share) as number));
    if (total > 1 + TOLERANCE) throw new RangeError("shares must not exceed 1 together");
    const rest = Math.max(0, 1 - total);
    const others = shares.map((_, i) => i).filter((i) => !result.has(shares[i] as number));
    let before = others.map((i) => values[shares[i] as number] as number);
    if (before.some(isUnset))
      before = others.map((i) => values[declared.mix[i] as number] as number);
    const whole = exactSum(before);
    others.forEach((i, n) => {
      const part = whole > 0 ? rest * ((before[n] as number) / whole) : rest / others.length;
      result.set(shares[i] as number, part);
    });
  }
  return result;
}

export function laidOver(values: Values, changes: Changes): Values {
  const changed = values.slice();
  for (const [position, value] of changes) changed[position] = value;
  return changed;
}

/** How much of an intervention is in force in a month, from 0 to 1. */
export function strength(each: Pick<Change, "start" | "stop" | "ramp">, month: number): number {
  if (month < each.start || (each.stop !== null && month >= each.stop)) return 0;
  return Math.min(1, (month - each.start + 1) / (each.ramp + 1));
}

function timeline(interventions: Intervention[], months: number) {
  const line = new Int32Array(Math.max(1, months));
  const rows = new Map<string, number>();
  const strengths: number[][] = [];
  for (let month = 0; month < line.length; month++) {
    const now = interventions.map((each) => strength(each, month));
    const key = now.join();
    let row = rows.get(key);
    if (row === undefined) {
      row = strengths.length;
      rows.set(key, row);
      strengths.push(now);
    }
    line[month] = row;
  }
  return { line, strengths };
}

/** What the mix makes of an instrument that no scenario fixes. */
export function underMix(declared: Declared, values: Values, instrument: number): number {
  const scale = declared.instruments[instrument]?.enabling ? 1 : values[intensity(declared)];
  const cells = declared.plain + 3 * instrument;
  return (
    (scale as number) *
    exactSum(
      declared.mix.map((share, i) => (values[share] as number) * (values[cells + i] as number)),
    )
  );
}

const intensities = new WeakMap<Declared, number>();
function intensity(declared: Declared): number {
  let found = intensities.get(declared);
  if (found === undefined) {
    found = declared.parameters.findIndex((each) => each.name === "mix.intensity");
    intensities.set(declared, found);
  }
  return found;
}

function layOver(declared: Declared, values: Values, each: Intervention, weight: number) {
  const fixed = declared.plain + 3 * declared.instruments.length;
  for (const [position, target] of each.changes) {
    let before = values[position] as number;
    const instrument = position - fixed;
    if (Number.isNaN(before) && instrument >= 0 && instrument < declared.instruments.length)
      before = underMix(declared, values, instrument);
    const whole = weight === 1 || Number.isNaN(before) || Number.isNaN(target);
    values[position] = whole ? target : before + weight * (target - before);
  }
}

/** Positions of the interventions that reach only some units. */
export const partial = (interventions: readonly { share: number }[]) =>
  interventions.map((_, i) => i).filter((i) => (interventions[i]?.share ?? 1) < 1);

/** What kernels are given: sector by sector and arm by arm in each row of the timeline. */
export function given(
  declared: Declared,
  sectors: Values[],
  interventions: Intervention[],
  months: number,
): Given {
  const { line, strengths } = timeline(interventions, months);
  const some = partial(interventions);
  const arms = 1 << some.length;
  const tables: Values[] = [];
  for (const weights of strengths)
    for (const sector of sectors)
      for (let arm = 0; arm < arms; arm++) {
        const values = sector.slice();
        interventions.forEach((each, position) => {
          const weight = weights[position] as number;
          const bit = some.indexOf(position);
          if (weight !== 0 && (bit < 0 || (arm >> bit) & 1))
            layOver(declared, values, each, weight);
        });
        tables.push(values);
      }
  return { timeline: line, rows: strengths.length, groups: sectors.length * arms, tables };
}

/** Values of every sector of a service before interventions, as its file gives them. */
export function valuesOf(declared: Declared, service: Service): Values[] {
  return service.sectors.map((differing) => {
    const values = Float64Array.from(declared.parameters, (each) => each.default ?? Number.NaN);
    for (const [position, value] of Object.entries(differing))
      values[Number(position)] = value ?? Number.NaN;
    return values;
  });
}
