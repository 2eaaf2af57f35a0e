// A worker: does what was asked last, the most urgent first, run by run and piece by piece.

import type { Data } from "./data";
import { follow, type Look, look, type Story } from "./look";
import { type Answer, Asker, type Question, type Run } from "./question";

/** What can be asked, by slot; a newer question takes the place of an older one in its slot. */
export type Asked =
  | { slot: "look"; id: number; question: Question; run: Run; month: number }
  | {
      slot: "story";
      id: number;
      question: Question;
      run: Run;
      person: { level: number; row: number };
    }
  | { slot: "bits"; id: number; question: Question; run: Run }
  | { slot: Slot; id: number; tasks: Task[]; brief: boolean; first: boolean };

/** Slots whose questions are many runs. */
export type Slot = "now" | "pin" | "lesson" | "doubts" | "map";

export interface Task {
  index: number;
  question: Question;
  run: Run;
  /** A month whose state is shown, on the way to the answer. */
  month?: number | undefined;
}

export type Told =
  | { slot: "look"; id: number; look: Look }
  | { slot: "story"; id: number; story: Story }
  | { slot: "bits"; id: number; answer: Answer }
  | { slot: Slot; id: number; index: number; answer: Answer; look?: Look | undefined }
  | { slot: "failed"; id: number; reason: string };

export type Message = { setup: { module: WebAssembly.Module; data: Data } } | Asked;

const URGENT = ["bits", "look", "now", "pin", "story", "lesson", "doubts", "map"] as const;
const NO_SERIES = new Float64Array(0);

interface Scope {
  postMessage(told: Told): void;
  onmessage: ((event: MessageEvent<Message>) => void) | null;
}

/** What is asked, piece by piece; it may be left between two pieces and begun anew. */
function* done(asker: Asker, data: Data, asked: Asked): Generator<void, Told> {
  const { id } = asked;
  if (!("tasks" in asked)) {
    const { question, run } = asked;
    if (asked.slot === "look")
      return { slot: "look", id, look: yield* look(asker, data, question, run, asked.month) };
    if (asked.slot === "story")
      return { slot: "story", id, story: yield* follow(asker, data, question, run, asked.person) };
    return { slot: "bits", id, answer: yield* asker.ask(question, run) };
  }
  const { slot, brief } = asked;
  const { index, question, run, month } = asked.tasks[0] as Task;
  const seen = month === undefined ? undefined : yield* look(asker, data, question, run, month);
  const whole = yield* month === undefined
    ? asker.ask(question, run)
    : asker.goOn(question, run, month);
  const answer = brief ? { ...whole, series: NO_SERIES } : whole;
  return { slot, id, index, answer, look: seen };
}

export function serve(scope: Scope) {
  let asker: Asker | undefined;
  let data: Data | undefined;
  let doing: { asked: Asked; pieces: Generator<void, Told> } | undefined;
  let turning = false;
  const waiting = new Map<string, Asked>();
  const { port1: turn, port2: next } = new MessageChannel();

  /** The first run of a new question comes before all else, so that something moves at once. */
  function mostUrgent(): Asked | undefined {
    for (const each of waiting.values()) if ("tasks" in each && each.first) return each;
    const slot = URGENT.find((each) => waiting.has(each));
    return slot && waiting.get(slot);
  }

  function goOn() {
    if (turning || waiting.size === 0) return;
    turning = true;
    next.postMessage(null);
  }

  turn.onmessage = () => {
    turning = false;
    const asked = mostUrgent();
    if (asked === undefined || asker === undefined || data === undefined) return;
    try {
      if (doing?.asked !== asked) doing = { asked, pieces: done(asker, data, asked) };
      const piece = doing.pieces.next();
      if (piece.done) {
        if (!("tasks" in asked) || asked.tasks.shift() === undefined || asked.tasks.length === 0)
          waiting.delete(asked.slot);
        doing = undefined;
        scope.postMessage(piece.value);
      }
    } catch (problem) {
      waiting.delete(asked.slot);
      doing = undefined;
      scope.postMessage({ slot: "failed", id: asked.id, reason: String(problem) });
    }
    goOn();
  };

  scope.onmessage = ({ data: message }: MessageEvent<Message>) => {
    if ("setup" in message) {
      data = message.setup.data;
      asker = new Asker(message.setup.module, data);
    } else if ("tasks" in message && message.tasks.length === 0) waiting.delete(message.slot);
    else waiting.set(message.slot, message);
    goOn();
  };
}
