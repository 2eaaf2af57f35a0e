// A worker: does what was asked last, the most urgent first, one run at a time.

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
  | { slot: Slot; id: number; tasks: Task[]; brief: boolean };

/** Slots whose questions are many runs. */
export type Slot = "now" | "pin" | "lesson" | "doubts" | "map";

export interface Task {
  index: number;
  question: Question;
  run: Run;
}

export type Told =
  | { slot: "look"; id: number; look: Look }
  | { slot: "story"; id: number; story: Story }
  | { slot: "bits"; id: number; answer: Answer }
  | { slot: Slot; id: number; index: number; answer: Answer }
  | { slot: "failed"; id: number; reason: string };

export type Message = { setup: { module: WebAssembly.Module; data: Data } } | Asked;

const URGENT = ["bits", "look", "now", "pin", "story", "lesson", "doubts", "map"] as const;
const NO_SERIES = new Float64Array(0);

interface Scope {
  postMessage(told: Told): void;
  onmessage: ((event: MessageEvent<Message>) => void) | null;
}

export function serve(scope: Scope) {
  let asker: Asker | undefined;
  let data: Data | undefined;
  const waiting = new Map<string, Asked>();
  const { port1: turn, port2: next } = new MessageChannel();

  const tell = (told: Told) => scope.postMessage(told);

  /** The first run of a new question comes before all else, so that something moves at once. */
  function mostUrgent() {
    const now = waiting.get("now");
    if (now !== undefined && "tasks" in now && now.tasks[0]?.index === 0) return "now";
    return URGENT.find((each) => waiting.has(each));
  }

  function step() {
    const slot = mostUrgent();
    if (slot === undefined || asker === undefined || data === undefined) return;
    const asked = waiting.get(slot) as Asked;
    try {
      work(asker, data, asked);
    } catch (problem) {
      waiting.delete(slot);
      tell({ slot: "failed", id: asked.id, reason: String(problem) });
    }
    if (waiting.size > 0) next.postMessage(null);
  }

  function work(asker: Asker, data: Data, asked: Asked) {
    if ("tasks" in asked) {
      const task = asked.tasks.shift();
      if (asked.tasks.length === 0) waiting.delete(asked.slot);
      if (task === undefined) return;
      const whole = asker.ask(task.question, task.run);
      const answer = asked.brief ? { ...whole, series: NO_SERIES } : whole;
      tell({ slot: asked.slot, id: asked.id, index: task.index, answer });
      return;
    }
    waiting.delete(asked.slot);
    const { id, question, run } = asked;
    if (asked.slot === "look")
      tell({ slot: "look", id, look: look(asker, data, question, run, asked.month) });
    else if (asked.slot === "story")
      tell({ slot: "story", id, story: follow(asker, data, question, run, asked.person) });
    else tell({ slot: "bits", id, answer: asker.ask(question, run) });
  }

  turn.onmessage = step;
  scope.onmessage = ({ data: message }: MessageEvent<Message>) => {
    if ("setup" in message) {
      data = message.setup.data;
      asker = new Asker(message.setup.module, data);
    } else waiting.set(message.slot, message);
    next.postMessage(null);
  };
}
