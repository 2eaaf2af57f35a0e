// Outcomes, read from counters by the expressions that Python exports.

import type { Declared, Expression } from "./data";

type Row = Float64Array;
type Read = (row: Row) => number;

const OPERATIONS: Record<string, (...of: Read[]) => Read> = {
  add: (a, b) => (row) => (a as Read)(row) + (b as Read)(row),
  subtract: (a, b) => (row) => (a as Read)(row) - (b as Read)(row),
  multiply: (a, b) => (row) => (a as Read)(row) * (b as Read)(row),
  divide: (a, b) => (row) => (a as Read)(row) / (b as Read)(row),
  greater: (a, b) => (row) => Number((a as Read)(row) > (b as Read)(row)),
  maximum: (a, b) => (row) => Math.max((a as Read)(row), (b as Read)(row)),
  sqrt: (a) => (row) => Math.sqrt((a as Read)(row)),
  where: (test, a, b) => (row) => (((test as Read)(row) ? a : b) as Read)(row),
};

function compiled(expression: Expression, column: ReadonlyMap<string, number>): Read {
  if (expression === null) return () => Number.NaN;
  if (typeof expression === "number") return () => expression;
  if (typeof expression === "string") {
    const at = column.get(expression) as number;
    return (row) => row[at] as number;
  }
  const [name, ...of] = expression;
  const operation = OPERATIONS[name];
  if (operation === undefined) throw new Error(`nothing is known of ${name}`);
  return operation(...of.map((each) => compiled(each, column)));
}

export class Reader {
  readonly #reads: Read[];
  readonly #factors: Float64Array;

  constructor(private readonly declared: Declared) {
    const column = new Map(declared.counters.map((each, i) => [each.name, i]));
    this.#reads = declared.outcomes.map((each) => compiled(each.of, column));
    this.#factors = Float64Array.from(declared.counters, (each) => each.factor);
  }

  /** Outcomes by month, (months, wanted) in one array, of tallies (months, groups, counters). */
  series(tally: DataView, months: number, groups: number, wanted: readonly number[]): Float64Array {
    const found = new Float64Array(months * wanted.length);
    for (let month = 0; month < months; month++)
      this.read(this.counted(tally, month, 1, groups), wanted, found, month * wanted.length);
    return found;
  }

  /** What the months from `first` on come to, as over_months in model/outcomes.py. */
  over(
    series: Float64Array,
    tally: DataView,
    first: number,
    months: number,
    groups: number,
    wanted: readonly number[],
  ) {
    const found = new Float64Array(wanted.length);
    let total: Float64Array | undefined;
    wanted.forEach((at, i) => {
      const { over } = this.declared.outcomes[at] as Declared["outcomes"][number];
      const value = (month: number) => series[month * wanted.length + i] as number;
      if (over === "end") found[i] = value(months - 1);
      else if (over === "total") {
        total ??= this.counted(tally, first, months - first, groups);
        this.read(total, [at], found, i);
      } else {
        let sum = 0;
        let n = 0;
        for (let month = first; month < months; month++)
          if (!Number.isNaN(value(month))) {
            sum += value(month);
            n++;
          }
        found[i] = n ? sum / n : Number.NaN;
      }
    });
    return found;
  }

  private read(row: Row, wanted: readonly number[], into: Float64Array, at: number) {
    wanted.forEach((outcome, i) => {
      into[at + i] = (this.#reads[outcome] as Read)(row);
    });
  }

  /** Counters of some months in their units, summed over groups and months as whole numbers. */
  private counted(tally: DataView, first: number, months: number, groups: number): Row {
    const count = this.#factors.length;
    const row = new Float64Array(count);
    const start = 8 * count * groups * first;
    for (let i = 0; i < count; i++) {
      let sum: number;
      if (groups * months === 1) {
        const at = start + 8 * i;
        sum = tally.getInt32(at + 4, true) * 4294967296 + tally.getUint32(at, true);
      } else {
        let whole = 0n;
        for (let each = 0; each < groups * months; each++)
          whole += tally.getBigInt64(start + 8 * (count * each + i), true);
        sum = Number(whole);
      }
      row[i] = sum * (this.#factors[i] as number);
    }
    return row;
  }
}
