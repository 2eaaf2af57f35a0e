// The workers: who does which run, and whose answers still count.

import type { Data } from "../engine/data";
import type { Look, Story } from "../engine/look";
import type { Answer, Question, Run } from "../engine/question";
import type { Asked, Message, Slot, Task, Told } from "../engine/worker";

/** Questions, each in all of some runs; ``brief`` leaves out what came month by month. */
export interface Batch {
  questions: readonly Question[];
  runs: readonly Run[];
  brief: boolean;
}

interface Open {
  id: number;
  key: string;
  answers: (Answer | undefined)[];
  missing: number;
  then: (answers: readonly (Answer | undefined)[], missing: number) => void;
}

const KEPT = 24;

export class Pool {
  readonly #workers: Worker[];
  readonly #open = new Map<Slot, Open>();
  readonly #done = new Map<string, Answer[]>();
  readonly #once = new Map<number, (told: Told) => void>();
  #id = 0;
  readonly #asked = new Map<Slot, string>();
  readonly #last = new Map<string, number>();

  constructor(script: string, module: WebAssembly.Module, data: Data, workers: number) {
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    this.#workers = Array.from({ length: workers }, () => {
      const worker = new Worker(url);
      worker.onmessage = ({ data: told }: MessageEvent<Told>) => this.#told(told);
      worker.postMessage({ setup: { module, data } } satisfies Message);
      return worker;
    });
  }

  get size(): number {
    return this.#workers.length;
  }

  /** Whether runs of a slot are still missing. */
  waits(slot: Slot): boolean {
    return this.#open.has(slot);
  }

  /**
   * Do some runs, run by run through all questions; `then` is told of each answer, unless the slot
   * is asked something else first.
   */
  ask(slot: Slot, batch: Batch, then: Open["then"]) {
    const key = JSON.stringify(batch);
    if (this.#asked.get(slot) === key) return;
    this.#asked.set(slot, key);
    const { brief } = batch;
    const tasks = batch.runs.flatMap((run) =>
      batch.questions.map((question) => ({ question, run })),
    );
    const known = this.#done.get(key);
    const id = ++this.#id;
    if (known !== undefined) {
      this.#open.delete(slot);
      for (const worker of this.#workers) this.#send(worker, { slot, id, tasks: [], brief });
      then(known, 0);
      return;
    }
    this.#open.set(slot, {
      id,
      key,
      answers: tasks.map(() => undefined),
      missing: tasks.length,
      then,
    });
    const shares = this.#workers.map((): Task[] => []);
    tasks.forEach((task, i) => {
      (shares[i % shares.length] as Task[]).push({ ...task, index: i });
    });
    shares.forEach((share, i) => {
      this.#send(this.#workers[i] as Worker, { slot, id, tasks: share, brief });
    });
  }

  look(question: Question, run: Run, month: number): Promise<Look> {
    return this.#single({ slot: "look", id: 0, question, run, month }, (told) =>
      told.slot === "look" ? told.look : undefined,
    );
  }

  story(question: Question, run: Run, person: { level: number; row: number }): Promise<Story> {
    return this.#single({ slot: "story", id: 0, question, run, person }, (told) =>
      told.slot === "story" ? told.story : undefined,
    );
  }

  bits(question: Question, run: Run): Promise<Answer> {
    return this.#single({ slot: "bits", id: 0, question, run }, (told) =>
      told.slot === "bits" ? told.answer : undefined,
    );
  }

  /** Ask one thing of the last worker; of two in the same slot only the newer is answered. */
  #single<Found>(asked: Asked, found: (told: Told) => Found | undefined): Promise<Found> {
    const id = ++this.#id;
    const before = this.#last.get(asked.slot);
    if (before !== undefined && asked.slot !== "bits") this.#once.delete(before);
    this.#last.set(asked.slot, id);
    return new Promise((resolve, reject) => {
      this.#once.set(id, (told) => {
        const value = found(told);
        if (value === undefined)
          reject(new Error(told.slot === "failed" ? told.reason : told.slot));
        else resolve(value);
      });
      this.#send(this.#workers.at(-1) as Worker, { ...asked, id });
    });
  }

  #send(worker: Worker, asked: Asked) {
    worker.postMessage(asked satisfies Message);
  }

  #told(told: Told) {
    const once = this.#once.get(told.id);
    if (once !== undefined) {
      this.#once.delete(told.id);
      once(told);
      return;
    }
    if (told.slot === "failed") throw new Error(told.reason);
    if (!("index" in told)) return; // a look or a story that a newer one has taken the place of
    const open = this.#open.get(told.slot);
    if (open?.id !== told.id) return;
    open.answers[told.index] = told.answer;
    open.missing -= 1;
    if (open.missing === 0) {
      this.#open.delete(told.slot);
      this.#done.set(open.key, open.answers as Answer[]);
      for (const key of [...this.#done.keys()].slice(0, -KEPT)) this.#done.delete(key);
    }
    open.then(open.answers, open.missing);
  }
}
