// A question: a service, what was changed, and which run of it. And its answer, from an engine.

import type { Change, Data, Service } from "./data";
import { Engine, type Lottery } from "./engine";
import {
  completed,
  type Given,
  given,
  type Intervention,
  laidOver,
  partial,
  type Values,
  valuesOf,
} from "./given";
import { keyOf } from "./key";
import { Reader } from "./outcomes";

export interface Question {
  service: string;
  /** Changed from the first month on, by parameter; they hold in every world. */
  values: Record<string, number>;
  /** What happens on top of the service's own interventions. */
  events: Change[];
  seed: string;
  months: number;
  burnIn: number;
  outcomes: number[];
}

/** One run: its replicate, and the world (values of what is assumed) that it is run in, or -1. */
export interface Run {
  replicate: number;
  world: number;
}

export interface Answer {
  run: Run;
  /** (months, outcomes) */
  series: Float64Array;
  /** (outcomes): what the months after the burn-in come to. */
  over: Float64Array;
}

/** Milliseconds after which a run looks whether something else is more urgent. */
const PIECE = 4;

export class Asker {
  readonly engine: Engine;
  readonly #reader: Reader;
  readonly #position: Map<string, number>;
  readonly #services: Map<string, Service>;
  readonly #worlds: Float64Array;

  constructor(
    module: WebAssembly.Module,
    private readonly data: Data,
  ) {
    this.engine = new Engine(module, data);
    this.#reader = new Reader(data.declared);
    this.#position = new Map(data.declared.parameters.map((each, i) => [each.name, i]));
    this.#services = new Map(data.services.map((each) => [each.name, each]));
    const bytes = Uint8Array.from(atob(data.worlds.values), (c) => c.charCodeAt(0));
    this.#worlds = new Float64Array(bytes.buffer);
  }

  *ask(question: Question, run: Run): Generator<void, Answer> {
    this.start(question, run);
    return yield* this.goOn(question, run, 0);
  }

  /** The answer of a run that has been started and stands before a month. */
  *goOn(question: Question, run: Run, month: number): Generator<void, Answer> {
    yield* this.months(month, question.months);
    return this.answer(question, run);
  }

  /** Some months of the run that has been started, in pieces; `then` is told of each. */
  *months(first: number, last: number, then?: (month: number) => void): Generator<void> {
    let until = performance.now() + PIECE;
    for (let month = first; month < last; month++) {
      this.engine.run(month, month + 1);
      then?.(month);
      if (performance.now() < until) continue;
      yield;
      until = performance.now() + PIECE;
    }
  }

  /** Everybody is there; nothing has happened yet. */
  start(question: Question, run: Run) {
    const service = this.service(question);
    const sectors = this.values(question, run.world);
    const interventions = this.interventions(question);
    const what = given(this.data.declared, sectors, interventions, question.months);
    this.engine.prepare(service, what, question.months);
    this.engine.begin(keyOf(question.seed, run.replicate), lotteries(interventions));
  }

  answer(question: Question, run: Run): Answer {
    const { outcomes, months, burnIn } = question;
    const tally = this.engine.view("tally");
    const groups = this.engine.groups;
    const series = this.#reader.series(tally, months, groups, outcomes);
    const first = Math.min(burnIn, months - 1);
    const over = this.#reader.over(series, tally, first, months, groups, outcomes);
    return { run, series, over };
  }

  /** What a question gives in a world, for inspection. */
  given(question: Question, world: number): Given {
    const sectors = this.values(question, world);
    const interventions = this.interventions(question);
    return given(this.data.declared, sectors, interventions, question.months);
  }

  service(question: Question): Service {
    return this.#services.get(question.service) as Service;
  }

  /** Values of every sector: the service's, what was changed, and a world's where both are silent. */
  values(question: Question, world: number): Values[] {
    const service = this.service(question);
    const changes = this.positions(question.values);
    const { positions } = this.data.worlds;
    return valuesOf(this.data.declared, service).map((values, sector) => {
      const changed = laidOver(values, completed(this.data.declared, values, changes));
      if (world < 0) return changed;
      const own = new Set(service.own[sector]);
      positions.forEach((position, i) => {
        if (!own.has(position) && !changes.has(position))
          changed[position] = this.#worlds[world * positions.length + i] as number;
      });
      return changed;
    });
  }

  /** Interventions with the shares that they imply, before any world has its say. */
  private interventions(question: Question): Intervention[] {
    const values = this.values(question, -1)[0] as Values;
    const all = [...this.service(question).interventions, ...question.events];
    return all.map((each) => ({
      ...each,
      changes: completed(this.data.declared, values, this.positions(each.given)),
    }));
  }

  private positions(values: Record<string, number | null>): Map<number, number> {
    return new Map(
      Object.entries(values).map(([name, value]) => [
        this.#position.get(name) as number,
        value ?? Number.NaN,
      ]),
    );
  }
}

function lotteries(interventions: Intervention[]): Lottery[] {
  return partial(interventions).map((intervention, position) => {
    const each = interventions[intervention] as Intervention;
    return { position, intervention, share: each.share, byCouncil: each.lottery === "council" };
  });
}
