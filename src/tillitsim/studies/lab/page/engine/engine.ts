// The kernels with a state in memory: laid out as Python's plan says, filled, born, run, read.

import type { Data, Door, Kernel, Leaf, Service } from "./data";
import type { Given } from "./given";

const ALIGN = 64;
const PAGE = 65536;
const NUMBER = 8;

type Call = (header: number, ...numbers: number[]) => number;

export interface Place {
  at: number;
  bytes: number;
  shape: number[];
  leaf: Leaf;
}

export interface Lottery {
  position: number;
  intervention: number;
  share: number;
  byCouncil: boolean;
}

export class Engine {
  readonly #memory = new WebAssembly.Memory({ initial: 8 });
  readonly #exports: Record<string, Call>;
  readonly #kernel: Kernel;
  readonly #declared: Data["declared"];
  #places = new Map<string, Place>();
  #service: Service | undefined;
  #given: Given | undefined;
  #end = 0;

  constructor(module: WebAssembly.Module, data: Pick<Data, "kernel" | "declared">) {
    this.#kernel = data.kernel;
    this.#declared = data.declared;
    const pointer = new WebAssembly.Global({ value: "i32", mutable: true }, data.kernel.stack);
    const env = { __linear_memory: this.#memory, __stack_pointer: pointer };
    const instance = new WebAssembly.Instance(module, { env });
    this.#exports = instance.exports as unknown as Record<string, Call>;
  }

  /** Make room for a service over some months, and write what it is given. */
  prepare(service: Service, given: Given, months: number) {
    const same =
      this.#service === service && this.#given?.rows === given.rows && this.months === months;
    this.#service = service;
    this.#given = given;
    if (!same) this.#lay(service, { rows: given.rows, months });
    this.#write(given);
  }

  get months(): number {
    return this.#places.get("tally")?.shape[0] ?? 0;
  }

  get groups(): number {
    return this.#places.get("tally")?.shape[1] ?? 0;
  }

  /** Everybody at month 0, with the random numbers of a key. */
  begin(key: bigint, lotteries: readonly Lottery[]) {
    this.#empty();
    this.view("key").setBigUint64(0, key, true);
    this.#call("places");
    for (const each of lotteries)
      this.#call("arms", each.position, each.intervention, each.share, Number(each.byCouncil));
    this.#meetNeighbours();
    this.#call("everybody", 0, this.#count("council"));
  }

  run(first: number, last: number) {
    this.#call("months", 0, this.#count("council"), first, last);
  }

  view(path: string): DataView {
    const { at, bytes } = this.place(path);
    return new DataView(this.#memory.buffer, at, bytes);
  }

  place(path: string): Place {
    const place = this.#places.get(path);
    if (place === undefined) throw new Error(`a state has no ${path}`);
    return place;
  }

  #count(path: string): number {
    return this.place(path).shape[0] ?? 0;
  }

  #call(door: Door, ...numbers: number[]) {
    const call = this.#exports[this.#kernel.doors[door]] as Call;
    if (call(this.#kernel.stack, ...numbers) === this.#kernel.failed)
      throw new Error(`${door}: the arrays of this state do not fit each other`);
  }

  #lay(service: Service, extents: { rows: number; months: number }) {
    const words: bigint[] = [];
    this.#places = new Map();
    let at = this.#kernel.stack + NUMBER * this.#kernel.header;
    this.#kernel.layout.forEach((leaf, i) => {
      if (leaf.dimensions < 0) {
        const where = this.#kernel.stack + NUMBER * words.length;
        this.#places.set(leaf.path, { at: where, bytes: NUMBER, shape: [], leaf });
        words.push(0n);
        return;
      }
      const shape = (service.shapes[i] ?? []).map((n) => (typeof n === "number" ? n : extents[n]));
      const bytes = shape.reduce((all, n) => all * n, leaf.itemsize);
      at = Math.ceil(at / ALIGN) * ALIGN;
      this.#places.set(leaf.path, { at, bytes, shape, leaf });
      words.push(BigInt(at), ...shape.map(BigInt));
      at += bytes;
    });
    this.#end = at;
    const short = at - this.#memory.buffer.byteLength;
    if (short > 0) this.#memory.grow(Math.ceil(short / PAGE));
    new BigInt64Array(this.#memory.buffer, this.#kernel.stack, words.length).set(words);
  }

  #empty() {
    const memory = new Uint8Array(this.#memory.buffer);
    const given = this.place("given").at;
    const after = this.place("key").leaf;
    const next = this.#kernel.layout[this.#kernel.layout.indexOf(after) + 1] as Leaf;
    memory.fill(0, this.#kernel.stack + NUMBER * this.#kernel.header, given);
    memory.fill(0, this.place(next.path).at, this.#end);
    for (const [path, bytes] of Object.entries(this.#service?.bytes ?? {}))
      memory.set(decoded(bytes), this.place(path).at);
  }

  #write(given: Given) {
    const { plain, instruments, held } = this.#declared;
    const count = instruments.length;
    const buffer = this.#memory.buffer;
    const array = (path: string) =>
      new Float64Array(buffer, this.place(path).at, this.place(path).bytes / NUMBER);
    const single = new Float32Array(
      buffer,
      this.place("single").at,
      this.place("single").bytes / 4,
    );
    const [record, cells, fixed, preferred] = ["given", "cells", "fixed", "preferred"].map(
      array,
    ) as [Float64Array, Float64Array, Float64Array, Float64Array];
    preferred.fill(Number.NaN);
    given.tables.forEach((values, i) => {
      const given = values.subarray(0, plain);
      record.set(given, i * plain);
      single.set(given, i * plain);
      cells.set(values.subarray(plain, plain + 3 * count), 3 * count * i);
      fixed.set(values.subarray(plain + 3 * count, plain + 4 * count), count * i);
      held.forEach((instrument, n) => {
        preferred[count * i + instrument] = values[plain + 4 * count + n] as number;
      });
    });
    new Int32Array(buffer, this.place("timeline").at, given.timeline.length).set(given.timeline);
  }

  /** Who is next to whom on the circle of places, sector by sector: model/layout.py. */
  #meetNeighbours() {
    const { block, around } = this.#service as Service;
    const { leaf, at } = this.place("unit");
    const view = new DataView(this.#memory.buffer);
    const offset = at + (leaf.fields?.place?.[1] as number);
    const place = block.map((_, u) => view.getFloat64(offset + u * leaf.itemsize, true));
    const order = block.map((_, u) => u);
    order.sort(
      (a, b) =>
        (block[a] as number) - (block[b] as number) ||
        (place[a] as number) - (place[b] as number) ||
        a - b,
    );
    const found = this.view("neighbours");
    const rivals = this.place("neighbours").shape[1] as number;
    order.forEach((unit, i) => {
      (around[i] as number[]).forEach((other, j) => {
        found.setInt32(4 * (unit * rivals + j), other < 0 ? -1 : (order[other] as number), true);
      });
    });
  }
}

const known = new Map<string, Uint8Array>();
function decoded(base64: string): Uint8Array {
  let bytes = known.get(base64);
  if (bytes === undefined) {
    bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    known.set(base64, bytes);
  }
  return bytes;
}
