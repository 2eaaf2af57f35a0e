import assert from "node:assert/strict";
import { test } from "node:test";
import type { Asked, Message } from "../engine/worker";
import { type Batch, Pool } from "../state/pool";
import { data } from "./data";

/** A worker that notes what it is asked and answers when it is told to. */
class Noting {
  static all: Noting[] = [];
  asked: Asked[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor() {
    Noting.all.push(this);
  }
  postMessage(message: Message) {
    if (!("setup" in message)) this.asked.push(message);
  }
  /** Answer the first task of what was asked last. */
  answer() {
    const asked = this.asked.at(-1) as Extract<Asked, { tasks: unknown }>;
    const index = asked.tasks[0]?.index;
    this.onmessage?.({ data: { slot: asked.slot, id: asked.id, index, answer: {} } });
  }
}

function pool(workers: number) {
  Object.assign(globalThis, { Worker: Noting });
  Noting.all = [];
  return new Pool("", {} as WebAssembly.Module, data, workers);
}

const asking = (seed: string, brief = false): Batch => ({
  questions: [{ seed } as Batch["questions"][0]],
  runs: [0, 1, 2, 3].map((replicate) => ({ replicate, world: -1 })),
  brief,
});
const tasks = () =>
  Noting.all.map(({ asked }) => asked.map((each) => ("tasks" in each ? each.tasks.length : 0)));

test("the first run of what is drawn is done alone, and the others when it is there", () => {
  const missing: number[] = [];
  pool(2).ask("now", asking("1"), (_, still) => missing.push(still));
  assert.deepEqual(tasks(), [[1], []]);
  Noting.all[0]?.answer();
  assert.deepEqual(tasks(), [[1, 2], [1]]);
  assert.deepEqual(missing, [3]);
});

test("who asks faster than can be answered sees first runs, and the rest of the last alone", () => {
  const told: string[] = [];
  const there = pool(2);
  for (const seed of ["1", "2", "3"]) there.ask("now", asking(seed), () => told.push(seed));
  assert.deepEqual(tasks(), [[1], []]);
  Noting.all[0]?.answer();
  assert.deepEqual(told, ["1"]);
  assert.deepEqual(tasks(), [[1, 1], []]);
  Noting.all[0]?.answer();
  assert.deepEqual(told, ["1", "3"]);
  assert.deepEqual(tasks(), [[1, 1, 2], [1]]);
});

test("what is asked anew makes the workers leave what was asked before", () => {
  const there = pool(2);
  there.ask("map", asking("1", true), () => assert.fail());
  assert.deepEqual(tasks(), [[2], [2]]);
  const [, old] = Noting.all.map((each) => each.asked[0] as Asked);
  there.ask("map", asking("2", true), () => {});
  assert.deepEqual(tasks(), [
    [2, 0, 2],
    [2, 0, 2],
  ]);
  const worker = Noting.all[1] as Noting;
  worker.onmessage?.({ data: { slot: "map", id: old?.id, index: 1, answer: {} } });
});

test("the same is not asked twice, and what was answered is known", () => {
  const there = pool(1);
  const short: Batch = { ...asking("1"), runs: [{ replicate: 0, world: -1 }] };
  assert.ok(there.ask("now", short, () => {}));
  assert.ok(!there.ask("now", short, () => assert.fail()));
  Noting.all[0]?.answer();
  there.ask("now", asking("2"), () => {});
  let missing = -1;
  assert.ok(
    !there.ask("now", short, (_, still) => {
      missing = still;
    }),
  );
  assert.equal(missing, 0);
});
