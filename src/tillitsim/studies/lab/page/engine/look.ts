// What a picture of the chain needs of a state: people, signals and what is reported.

import type { Data, People } from "./data";
import type { Engine } from "./engine";
import type { Asker, Question, Run } from "./question";

export interface Look {
  month: number;
  /** For each of `lab.people`: a value a person, and the unit that each belongs to. */
  values: Float64Array[];
  units: Int32Array[];
  /** For each of `lab.signals`: the mean over units of what is signalled, and of what holds. */
  signalled: Float64Array;
  inForce: Float64Array;
  /** (units): what each reports, and how good its meetings are. */
  reported: Float64Array;
  quality: Float64Array;
}

export interface Story {
  /** For each column of the story: its value month by month. */
  series: Float64Array[];
  unit: number;
}

/** A column of a table of a state, in the order of its rows. */
export function column(engine: Engine, data: Data, table: string, name: string): Float64Array {
  if (table === "citizen") return plain(engine, `citizen.${name}`);
  if (table !== "staff") return field(engine, table, name);
  const { lanes, span, columns } = data.declared.staff;
  const place = plain(engine, "staff.place");
  const at = columns[name];
  if (at === undefined) {
    const values = plain(engine, `staff.${name}`);
    return place.map((each) => values[each] as number);
  }
  const tile = engine.view("staff.tile");
  return place.map((each) => {
    const lane = each % lanes;
    return tile.getFloat32(4 * (((each - lane) / lanes) * span + lane + at), true);
  });
}

function field(engine: Engine, table: string, name: string): Float64Array {
  const { leaf, shape } = engine.place(table);
  const [dtype, offset] = leaf.fields?.[name] ?? ["", 0];
  const view = engine.view(table);
  return Float64Array.from({ length: shape[0] ?? 0 }, (_, i) =>
    read(view, offset + i * leaf.itemsize, dtype),
  );
}

function plain(engine: Engine, path: string): Float64Array {
  const { leaf, shape } = engine.place(path);
  const view = engine.view(path);
  return Float64Array.from({ length: shape[0] ?? 0 }, (_, i) =>
    read(view, i * leaf.itemsize, leaf.dtype ?? ""),
  );
}

function read(view: DataView, at: number, dtype: string): number {
  switch (dtype) {
    case "<f8":
      return view.getFloat64(at, true);
    case "<f4":
      return view.getFloat32(at, true);
    case "<i8":
      return Number(view.getBigInt64(at, true));
    case "<i4":
      return view.getInt32(at, true);
    case "<i2":
      return view.getInt16(at, true);
    case "<u2":
      return view.getUint16(at, true);
    default:
      return view.getInt8(at);
  }
}

function unitsOf(engine: Engine, data: Data, table: string): Int32Array {
  if (table === "politician") return new Int32Array(engine.place(table).shape[0] ?? 0);
  return Int32Array.from(column(engine, data, table, "unit"));
}

function valuesOf(engine: Engine, data: Data, each: People): Float64Array {
  const from = each.from ?? each.table;
  let values = column(engine, data, from, each.column);
  if (each.against !== null) {
    const against = column(engine, data, from, each.against);
    values = values.map((value, i) => value / (value + (against[i] as number)));
  }
  if (each.from === null) return values;
  const units = unitsOf(engine, data, each.from);
  const sums = new Float64Array(engine.place("unit").shape[0] ?? 0);
  const counts = new Float64Array(sums.length);
  units.forEach((unit, i) => {
    sums[unit] = (sums[unit] as number) + (values[i] as number);
    counts[unit] = (counts[unit] as number) + 1;
  });
  return sums.map((sum, i) => sum / (counts[i] as number));
}

function means(engine: Engine, path: string, columns: readonly number[]): Float64Array {
  const [rows = 0, width = 0] = engine.place(path).shape;
  const view = engine.view(path);
  return Float64Array.from(columns, (at) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += view.getFloat64(8 * (row * width + at), true);
    return sum / rows;
  });
}

/** The state after some months of a run. */
export function* look(
  asker: Asker,
  data: Data,
  question: Question,
  run: Run,
  month: number,
): Generator<void, Look> {
  asker.start(question, run);
  yield* asker.months(0, month);
  const { engine } = asker;
  const signals = data.lab.signals.map((name) =>
    data.declared.instruments.findIndex((each) => each.name === name),
  );
  return {
    month,
    values: data.lab.people.map((each) => valuesOf(engine, data, each)),
    units: data.lab.people.map((each) => unitsOf(engine, data, each.table)),
    signalled: means(engine, "signal", signals),
    inForce: means(engine, "instrument", signals),
    reported: field(engine, "unit", "reported"),
    quality: field(engine, "unit", "quality"),
  };
}

/** What became of one person, month by month. */
export function* follow(
  asker: Asker,
  data: Data,
  question: Question,
  run: Run,
  person: { level: number; row: number },
): Generator<void, Story> {
  const people = data.lab.people[person.level] as People;
  asker.start(question, run);
  const series = people.story.map(() => new Float64Array(question.months));
  yield* asker.months(0, question.months, (month) => {
    people.story.forEach((name, i) => {
      const values = column(asker.engine, data, people.table, name);
      (series[i] as Float64Array)[month] = values[person.row] as number;
    });
  });
  return { series, unit: unitsOf(asker.engine, data, people.table)[person.row] ?? 0 };
}
