// Where the page stands: everything that a link holds, with what is possible and what is usual.

import type { Data, Profile, Service, Side } from "../engine/data";

export type Mix = [number, number, number];

export interface Situation extends Side {
  language: string;
  service: string;
  seed: string;
  /** The month that the chain is shown in; null is the last. */
  month: number | null;
  outcomes: string[];
  map: string;
  varies: "assumptions" | "chance";
  pin: Side;
  profile: string | null;
  weights: Record<string, number> | null;
  lesson: string | null;
  /** Whether the lesson is at its second case. */
  turned: boolean;
  uncovered: boolean;
}

export const AS_IT_IS: Side = { mix: null, values: {}, happenings: [] };
export const SHOWN = 6;
const MOST_HAPPENINGS = 12;

export function usual(data: Data): Situation {
  return {
    ...AS_IT_IS,
    language: data.language,
    service: data.first,
    seed: "0",
    month: null,
    outcomes: data.lab.outcomes,
    map: data.lab.map,
    varies: "assumptions",
    pin: AS_IT_IS,
    profile: null,
    weights: null,
    lesson: null,
    turned: false,
    uncovered: false,
  };
}

export function serviceOf(data: Data, name: string): Service {
  return (data.services.find((each) => each.name === name) ?? data.services[0]) as Service;
}

/** The mix that a service is steered by until something is changed, in percent. */
export function ownMix(data: Data, service: Service): Mix {
  const values = service.sectors[0] ?? {};
  const shares = data.declared.mix.map(
    (at) => (values[at] ?? data.declared.parameters[at]?.default ?? 0) * 100,
  );
  return toPercent(shares);
}

/** Three shares as whole percent that sum to a hundred: the largest remainders are rounded up. */
export function toPercent(shares: readonly number[]): Mix {
  const least = shares.map((each) => Math.max(0, Number.isFinite(each) ? each : 0));
  const total = least.reduce((a, b) => a + b, 0);
  const exact = total > 0 ? least.map((each) => (each * 100) / total) : [34, 33, 33];
  const whole = exact.map(Math.floor);
  const order = [0, 1, 2].sort(
    (a, b) => ((exact[b] as number) % 1) - ((exact[a] as number) % 1) || a - b,
  );
  for (let left = 100 - whole.reduce((a, b) => a + b, 0), i = 0; left > 0; left--, i++) {
    const at = order[i % 3] as number;
    whole[at] = (whole[at] as number) + 1;
  }
  return whole as Mix;
}

/** One share set; the two others keep their ratio. */
export function withShare(mix: Mix, index: number, percent: number): Mix {
  const share = Math.min(100, Math.max(0, Math.round(percent)));
  const others = [0, 1, 2].filter((i) => i !== index);
  const [a, b] = others as [number, number];
  const rest = 100 - share;
  const before = mix[a] + mix[b];
  const first = before > 0 ? Math.round((rest * mix[a]) / before) : Math.round(rest / 2);
  const made: Mix = [0, 0, 0];
  made[index] = share;
  made[a] = first;
  made[b] = rest - first;
  return made;
}

const clamped = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** A side as far as it is possible: known parameters within their bounds, known happenings. */
export function possible(data: Data, service: Service, side: Side): Side {
  const values: Record<string, number> = {};
  for (const [name, value] of Object.entries(side.values)) {
    const parameter = data.declared.parameters.find((each) => each.name === name);
    if (parameter === undefined || !changeable(data, name) || !Number.isFinite(value)) continue;
    const inside = clamped(value, parameter.bounds[0], parameter.bounds[1]);
    values[name] = parameter.whole ? Math.round(inside) : inside;
  }
  const happenings = side.happenings
    .filter(
      ([name, month]) =>
        data.lab.happenings.some((each) => each.name === name) && Number.isFinite(month),
    )
    .slice(0, MOST_HAPPENINGS)
    .map(([name, month]): [string, number] => [
      name,
      clamped(Math.round(month), 0, service.months - 1),
    ]);
  return { mix: side.mix && toPercent(side.mix), values, happenings };
}

/** Names of what the worlds of the page differ in. */
export const assumed = (data: Data): string[] =>
  data.worlds.positions.map((at) => data.declared.parameters[at]?.name ?? "");

/** Whether the page may change a parameter: it has a slider, is assumed, or a lesson sets it. */
export function changeable(data: Data, name: string): boolean {
  const sides = data.lab.lessons.flatMap(({ case: one, turn }) =>
    [one, turn].flatMap(({ before, after }) => [before, after]),
  );
  return (
    data.lab.task.includes(name) ||
    assumed(data).includes(name) ||
    sides.some(({ values }) => Object.hasOwn(values, name))
  );
}

/** A situation as far as it is possible; what is not falls back to what is usual. */
export function sound(data: Data, given: Situation): Situation {
  const base = usual(data);
  const service = serviceOf(data, given.service);
  const known = (name: string) => data.declared.outcomes.some((each) => each.name === name);
  const outcomes = base.outcomes.map((name, i) => {
    const wanted = given.outcomes[i];
    return wanted !== undefined && known(wanted) ? wanted : name;
  });
  const profile: Profile | undefined = data.lab.profiles.find(
    (each) => each.name === given.profile,
  );
  const weights =
    given.weights &&
    Object.fromEntries(
      Object.entries(given.weights)
        .filter(([name, weight]) => known(name) && Number.isFinite(weight))
        .map(([name, weight]) => [name, clamped(weight, 0, 100)]),
    );
  return {
    ...base,
    ...possible(data, service, given),
    language: Object.hasOwn(data.words, given.language) ? given.language : base.language,
    service: service.name,
    seed: /^\d{1,18}$/.test(given.seed) ? String(BigInt(given.seed)) : base.seed,
    month:
      given.month === null || !Number.isFinite(given.month)
        ? null
        : clamped(Math.round(given.month), 0, service.months),
    outcomes,
    map: known(given.map) ? given.map : base.map,
    varies: given.varies === "chance" ? "chance" : "assumptions",
    pin: possible(data, service, given.pin),
    profile: profile?.name ?? null,
    weights,
    lesson: data.lab.lessons.some((each) => each.name === given.lesson) ? given.lesson : null,
    turned: given.turned === true,
    uncovered: given.uncovered === true,
  };
}

/** A situation in which what is as it was before is the same object, so that nothing follows. */
export function kept(before: Situation, after: Situation): Situation {
  const names = Object.keys(after) as (keyof Situation)[];
  const old = names.filter((each) => JSON.stringify(before[each]) === JSON.stringify(after[each]));
  if (old.length === names.length) return before;
  return { ...after, ...Object.fromEntries(old.map((each) => [each, before[each]])) };
}

/** Assumptions that are not the usual ones; what a lesson sets belongs to its question. */
export function changedAssumptions(
  data: Data,
  now: Pick<Situation, "lesson" | "values">,
): string[] {
  const lesson = data.lab.lessons.find((each) => each.name === now.lesson);
  const asked = [lesson?.case.after.values, lesson?.turn.after.values];
  const known = new Set(assumed(data));
  return Object.keys(now.values).filter(
    (name) => known.has(name) && !asked.some((values) => values?.[name] === now.values[name]),
  );
}
