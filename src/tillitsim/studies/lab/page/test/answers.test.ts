import assert from "node:assert/strict";
import { test } from "node:test";
import type { Guess, Lesson } from "../engine/data";
import type { Answer } from "../engine/question";
import { bestOf } from "../state/best";
import { claims, claimsBatch, guessOf } from "../state/claims";
import { candidates, ranking, rankingBatch } from "../state/ranking";
import { AS_IT_IS, type Mix, sound, usual } from "../state/situation";
import { Speech } from "../state/words";
import { data } from "./data";

const now = sound(data, { ...usual(data), mix: [10, 20, 70] as Mix });
const { likelihood } = data.lab;

const answer = (over: number): Answer => ({
  run: { replicate: 0, world: -1 },
  series: new Float64Array(),
  over: Float64Array.of(over),
});

test("a mix that is best in every draw is very likely the best", () => {
  const draws = Array.from({ length: 12 }, () => [0.1, 0.5, 0.2]);
  const best = bestOf(draws, 0.01, 12, likelihood);
  assert.equal(best.point, 1);
  assert.deepEqual(best.region, [false, true, false]);
  assert.equal(best.grade, "very likely");
  assert.ok(best.likely);
});

test("where every draw has another best nothing is known, though one was chosen", () => {
  const draws = Array.from({ length: 12 }, (_, i) =>
    Array.from({ length: 12 }, (_, m) => Number(m === i)),
  );
  const best = bestOf(draws, 0.01, 12, likelihood);
  assert.equal(best.share, 0);
  assert.ok(!best.likely);
});

test("where nothing makes a difference that matters all are as good as the best", () => {
  const draws = Array.from({ length: 12 }, () => [0.5, 0.505, 0.5]);
  assert.deepEqual(bestOf(draws, 0.01, 12, likelihood).region, [true, true, true]);
});

test("few sets have no word, and a draw without a value is left out", () => {
  const draws = [
    [1, 0],
    [Number.NaN, Number.NaN],
    [1, Number.NaN],
  ];
  const best = bestOf(draws, 0.01, 3, likelihood);
  assert.deepEqual([best.point, best.grade, best.draws], [0, null, 2]);
});

test("each open assumption is moved to both ends of its range, alone, on both sides", () => {
  assert.deepEqual(
    candidates(data, now).map(({ name }) => name),
    ["effort.strength"],
  );
  const { questions } = rankingBatch(data, now);
  assert.deepEqual(
    questions.map(({ values }) => values["effort.strength"]),
    [undefined, undefined, 0, 0, 2, 2],
  );
});

test("a slider of the ranking that is moved does not change what is ranked", () => {
  const moved = sound(data, { ...now, values: { "effort.strength": 0.3 } });
  assert.deepEqual(rankingBatch(data, moved), rankingBatch(data, now));
});

test("the answer that is ranked is a difference, or a level where there is none", () => {
  const answers = [5, 3, 6, 1, 2, 4].map(answer);
  const found = ranking(data, now, answers, 0);
  assert.deepEqual([found.usual, found.hangs.map(({ low, high }) => [low, high])], [2, [[5, -2]]]);
  const level = ranking(data, { ...now, ...AS_IT_IS }, answers, 0);
  assert.deepEqual([level.usual, level.hangs[0]?.low, level.hangs[0]?.high], [5, 6, 2]);
});

test("what is not there yet is not ranked", () => {
  const answers = [5, 3, undefined, 1, 2, 4].map((each) => (each ? answer(each) : undefined));
  assert.deepEqual(
    [ranking(data, now, answers, 0).done, ranking(data, now, answers, 0).of],
    [0, 1],
  );
});

test("a lesson's claims are read from both sides of both of its cases", () => {
  const [lesson] = data.lab.lessons as [Lesson];
  const { questions, runs } = claimsBatch(data, lesson, now);
  assert.deepEqual([questions.length, runs.length], [4, 20]);
  assert.ok(runs.every(({ world }) => world >= 0));
  const answers = runs.flatMap(() => [0, 0.5, 0.5, 0.5]).map(answer);
  const guesses: (Guess | null)[] = claims(data, lesson, answers).map(guessOf);
  assert.deepEqual(guesses, ["up", "same"]);
  const mixed = runs.flatMap((_, i) => [0.5, i % 2, 0.5, 0]).map(answer);
  assert.deepEqual(claims(data, lesson, mixed).map(guessOf), [null, "down"]);
});

test("a service has its own word for those whom it is there for", () => {
  const service = data.services[0] as (typeof data.services)[0];
  assert.equal(new Speech(data, "sv", service).of({ sv: "kund" }), "elev");
  assert.equal(new Speech(data, "en", service).of({ en: "kund" }), "kund");
});
