import assert from "node:assert/strict";
import { test } from "node:test";
import type { Lesson } from "../engine/data";
import { completed, strength } from "../engine/given";
import { changes, command, MIXES, questionOf, readFrom, runsOf } from "../state/asking";
import { situationOf } from "../state/claims";
import { fromLink, toLink } from "../state/link";
import {
  AS_IT_IS,
  changedAssumptions,
  kept,
  type Mix,
  possible,
  sound,
  toPercent,
  usual,
  withShare,
} from "../state/situation";
import { mixAt, pointOf } from "../view/triangle";
import { data } from "./data";

const total = (mix: readonly number[]) => mix.reduce((a, b) => a + b, 0);
const now = usual(data);

test("shares are whole percent that sum to a hundred, whatever they come from", () => {
  for (const shares of [
    [1, 1, 1],
    [0, 0, 0],
    [-5, 2, 3],
    [Number.NaN, 1, 1],
    [1e300, 1, 1],
    [0.3333, 0.3333, 0.3334],
  ]) {
    const mix = toPercent(shares);
    assert.equal(total(mix), 100);
    assert.ok(mix.every((share) => Number.isInteger(share) && share >= 0));
  }
});

test("when one share is moved the others keep their ratio", () => {
  assert.deepEqual(withShare([20, 20, 60], 0, 60), [60, 10, 30]);
  assert.deepEqual(withShare([0, 0, 100], 2, 40), [30, 30, 40]);
  assert.equal(total(withShare([33, 33, 34], 1, 250)), 100);
});

test("every mix finds its way to its point and back", () => {
  for (const mix of MIXES) assert.deepEqual(mixAt(...pointOf(mix)), mix);
  assert.equal(MIXES.length, 66);
});

test("a point outside the triangle is brought to its edge", () => {
  for (const [x, y] of [
    [-500, 900],
    [9999, -50],
    [0, 0],
  ] as const)
    assert.equal(total(mixAt(x, y)), 100);
});

test("a link says what is not usual, and brings it back", () => {
  const there = sound(data, {
    ...now,
    mix: [10, 20, 70] as Mix,
    values: { "effort.strength": 1.5 },
    happenings: [
      ["cut", 30],
      ["slow", 4],
    ],
    pin: { mix: [5, 5, 90], values: { "task.variety": 2 }, happenings: [] },
    seed: "12345678901234567",
    outcomes: ["c", "b"],
    month: 7,
    varies: "chance",
    weights: { a: 2, b: 0.5 },
    uncovered: true,
  });
  assert.deepEqual(fromLink(data, toLink(data, there)), there);
  assert.equal(toLink(data, now), "v=1&lang=sv");
});

test("what is not possible falls back to what is usual", () => {
  const found = fromLink(
    data,
    "mix=1e9-x-2&set=effort.strength:1e308,mix.trust:4,toString:1&at=cut:9999,no:1&seed=-3&show=q&lang=__proto__&service=constructor&month=1e9",
  );
  assert.equal(total(found.mix ?? [100]), 100);
  assert.deepEqual(found.values, { "effort.strength": 3 });
  assert.deepEqual(found.happenings, [["cut", 119]]);
  assert.equal(found.seed, "0");
  assert.deepEqual(found.outcomes, ["a", "b"]);
  assert.equal(found.service, "town");
  assert.equal(found.language, "sv");
});

test("only what has a slider, is assumed or is set by a lesson can be changed from outside", () => {
  const service = data.services[0] as (typeof data.services)[0];
  const found = possible(data, service, {
    ...AS_IT_IS,
    values: { "mix.intensity": 2, "task.variety": 2, "effort.strength": 9, "managers.trust": 1 },
  });
  assert.deepEqual(found.values, { "mix.intensity": 2, "task.variety": 2, "effort.strength": 3 });
});

test("what a lesson sets is part of its question, what is set besides is marked", () => {
  const [lesson] = data.lab.lessons as [Lesson];
  const there = { ...situationOf(data, lesson.turn, now), lesson: "one" };
  assert.deepEqual(changedAssumptions(data, there), []);
  const moved = { ...there, values: { ...there.values, "effort.strength": 1.7 } };
  assert.deepEqual(changedAssumptions(data, moved), ["effort.strength"]);
  assert.deepEqual(changedAssumptions(data, { ...there, lesson: null }), ["effort.strength"]);
});

test("a share that is not given keeps its ratio to the other", () => {
  const values = Float64Array.from([0.2, 0.3, 0.5, 1, 1, 1, Number.NaN, Number.NaN, Number.NaN]);
  const found = completed(data.declared, values, new Map([[2, 0.75]]));
  assert.deepEqual([found.get(0), found.get(1)], [0.25 * (0.2 / 0.5), 0.25 * (0.3 / 0.5)]);
  assert.throws(
    () =>
      completed(
        data.declared,
        values,
        new Map([
          [1, 0.75],
          [2, 0.75],
        ]),
      ),
    RangeError,
  );
});

test("managers without an ideal of their own start from the mix", () => {
  const values = Float64Array.from([0.2, 0.2, 0.6, 1, 1, 1, Number.NaN, Number.NaN, Number.NaN]);
  const found = completed(data.declared, values, new Map([[8, 0.5]]));
  assert.deepEqual([found.get(6), found.get(7)], [0.25, 0.25]);
});

test("a change comes over its ramp and goes at its stop", () => {
  const each = { start: 10, stop: 20, ramp: 3 };
  assert.deepEqual(
    [9, 10, 11, 13, 19, 20].map((month) => strength(each, month)),
    [0, 0.25, 0.5, 1, 1, 0],
  );
});

test("what happens is counted from the month that it is put at", () => {
  const found = changes(data, {
    ...AS_IT_IS,
    happenings: [
      ["cut", 30],
      ["slow", 40],
    ],
  });
  assert.deepEqual(
    found.map(({ start, stop }) => [start, stop]),
    [
      [30, 42],
      [42, null],
    ],
  );
});

test("outcomes are read when what happens here and in the pin is whole", () => {
  assert.equal(readFrom(data, now), 24);
  assert.equal(readFrom(data, { ...now, happenings: [["slow", 40]] }), 54);
  assert.equal(readFrom(data, { ...now, pin: { ...AS_IT_IS, happenings: [["slow", 110]] } }), 24);
  assert.equal(readFrom(data, { ...now, happenings: [["cut", 40]] }), 52);
});

test("the first run has the usual assumptions, the others another world each", () => {
  const runs = runsOf(data, "assumptions");
  assert.deepEqual(runs[0], { replicate: 0, world: -1 });
  assert.equal(new Set(runs.map((each) => each.world)).size, 21);
  assert.ok(runsOf(data, "chance").every((each) => each.world === -1));
});

test("the command has what was changed, and a file where something happens", () => {
  const moved = { ...now, mix: [10, 20, 70] as Mix };
  assert.equal(
    command(data, moved).line,
    "tillitsim run demonstration --set chain.units=6 --set mix.competition=0.1 --set mix.regulation=0.2 --set mix.trust=0.7 --seed 0 --replicates 1 --parameter-sets 0",
  );
  const { line, file } = command(data, { ...now, happenings: [["slow", 40]] });
  assert.match(line, /^tillitsim run view.toml --set chain.units=6 --set burn_in=54 /);
  assert.match(
    file ?? "",
    /extends = "demonstration"\n\n\[\[interventions\]\]\nname = "slow 1"\nstart = 42\nramp = 12\n/,
  );
  assert.equal(questionOf(data, now, now).burnIn, 24);
});

test("what is as it was stays the same object, so that nothing follows from it", () => {
  const before = sound(data, { ...now, happenings: [["cut", 30]] });
  const after = kept(before, sound(data, { ...before, mix: [10, 20, 70] as Mix }));
  assert.equal(after.happenings, before.happenings);
  assert.deepEqual(after.mix, [10, 20, 70]);
  assert.equal(kept(after, sound(data, after)), after);
});
