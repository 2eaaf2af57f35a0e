import assert from "node:assert/strict";
import { test } from "node:test";
import { exactSum } from "../engine/exact";
import { keyOf } from "../engine/key";
import { band, percentile, sorted, verdictOf } from "../state/statistics";

test("a sum is rounded once, as math.fsum", () => {
  assert.equal(exactSum([]), 0);
  assert.equal(exactSum(Array(10).fill(0.1)), 1);
  assert.equal(exactSum([0.1, 0.2, 0.3]), 0.6);
  assert.equal(exactSum([1e16, 1, -1e16]), 1);
  assert.equal(exactSum([1, 2 ** -53, 2 ** -106]), 1 + 2 ** -52);
});

test("the key of a run is blake2b-64 of seed/replicate", () => {
  assert.equal(keyOf("0", 0), KEYS[0]);
  assert.equal(keyOf("7", 3), KEYS[1]);
  assert.equal(keyOf("9223372036854775807", 19), KEYS[2]);
});

const KEYS = [5857645148978988075n, 13159806164811139918n, 9103930866846231056n];

test("a percentile lies between its neighbours by a straight line", () => {
  const numbers = sorted([3, Number.NaN, 1, 2, 4]);
  assert.deepEqual(numbers, [1, 2, 3, 4]);
  assert.equal(percentile(numbers, 50), 2.5);
  assert.equal(percentile(numbers, 0), 1);
  assert.equal(percentile(numbers, 100), 4);
  assert.ok(Number.isNaN(percentile([], 50)));
});

test("a band leaves out months without a value", () => {
  const answer = (...series: number[]) => ({
    run: { replicate: 0, world: 0 },
    series: Float64Array.from(series),
    over: new Float64Array(1),
  });
  const found = band([answer(1, Number.NaN), answer(3, 5)], 0, 1, [0, 100]);
  assert.deepEqual([...found.low], [1, 5]);
  assert.deepEqual([...found.median], [2, 5]);
  assert.deepEqual([...found.high], [3, 5]);
});

const LIKELIHOOD = {
  scale: [
    [0.9, "very likely"],
    [0.66, "likely"],
    [0.33, "about as likely as not"],
    [0, "unlikely"],
  ] as [number, string][],
  fewest: 8,
  spread: [5, 95] as [number, number],
};
const draws = (higher: number, lower: number, none: number) => [
  ...Array(higher).fill(2),
  ...Array(lower).fill(-2),
  ...Array(none).fill(0.5),
];

test("what is not at least likely is not known", () => {
  const verdict = verdictOf(draws(12, 6, 2), 1, 20, LIKELIHOOD);
  assert.equal(verdict.way, "unknown");
  assert.deepEqual([verdict.higher, verdict.lower, verdict.none, verdict.of], [12, 6, 2, 20]);
});

test("what is likely has a word for how likely", () => {
  const very = verdictOf(draws(18, 1, 1), 1, 20, LIKELIHOOD);
  assert.deepEqual([very.way, very.grade], ["higher", "very likely"]);
  const likely = verdictOf(draws(1, 14, 5), 1, 20, LIKELIHOOD);
  assert.deepEqual([likely.way, likely.grade], ["lower", "likely"]);
  const none = verdictOf(draws(1, 1, 18), 1, 20, LIKELIHOOD);
  assert.deepEqual([none.way, none.grade], ["none", "very likely"]);
});

test("too few parameter sets get no word", () => {
  assert.equal(verdictOf(draws(5, 0, 0), 1, 5, LIKELIHOOD).grade, null);
});

test("exactly the same is said to be so", () => {
  assert.equal(verdictOf([0, 0, 0], 1, 20, LIKELIHOOD).way, "same");
});
