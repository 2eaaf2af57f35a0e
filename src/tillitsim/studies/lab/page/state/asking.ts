// From a situation to questions: what is run, in which worlds, and the command that repeats it.

import type { Change, Data, Service, Side } from "../engine/data";
import type { Question, Run } from "../engine/question";
import type { Batch } from "./pool";
import { type Mix, type Situation, serviceOf, usual } from "./situation";

export const FIRST: Run = { replicate: 0, world: -1 };
const RUNS = 20;

/** The first run has the usual assumptions; the others vary what the situation says. */
export function runsOf(data: Data, varies: Situation["varies"]): Run[] {
  const many = Math.min(RUNS, varies === "assumptions" ? data.worlds.count : RUNS);
  const others = Array.from(
    { length: many },
    (_, i): Run =>
      varies === "assumptions" ? { replicate: i, world: i } : { replicate: i + 1, world: -1 },
  );
  return [FIRST, ...(varies === "assumptions" ? others : others.slice(0, RUNS - 1))];
}

const share = (percent: number) => percent / 100;

function given(data: Data, side: Side): Record<string, number> {
  const values = { ...side.values };
  if (side.mix)
    data.declared.mix.forEach((at, i) => {
      values[data.declared.parameters[at]?.name as string] = share((side.mix as Mix)[i] as number);
    });
  return values;
}

/** What happens, as changes from the months that they were put at. */
export function changes(data: Data, side: Side): Change[] {
  return side.happenings.flatMap(([name, month], i) => {
    const happening = data.lab.happenings.find((each) => each.name === name);
    return (happening?.changes ?? []).map((each) => ({
      ...each,
      name: `${each.name} ${i + 1}`,
      start: each.start + month,
      stop: each.stop === null ? null : each.stop + month,
    }));
  });
}

/** Outcomes that every run is asked for: those that are shown, and those that values weigh. */
export function asked(data: Data, now: Situation): string[] {
  const weighed =
    now.weights ?? data.lab.profiles.find((each) => each.name === now.profile)?.weights;
  return [...new Set([...now.outcomes, now.map, ...Object.keys(weighed ?? {})])];
}

const LEAST_MONTHS = 12;

/** The month that outcomes are read from: when all that changes, here and in the pin, is whole. */
export function readFrom(data: Data, now: Situation): number {
  const service = serviceOf(data, now.service);
  const all = [...service.interventions, ...changes(data, now), ...changes(data, now.pin)];
  const whole = Math.max(
    0,
    ...all.map(({ start, ramp, stop }) => Math.max(start + ramp, stop ?? 0)),
  );
  return whole + LEAST_MONTHS > service.months ? service.burnIn : Math.max(service.burnIn, whole);
}

export function questionOf(data: Data, now: Situation, side: Side): Question {
  const service = serviceOf(data, now.service);
  return {
    service: service.name,
    values: given(data, side),
    events: changes(data, side),
    seed: now.seed,
    months: service.months,
    burnIn: readFrom(data, now),
    outcomes: asked(data, now).map((name) =>
      data.declared.outcomes.findIndex((each) => each.name === name),
    ),
  };
}

const STEP = 10;

/** Mixes all over the triangle, in percent. */
export const MIXES: Mix[] = Array.from({ length: STEP + 1 }, (_, i) =>
  Array.from({ length: STEP + 1 - i }, (_, j): Mix => {
    const [competition, regulation] = [i * STEP, j * STEP];
    return [competition, regulation, 100 - competition - regulation];
  }),
).flat();

const MAP_RUNS = 12;

/** What the map hangs on: neither the mix nor the pin, and every outcome that it may be coloured by. */
export function mapped(data: Data, now: Situation): Situation {
  const { service, seed, values, happenings, varies, map, weights } = now;
  const outcomes = [...data.lab.outcomes, map, ...Object.keys(weights ?? {})];
  for (const profile of data.lab.profiles) outcomes.push(...Object.keys(profile.weights));
  const all = [...new Set(outcomes)].sort();
  return {
    ...usual(data),
    service,
    seed,
    values,
    happenings,
    varies,
    outcomes: all,
    map: all[0] as string,
  };
}

/** Every mix, and last the steering of today, in some of the runs that make bands. */
export function mapBatch(data: Data, now: Situation): Batch {
  const from = now.varies === "assumptions" ? 1 : 0;
  return {
    questions: [...MIXES, null].map((mix) => questionOf(data, now, { ...now, mix })),
    runs: runsOf(data, now.varies).slice(from, from + MAP_RUNS),
    brief: true,
  };
}

const number = (value: number) => String(value);

/** The command that repeats the first run to the last bit, and the file that it needs, if any. */
export function command(data: Data, now: Situation): { line: string; file: string | null } {
  const service = serviceOf(data, now.service);
  const values = Object.entries(given(data, now));
  const tail = `--seed ${now.seed} --replicates 1 --parameter-sets 0`;
  const from = readFrom(data, now);
  if (from !== service.burnIn) values.push(["burn_in", from]);
  const sets = values.map(([name, value]) => `--set ${name}=${number(value)}`).join(" ");
  const events = changes(data, now);
  if (events.length === 0)
    return {
      line: ["tillitsim run", ...service.command, sets, tail].filter(Boolean).join(" "),
      file: null,
    };
  return {
    line: ["tillitsim run view.toml", ...service.command.slice(1), sets, tail]
      .filter(Boolean)
      .join(" "),
    file: toml(service, events),
  };
}

function toml(service: Service, events: readonly Change[]): string {
  const text = (value: string) => JSON.stringify(value);
  const blocks = [...service.interventions, ...events].map((each) =>
    [
      "[[interventions]]",
      `name = ${text(each.name)}`,
      `start = ${each.start}`,
      ...(each.stop === null ? [] : [`stop = ${each.stop}`]),
      `ramp = ${each.ramp}`,
      ...(each.share < 1 ? [`share = ${each.share}`, `lottery = ${text(each.lottery)}`] : []),
      "",
      "[interventions.set]",
      ...Object.entries(each.given).map(
        ([name, value]) => `${text(name)} = ${value === null ? '"unset"' : number(value)}`,
      ),
    ].join("\n"),
  );
  return [`extends = ${text(service.command[0] ?? "")}`, ...blocks].join("\n\n").concat("\n");
}
