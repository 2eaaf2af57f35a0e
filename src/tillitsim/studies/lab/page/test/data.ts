// A small stand-in for what Python exports, for tests of what does not run the model.

import type { Data, Parameter, Side } from "../engine/data";

const words = { en: "x", sv: "x" };
const names = [
  "mix.competition",
  "mix.regulation",
  "mix.trust",
  "mix.intensity",
  "effort.strength",
  "task.variety",
];
const ideal = ["managers.competition", "managers.regulation", "managers.trust"];

const parameter = (name: string): Parameter => ({
  name,
  default: name.startsWith("managers.")
    ? null
    : name.startsWith("mix.") && name !== "mix.intensity"
      ? 1 / 3
      : 1,
  bounds: [0, 3],
  range: [0, 2],
  whole: false,
  label: words,
  unit: words,
  source: words,
});

const outcome = (name: string) => ({
  name,
  level: "staff",
  better: 1,
  factor: 100,
  digits: 1,
  over: "mean" as const,
  label: words,
  reading: words,
  matters: 0.01,
  bounds: [0, 1] as [number, number],
  of: null,
});

const side = (values: Record<string, number>): Side => ({ mix: null, values, happenings: [] });

/** A lesson that sets what has no slider. */
const lesson = {
  name: "one",
  order: 1,
  case: { service: "town", outcome: "a", answer: "up", before: side({}), after: side({}) },
  turn: {
    service: "town",
    outcome: "a",
    answer: "down",
    before: side({ "mix.intensity": 1 }),
    after: side({ "mix.intensity": 2, "effort.strength": 0.5 }),
  },
};

export const data = {
  version: "1",
  language: "sv",
  first: "town",
  words: { en: {}, sv: {} },
  declared: {
    parameters: [...names, ...ideal].map(parameter),
    plain: names.length + ideal.length,
    instruments: [],
    held: [],
    mix: [0, 1, 2],
    ideal: [6, 7, 8],
    outcomes: ["a", "b", "c"].map(outcome),
    counters: [],
    levels: {},
    staff: { lanes: 16, span: 1, columns: {} },
  },
  services: [
    {
      name: "town",
      group: "own",
      called: { sv: { kund: "elev" }, en: {} },
      command: ["demonstration", "--set", "chain.units=6"],
      months: 120,
      burnIn: 24,
      sectors: [{}],
      own: [[]],
      interventions: [],
    },
  ],
  worlds: { positions: [4], values: "", count: 20 },
  lab: {
    outcomes: ["a", "b"],
    map: "a",
    people: [],
    signals: [],
    assumptions: ["effort.strength"],
    task: ["task.variety"],
    regimes: [],
    profiles: [{ name: "p", title: words, source: "", weights: { c: 1 } }],
    lessons: [lesson],
    likelihood: {
      scale: [
        [0.9, "very likely"],
        [0.66, "likely"],
        [0.33, "about as likely as not"],
        [0, "unlikely"],
      ],
      fewest: 8,
      spread: [5, 95],
    },
    happenings: [
      {
        name: "cut",
        kind: "event",
        title: words,
        source: words,
        changes: [
          {
            name: "cut",
            given: { "task.variety": 2 },
            start: 0,
            stop: 12,
            ramp: 0,
            share: 1,
            lottery: "unit",
          },
        ],
      },
      {
        name: "slow",
        kind: "reform",
        title: words,
        source: words,
        changes: [
          {
            name: "slow",
            given: { "task.variety": 2 },
            start: 2,
            stop: null,
            ramp: 12,
            share: 1,
            lottery: "unit",
          },
        ],
      },
    ],
  },
} as unknown as Data;
