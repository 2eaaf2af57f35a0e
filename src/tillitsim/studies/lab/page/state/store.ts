// The page's state: where it stands, what was answered, and what is asked when something changes.

import { batch, computed, effect, signal } from "@preact/signals";
import type { Data, Outcome, Side } from "../engine/data";
import type { Look, Story } from "../engine/look";
import type { Answer } from "../engine/question";
import { asked, FIRST, mapTasks, questionOf, runsOf, tasksOf } from "./asking";
import { toLink } from "./link";
import type { Pool, Slot } from "./pool";
import {
  AS_IT_IS,
  changedAssumptions,
  type Mix,
  ownMix,
  type Situation,
  serviceOf,
  sound,
} from "./situation";
import { Speech } from "./words";

const REDRAW = 70;
const LINK_AFTER = 300;

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
  };
  readonly look = signal<Look | null>(null);
  readonly person = signal<{ level: number; row: number } | null>(null);
  readonly story = signal<Story | null>(null);
  readonly covered = signal(false);
  readonly playing = signal(false);
  readonly timings: Timings = { moved: 0, first: 0, all: 0 };

  readonly service = computed(() => serviceOf(this.data, this.now.value.service));
  readonly speech = computed(() => new Speech(this.data, this.now.value.language));
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
        this.change({ ...AS_IT_IS, pin: AS_IT_IS, lesson: null });
        return;
      }
      const { service, outcome, before, after } = turned ? lesson.turn : lesson.case;
      const outcomes = [outcome, ...this.data.lab.outcomes.filter((each) => each !== outcome)];
      this.change({
        ...after,
        service,
        pin: before,
        lesson: lesson.name,
        month: null,
        outcomes: outcomes.slice(0, this.data.lab.outcomes.length),
      });
    });
  }

  #ask(slot: "now" | "pin", side: Side) {
    const now = this.now.value;
    const outcomes = asked(this.data, now);
    const question = questionOf(this.data, now, side);
    if (slot === "now") this.timings.moved = performance.now();
    const moved = this.timings.moved;
    this.#follow(slot, tasksOf(question, this.runs.value), outcomes, (missing, total) => {
      if (slot !== "now") return;
      const since = performance.now() - moved;
      if (missing === total - 1 || total === 1) this.timings.first = since;
      if (missing === 0) this.timings.all = since;
    });
  }

  #askMap() {
    const now = this.now.value;
    const outcomes = asked(this.data, now);
    this.#follow("map", mapTasks(this.data, { ...now, mix: null, pin: AS_IT_IS }), outcomes);
  }

  /** Ask, and draw at the first answer, now and then, and at the last. */
  #follow(
    slot: Slot,
    tasks: ReturnType<typeof tasksOf>,
    outcomes: string[],
    then?: (missing: number, total: number) => void,
  ) {
    let drawn = 0;
    this.pool.ask(slot, tasks, (answers, missing) => {
      const first = answers.length - missing === 1;
      const due = performance.now() - drawn > REDRAW * (slot === "map" ? 4 : 1);
      if (first && slot !== "map" ? answers[0] !== undefined || due : due || missing === 0) {
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
