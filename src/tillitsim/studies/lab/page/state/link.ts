// A situation as the part of a link after "#", and back; only what is not usual is in it.

import type { Data, Side } from "../engine/data";
import { type Mix, type Situation, sound, usual } from "./situation";

const number = (value: number) => String(Number(value.toPrecision(12)));

function sideToText({ mix, values, happenings }: Side): Record<string, string> {
  const said: Record<string, string> = {};
  if (mix) said.mix = mix.join("-");
  const changed = Object.entries(values).map(([name, value]) => `${name}:${number(value)}`);
  if (changed.length) said.set = changed.join(",");
  if (happenings.length) said.at = happenings.map((each) => each.join(":")).join(",");
  return said;
}

function sideOf(given: URLSearchParams, prefix: string): Side {
  const pairs = (name: string) =>
    (given.get(prefix + name) ?? "")
      .split(",")
      .filter(Boolean)
      .map((each): [string, number] => {
        const cut = each.lastIndexOf(":");
        return [each.slice(0, cut), Number.parseFloat(each.slice(cut + 1))];
      });
  const mix = given.get(`${prefix}mix`)?.split("-").map(Number);
  return {
    mix: mix?.length === 3 ? (mix as Mix) : null,
    values: Object.fromEntries(pairs("set")),
    happenings: pairs("at"),
  };
}

export function toLink(data: Data, now: Situation): string {
  const base = usual(data);
  const said = new URLSearchParams();
  said.set("v", data.version);
  const put = (name: string, value: string | null, before: string | null) => {
    if (value !== null && value !== before) said.set(name, value);
  };
  put("lang", now.language, null);
  put("service", now.service, base.service);
  put("seed", now.seed, base.seed);
  put("month", now.month === null ? null : String(now.month), null);
  put("show", now.outcomes.join(","), base.outcomes.join(","));
  put("map", now.map, base.map);
  put("varies", now.varies, base.varies);
  put("profile", now.profile, base.profile);
  if (now.weights)
    said.set(
      "weights",
      Object.entries(now.weights)
        .map(([name, each]) => `${name}:${number(each)}`)
        .join(","),
    );
  put("lesson", now.lesson, base.lesson);
  if (now.turned) said.set("turn", "1");
  if (now.uncovered) said.set("open", "1");
  for (const [name, value] of Object.entries(sideToText(now))) said.set(name, value);
  for (const [name, value] of Object.entries(sideToText(now.pin))) said.set(`pin.${name}`, value);
  return said.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

export function fromLink(data: Data, link: string): Situation {
  const base = usual(data);
  const given = new URLSearchParams(link.slice(0, 10_000));
  const weights = given.get("weights");
  return sound(data, {
    ...base,
    ...sideOf(given, ""),
    pin: sideOf(given, "pin."),
    language: given.get("lang") ?? base.language,
    service: given.get("service") ?? base.service,
    seed: given.get("seed") ?? base.seed,
    month: given.has("month") ? Number.parseInt(given.get("month") ?? "", 10) : null,
    outcomes: (given.get("show") ?? "").split(","),
    map: given.get("map") ?? base.map,
    varies: given.get("varies") === "chance" ? "chance" : "assumptions",
    profile: given.get("profile"),
    weights: weights === null ? null : sideOf(new URLSearchParams({ set: weights }), "").values,
    lesson: given.get("lesson"),
    turned: given.get("turn") === "1",
    uncovered: given.get("open") === "1",
  });
}
