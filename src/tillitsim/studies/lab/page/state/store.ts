// The page's state: where it stands, what was answered, and what is asked when something changes.

import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Data, Lesson, Outcome } from "../engine/data";
import type { Look, Story } from "../engine/look";
import type { Answer, Question } from "../engine/question";
import type { Slot } from "../engine/worker";
import { asked, FIRST, mapBatch, mapped, questionOf, runsOf } from "./asking";
import { claimsBatch, situationOf } from "./claims";
import { fromLink, toLink } from "./link";
import type { Batch, Pool, Then } from "./pool";
import { rankingBatch } from "./ranking";
import {
  AS_IT_IS,
  changedAssumptions,
  kept,
  type Mix,
  ownMix,
  type Situation,
  serviceOf,
  sound,
  usual,
} from "./situation";
import { same } from "./statistics";
import { Speech } from "./words";

/** Milliseconds from one drawing to the next while runs come in. */
const REDRAW = 100;
const LINK_AFTER = 300;
const MAP_AFTER = 600;

export interface Answered {
  answers: readonly (Answer | undefined)[];
  outcomes: string[];
}

/** Every part of a situation alone: who asks for one hears only of its own changes. */
type Parts = { readonly [Name in keyof Situation]: ReadonlySignal<Situation[Name]> };

function partsOf(now: ReadonlySignal<Situation>): Parts {
  const names = Object.keys(now.value) as (keyof Situation)[];
  return Object.fromEntries(names.map((name) => [name, computed(() => now.value[name])])) as Parts;
}

export interface Timings {
  moved: number;
  first: number;
  all: number;
}

export class Store {
  readonly now;
  readonly at: Parts;
  readonly answers = {
    now: signal<Answered | null>(null),
    pin: signal<Answered | null>(null),
    map: signal<Answered | null>(null),
    doubts: signal<Answered | null>(null),
    lesson: signal<Answered | null>(null),
  };
  /** Whether it is asked what the answer hangs on, and the lesson whose page for teachers is open. */
  readonly doubting = signal(false);
  readonly teaching = signal<Lesson | null>(null);
  readonly look = signal<Look | null>(null);
  readonly person = signal<{ level: number; row: number } | null>(null);
  readonly story = signal<Story | null>(null);
  readonly covered = signal(false);
  readonly playing = signal(false);
  readonly timings: Timings = { moved: 0, first: 0, all: 0 };

  readonly service = computed(() => serviceOf(this.data, this.at.service.value));
  readonly speech = computed(
    () => new Speech(this.data, this.at.language.value, this.service.value),
  );
  readonly mix = computed((): Mix => this.at.mix.value ?? ownMix(this.data, this.service.value));
  readonly month = computed(() => this.at.month.value ?? this.service.value.months);
  readonly runs = computed(() => runsOf(this.data, this.at.varies.value));
  readonly lesson = computed(
    () => this.data.lab.lessons.find((each) => each.name === this.at.lesson.value) ?? null,
  );
  readonly changed = computed(() =>
    changedAssumptions(this.data, {
      lesson: this.at.lesson.value,
      values: this.at.values.value,
    }),
  );
  /** Whether nothing differs from what it is compared with. */
  readonly unchanged = computed(() => {
    const { mix, values, happenings, pin } = this.at;
    const now = { mix: mix.value, values: values.value, happenings: happenings.value };
    return same(now, pin.value);
  });
  /** Whether every run is there, of this and of what it is compared with. */
  readonly settled = signal(false);
  readonly #outcomes: Map<string, Outcome>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly data: Data,
    readonly pool: Pool,
    start: Situation,
  ) {
    this.now = signal(start);
    this.at = partsOf(this.now);
    this.#outcomes = new Map(data.declared.outcomes.map((each) => [each.name, each]));
    this.covered.value = start.lesson !== null;
    effect(() => this.#askNow());
    effect(() => this.#askPin());
    effect(() => this.#askMap());
    effect(() => this.#askDoubts());
    effect(() => this.#askLesson());
    effect(() => this.#askStory());
    effect(() => this.#keepLink());
  }

  outcome(name: string): Outcome {
    return this.#outcomes.get(name) as Outcome;
  }

  /** Change something; what is not possible is brought to what is. */
  change(changes: Partial<Situation>) {
    this.go(sound(this.data, { ...this.now.value, ...changes }));
  }

  /** Stand somewhere else. */
  go(there: Situation) {
    this.now.value = kept(this.now.value, there);
  }

  value(name: string): number | null {
    const values = this.at.values.value;
    if (name in values) return values[name] as number;
    const at = this.data.declared.parameters.findIndex((each) => each.name === name);
    const own = this.service.value.sectors[0] ?? {};
    return at in own
      ? (own[at] as number | null)
      : (this.data.declared.parameters[at]?.default ?? null);
  }

  setValue(name: string, value: number | null) {
    const { [name]: _, ...rest } = this.at.values.value;
    this.change({ values: value === null ? rest : { ...rest, [name]: value } });
  }

  toService(name: string) {
    batch(() => {
      this.person.value = null;
      this.change({ ...AS_IT_IS, pin: AS_IT_IS, service: name, month: null });
    });
  }

  pin() {
    const { mix, values, happenings } = this.now.value;
    this.change({ pin: { mix, values, happenings } });
  }

  /** Take up a lesson's case, or none. */
  toLesson(name: string | null, turned = false) {
    const lesson = this.data.lab.lessons.find((each) => each.name === name);
    batch(() => {
      this.covered.value = lesson !== undefined;
      if (lesson === undefined) {
        this.change({ ...AS_IT_IS, pin: AS_IT_IS, lesson: null, turned: false });
        return;
      }
      const given = turned ? lesson.turn : lesson.case;
      const there = situationOf(this.data, given, this.now.value);
      this.go({ ...there, lesson: lesson.name, turned });
    });
  }

  /** Show the answer to the lesson's question, whatever was tried before the guess. */
  reveal() {
    const { lesson, turned } = this.now.value;
    batch(() => {
      this.toLesson(lesson, turned);
      this.covered.value = false;
    });
  }

  /** Stand where a link says. */
  open(link: string) {
    batch(() => {
      const there = fromLink(this.data, link);
      this.covered.value = there.lesson !== null;
      this.go(there);
    });
  }

  #askNow() {
    const now = this.now.value;
    const month = this.month.value;
    const question = questionOf(this.data, now, now);
    const batch = { questions: [question], runs: this.runs.value, brief: false };
    const moved = performance.now();
    const then = (missing: number, total: number) => {
      if (missing === total - 1 || total === 1) this.#drawn("first", moved);
      if (missing === 0) this.#drawn("all", moved);
    };
    const run = this.#follow("now", batch, asked(this.data, now), then, month);
    if (run) this.timings.moved = moved;
    this.#look(question, month, run);
  }

  #askPin() {
    const now = this.now.value;
    const question = questionOf(this.data, now, now.pin);
    const batch = { questions: [question], runs: this.runs.value, brief: false };
    this.#follow("pin", batch, asked(this.data, now));
  }

  /** Notes how long after a move something is drawn, for those who measure. */
  #drawn(what: "first" | "all", moved: number) {
    requestAnimationFrame(() => {
      if (this.timings.moved !== moved) return;
      this.timings[what] = performance.now() - moved;
      performance.mark(`lab: ${what}`);
    });
  }

  /** The map waits until nothing has changed for a while; in a lesson, until somebody wants it. */
  #askMap() {
    clearTimeout(this.#mapTimer);
    if (this.now.value.lesson !== null && !this.now.value.uncovered) return;
    const text = this.#mapped.value;
    const now = JSON.parse(text) as Situation;
    this.#mapTimer = setTimeout(() => {
      if (this.#mapOf.peek() !== text)
        batch(() => {
          this.answers.map.value = null;
          this.#mapOf.value = text;
        });
      this.#follow("map", mapBatch(this.data, now), now.outcomes);
    }, MAP_AFTER);
  }
  #mapTimer: ReturnType<typeof setTimeout> | undefined;

  /** What the map hangs on, as a text that changes only with it; and what was asked for it last. */
  readonly #mapped = computed(() => JSON.stringify(mapped(this.data, this.now.value)));
  readonly #mapOf = signal("");
  /** The map's answers, if they are to what it hangs on now. */
  readonly map = computed(() =>
    this.#mapOf.value === this.#mapped.value ? this.answers.map.value : null,
  );

  #askDoubts() {
    if (!this.doubting.value) return;
    const now = this.now.value;
    this.#follow("doubts", rankingBatch(this.data, now), asked(this.data, now));
  }

  #askLesson() {
    const lesson = this.teaching.value;
    if (lesson === null) return;
    this.#follow("lesson", claimsBatch(this.data, lesson, usual(this.data)), [lesson.name]);
  }

  /** Ask, and draw at the first answer, now and then, and at the last; whether it has to be run. */
  #follow(
    slot: Slot,
    batch: Batch,
    outcomes: string[],
    then?: (missing: number, total: number) => void,
    month?: number,
  ): boolean {
    let drawn = 0;
    const told: Then = (answers, missing, seen) => {
      const first = answers.length - missing === 1;
      const due = performance.now() - drawn > REDRAW * (batch.brief ? 4 : 1);
      if (due || missing === 0 || (first && !batch.brief)) {
        drawn = performance.now();
        this.answers[slot].value = { answers: [...answers], outcomes };
      }
      if (seen?.month === this.month.value) this.look.value = seen;
      this.#settle();
      then?.(missing, answers.length);
    };
    const run = this.pool.ask(slot, batch, told, month);
    this.#settle();
    return run;
  }

  #settle() {
    this.settled.value = !this.pool.waits("now") && !this.pool.waits("pin");
  }

  /** The state in a month: it comes with the first run, or else is asked for alone. */
  #look(question: Question, month: number, comes: boolean) {
    const key = JSON.stringify([question, month]);
    if (key === this.#looked) return;
    this.#looked = key;
    if (comes) return;
    void this.pool.look(question, FIRST, month).then((found) => {
      if (key === this.#looked) this.look.value = found;
    });
  }
  #looked = "";

  #askStory() {
    const person = this.person.value;
    const question = questionOf(this.data, this.now.value, this.now.value);
    const asked = ++this.#told;
    if (person === null) {
      this.story.value = null;
      return;
    }
    void this.pool.story(question, FIRST, person).then((found) => {
      if (asked === this.#told) this.story.value = found;
    });
  }
  #told = 0;

  #keepLink() {
    const link = toLink(this.data, this.now.value);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => history.replaceState(null, "", `#${link}`), LINK_AFTER);
  }
}
