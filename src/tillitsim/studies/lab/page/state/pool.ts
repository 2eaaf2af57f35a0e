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

/** What is told of each answer: all that are there, and the state that was to be seen on the way. */
export type Then = (
  answers: readonly (Answer | undefined)[],
  missing: number,
  seen: Look | undefined,
) => void;

interface Open {
  slot: Slot;
  id: number;
  key: string;
  brief: boolean;
  tasks: Task[];
  answers: (Answer | undefined)[];
  missing: number;
  /** Whether its runs are with all workers, and not only its first with one of them. */
  shared: boolean;
  then: Then;
}

const KEPT = 24;

export class Pool {
  readonly #workers: Worker[];
  readonly #open = new Map<Slot, Open>();
  /** What is asked next in a slot whose first run is being done. */
  readonly #next = new Map<Slot, Open>();
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
   * is asked something else first. With a `month` it also sees the state of the first run then.
   *
   * The first run of what is drawn is done alone and to its end: whoever asks faster than that
   * sees the first run of as many questions as there is time for, and the rest of the last.
   *
   * Returns whether anything has to be run.
   */
  ask(slot: Slot, batch: Batch, then: Then, month?: number): boolean {
    const key = JSON.stringify(batch);
    if (this.#asked.get(slot) === key) return false;
    this.#asked.set(slot, key);
    const known = this.#done.get(key);
    if (known !== undefined) {
      this.#drop(slot);
      then(known, 0, undefined);
      return false;
    }
    const tasks = batch.runs
      .flatMap((run) => batch.questions.map((question) => ({ question, run })))
      .map((each, index): Task => ({ ...each, index, month: index === 0 ? month : undefined }));
    const answers = tasks.map(() => undefined);
    const id = ++this.#id;
    const { brief } = batch;
    const missing = tasks.length;
    const asked = { slot, id, key, brief, tasks, answers, missing, shared: false, then };
    if (this.#open.get(slot)?.shared === false) this.#next.set(slot, asked);
    else this.#begin(asked);
    return true;
  }

  #begin(open: Open) {
    this.#drop(open.slot);
    this.#open.set(open.slot, open);
    const worker = open.slot === "now" ? 0 : this.size - 1;
    if (open.brief) this.#share(open, open.tasks);
    else this.#send(worker, { ...open, tasks: open.tasks.slice(0, 1) }, true);
  }

  /** Some tasks to all workers, one after the other. */
  #share(open: Open, tasks: Task[]) {
    open.shared = true;
    const shares = this.#workers.map((): Task[] => []);
    tasks.forEach((task, i) => {
      (shares[i % shares.length] as Task[]).push(task);
    });
    shares.forEach((share, i) => {
      this.#send(i, { ...open, tasks: share }, false);
    });
  }

  #send(worker: number, { slot, id, tasks, brief }: Open, first: boolean) {
    this.#post(this.#workers[worker] as Worker, { slot, id, tasks, brief, first });
  }

  /** Nobody wants to know any more what a slot was asked. */
  #drop(slot: Slot) {
    const shared = this.#open.get(slot)?.shared;
    this.#next.delete(slot);
    this.#open.delete(slot);
    if (!shared) return;
    for (const worker of this.#workers)
      this.#post(worker, { slot, id: 0, tasks: [], brief: false, first: false });
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
      this.#post(this.#workers.at(-1) as Worker, { ...asked, id });
    });
  }

  #post(worker: Worker, asked: Asked) {
    worker.postMessage(asked satisfies Message);
  }

  #told(told: Told) {
    const once = this.#once.get(told.id);
    if (once !== undefined) {
      this.#once.delete(told.id);
      once(told);
      return;
    }
    const open = [...this.#open.values()].find(({ id }) => id === told.id);
    const next = open && this.#next.get(open.slot);
    if (told.slot === "failed") {
      if (open) this.#drop(open.slot);
      if (next) this.#begin(next);
      throw new Error(told.reason);
    }
    // Others have been taken the place of by newer ones.
    if (open === undefined || !("index" in told)) return;
    open.answers[told.index] = told.answer;
    open.missing -= 1;
    if (open.missing === 0) {
      this.#open.delete(open.slot);
      this.#done.set(open.key, open.answers as Answer[]);
      for (const key of [...this.#done.keys()].slice(0, -KEPT)) this.#done.delete(key);
    }
    if (next) this.#begin(next);
    else if (!open.shared) this.#share(open, open.tasks.slice(1));
    open.then(open.answers, open.missing, told.look);
  }
}
