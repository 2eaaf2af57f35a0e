// The page's state: where it stands, what was answered, and what is asked when something changes.

import { batch, computed, effect, signal } from "@preact/signals";
import type { Data, Lesson, Outcome, Side } from "../engine/data";
import type { Look, Story } from "../engine/look";
import type { Answer } from "../engine/question";
import type { Slot } from "../engine/worker";
import { asked, FIRST, mapBatch, mapped, questionOf, runsOf } from "./asking";
import { claimsBatch, situationOf } from "./claims";
import { toLink } from "./link";
import type { Batch, Pool } from "./pool";
import { rankingBatch } from "./ranking";
import {
  AS_IT_IS,
  changedAssumptions,
  type Mix,
  ownMix,
  type Situation,
  serviceOf,
  sound,
  usual,
} from "./situation";
import { Speech } from "./words";

const REDRAW = 70;
const LINK_AFTER = 300;
const MAP_AFTER = 600;

export interface Answered {
  answers: readonly (Answer | undefined)[];
  outcomes: string[];
}

export interface Timings {
  moved: number;
  first: number;
  all: number;
}

export class Store {
  readonly now;
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

  readonly service = computed(() => serviceOf(this.data, this.now.value.service));
  readonly speech = computed(
    () => new Speech(this.data, this.now.value.language, this.service.value),
  );
  readonly mix = computed((): Mix => this.now.value.mix ?? ownMix(this.data, this.service.value));
  readonly month = computed(() => this.now.value.month ?? this.service.value.months);
  readonly runs = computed(() => runsOf(this.data, this.now.value.varies));
  readonly lesson = computed(
    () => this.data.lab.lessons.find((each) => each.name === this.now.value.lesson) ?? null,
  );
  readonly changed = computed(() => changedAssumptions(this.data, this.now.value));
  readonly #outcomes: Map<string, Outcome>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly data: Data,
    readonly pool: Pool,
    start: Situation,
  ) {
    this.now = signal(start);
    this.#outcomes = new Map(data.declared.outcomes.map((each) => [each.name, each]));
    this.covered.value = start.lesson !== null;
    effect(() => this.#ask("now", this.now.value));
    effect(() => this.#ask("pin", this.now.value.pin));
    effect(() => this.#askMap());
    effect(() => this.#askDoubts());
    effect(() => this.#askLesson());
    effect(() => this.#askLook());
    effect(() => this.#askStory());
    effect(() => this.#keepLink());
  }

  outcome(name: string): Outcome {
    return this.#outcomes.get(name) as Outcome;
  }

  /** Change something; what is not possible is brought to what is. */
  change(changes: Partial<Situation>) {
    this.now.value = sound(this.data, { ...this.now.value, ...changes });
  }

  value(name: string): number | null {
    const { values } = this.now.value;
    if (name in values) return values[name] as number;
    const at = this.data.declared.parameters.findIndex((each) => each.name === name);
    const own = this.service.value.sectors[0] ?? {};
    return at in own
      ? (own[at] as number | null)
      : (this.data.declared.parameters[at]?.default ?? null);
  }

  setValue(name: string, value: number | null) {
    const { [name]: _, ...rest } = this.now.value.values;
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
      this.now.value = { ...there, lesson: lesson.name, turned };
    });
  }

  #ask(slot: "now" | "pin", side: Side) {
    const now = this.now.value;
    const outcomes = asked(this.data, now);
    const question = questionOf(this.data, now, side);
    if (slot === "now") this.timings.moved = performance.now();
    const moved = this.timings.moved;
    const batch = { questions: [question], runs: this.runs.value, brief: false };
    this.#follow(slot, batch, outcomes, (missing, total) => {
      if (slot !== "now") return;
      if (missing === total - 1 || total === 1) this.#drawn("first", moved);
      if (missing === 0) this.#drawn("all", moved);
    });
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
    const now = JSON.parse(this.#mapped.value) as Situation;
    this.#mapTimer = setTimeout(
      () => this.#follow("map", mapBatch(this.data, now), now.outcomes),
      MAP_AFTER,
    );
  }
  #mapTimer: ReturnType<typeof setTimeout> | undefined;

  /** What the map hangs on, as a text that changes only with it. */
  readonly #mapped = computed(() => JSON.stringify(mapped(this.data, this.now.value)));

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

  /** Ask, and draw at the first answer, now and then, and at the last. */
  #follow(
    slot: Slot,
    batch: Batch,
    outcomes: string[],
    then?: (missing: number, total: number) => void,
  ) {
    let drawn = 0;
    this.pool.ask(slot, batch, (answers, missing) => {
      const first = answers.length - missing === 1;
      const due = performance.now() - drawn > REDRAW * (batch.brief ? 4 : 1);
      if (first && !batch.brief ? answers[0] !== undefined || due : due || missing === 0) {
        drawn = performance.now();
        this.answers[slot].value = { answers: [...answers], outcomes };
      }
      then?.(missing, answers.length);
    });
  }

  #askLook() {
    const question = questionOf(this.data, this.now.value, this.now.value);
    const month = this.month.value;
    const asked = ++this.#looked;
    void this.pool.look(question, FIRST, month).then((found) => {
      if (asked === this.#looked) this.look.value = found;
    });
  }
  #looked = 0;

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
