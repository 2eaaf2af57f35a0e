// What the model says to a lesson's two questions, worked out for the teacher's page.

import type { Case, Data, Guess, Lesson } from "../engine/data";
import type { Answer } from "../engine/question";
import { questionOf, runsOf } from "./asking";
import type { Batch } from "./pool";
import { type Situation, sound, usual } from "./situation";
import { type Verdict, verdictOf } from "./statistics";

const PARTS = ["case", "turn"] as const;

/** Where the page stands in a case of a lesson. */
export function situationOf(data: Data, given: Case, now: Situation): Situation {
  const { service, before, after, outcome } = given;
  const shown = usual(data).outcomes;
  const outcomes = [outcome, ...shown.filter((each) => each !== outcome)].slice(0, shown.length);
  return sound(data, { ...now, ...after, service, pin: before, month: null, outcomes });
}

/** Both sides of both cases, in every world of the page. */
export function claimsBatch(data: Data, lesson: Lesson, now: Situation): Batch {
  const questions = PARTS.flatMap((part) => {
    const there = situationOf(data, lesson[part], now);
    const one = [data.declared.outcomes.findIndex(({ name }) => name === lesson[part].outcome)];
    return [there.pin, there].map((side) => ({
      ...questionOf(data, there, side),
      outcomes: one,
    }));
  });
  return { questions, runs: runsOf(data, "assumptions").slice(1), brief: true };
}

/** A verdict for each part, as far as runs are there. */
export function claims(
  data: Data,
  lesson: Lesson,
  answers: readonly (Answer | undefined)[],
): Verdict[] {
  return PARTS.map((part, at) => {
    const draws: number[] = [];
    for (let i = 2 * at; i + 1 < answers.length; i += 2 * PARTS.length) {
      const [before, after] = [answers[i]?.over[0], answers[i + 1]?.over[0]];
      if (before !== undefined && after !== undefined) draws.push(after - before);
    }
    const outcome = data.declared.outcomes.find(({ name }) => name === lesson[part].outcome);
    return verdictOf(draws, outcome?.matters ?? 0, draws.length, data.lab.likelihood);
  });
}

/** A verdict as a guess would have it; null where nothing is likely. */
export function guessOf(verdict: Verdict | undefined): Guess | null {
  if (verdict?.way === "higher") return "up";
  if (verdict?.way === "lower") return "down";
  return verdict?.way === "none" || verdict?.way === "same" ? "same" : null;
}
