// What Python exports: see export.py. Nothing of it is written by hand here.

export type Language = string;
export type Words = Record<Language, string>;

export interface Leaf {
  path: string;
  dimensions: number;
  dtype?: string;
  itemsize: number;
  fields?: Record<string, [string, number]>;
}

export type Door = "places" | "arms" | "everybody" | "months";

export interface Kernel {
  /** The kernels that a run calls, by what they do. */
  doors: Record<Door, string>;
  failed: number;
  header: number;
  layout: Leaf[];
  stack: number;
  fingerprint: string;
}

export interface Parameter {
  name: string;
  default: number | null;
  bounds: [number, number];
  range: [number, number];
  whole: boolean;
  label: Words;
  unit: Words;
  source: Words;
}

export interface Instrument {
  name: string;
  enabling: boolean;
  ceiling: number;
  label: Words;
}

/** A number, a counter's name, or an operation on such. */
export type Expression = number | null | string | [string, ...Expression[]];

export interface Outcome {
  name: string;
  level: string;
  better: number;
  factor: number;
  digits: number;
  over: "mean" | "total" | "end";
  label: Words;
  reading: Words;
  matters: number;
  bounds: [number, number | null];
  of: Expression;
}

export interface Declared {
  parameters: Parameter[];
  plain: number;
  instruments: Instrument[];
  held: number[];
  mix: [number, number, number];
  ideal: [number, number, number];
  counters: { name: string; factor: number }[];
  outcomes: Outcome[];
  levels: Record<string, Words>;
  staff: { lanes: number; span: number; columns: Record<string, number> };
}

export interface Change {
  name: string;
  given: Record<string, number | null>;
  start: number;
  stop: number | null;
  ramp: number;
  share: number;
  lottery: "unit" | "council";
}

export interface Service {
  name: string;
  group: "own" | "service" | "trial" | "steering";
  title: Words;
  description: Words;
  /** In each language, texts that are said otherwise here: a citizen may be a patient, or a pupil. */
  called: Record<Language, Record<string, string>>;
  command: string[];
  digest: string;
  months: number;
  burnIn: number;
  /** For each sector, the values that differ from the defaults, by position. */
  sectors: Record<string, number | null>[];
  /** For each sector, positions of what a world may not change. */
  own: number[][];
  interventions: Change[];
  without: string[];
  groups: number;
  /** Extents of each leaf's array; a word stands for what the question decides. */
  shapes: (number | "rows" | "months")[][];
  bytes: Record<string, string>;
  block: number[];
  around: number[][];
}

/** Who is drawn on a level of the chain, and what colours the dot. */
export interface People {
  level: string;
  table: "politician" | "manager" | "staff" | "citizen";
  outcome: string;
  column: string;
  /** With it, the value is column / (column + against). */
  against: string | null;
  /** The table that the value is read from and averaged by unit, if not its own. */
  from: string | null;
  story: string[];
}

export interface Happening {
  name: string;
  kind: "event" | "reform";
  title: Words;
  source: Words;
  changes: Change[];
}

export interface Side {
  mix: [number, number, number] | null;
  values: Record<string, number>;
  happenings: [string, number][];
}

export type Guess = "up" | "same" | "down";

/** What a lesson says that the model answers. */
export type Answer = Guess | "unknown";

export interface Case {
  service: string;
  outcome: string;
  before: Side;
  after: Side;
  answer: Answer;
  text: Words;
  explanation: Words;
}

export interface Lesson {
  name: string;
  order: number;
  title: Words;
  intro: Words;
  case: Case;
  turn: Case;
  sources: string[];
  teacher: { discuss: Words; before: Words; after: Words };
}

export interface Profile {
  name: string;
  title: Words;
  says: Words;
  source: string;
  weights: Record<string, number>;
}

/** A published level that the model was held against. */
export interface Level {
  quantity: string;
  published: string;
  unit: string;
  verdict: string;
  /** Whether a scenario was set from it. */
  given: boolean;
  simulated: number;
}

export interface Standing {
  findings: { name: string; study: string; verdict: string }[];
  levels: Level[];
  current: boolean;
}

export interface Lab {
  outcomes: string[];
  map: string;
  people: People[];
  signals: string[];
  assumptions: string[];
  task: string[];
  regimes: { name: string; title: Words; mix: [number, number, number]; told: Words }[];
  happenings: Happening[];
  profiles: Profile[];
  lessons: Lesson[];
  likelihood: { scale: [number, string][]; fewest: number; spread: [number, number] };
  standing: Standing;
}

export interface Data {
  version: string;
  language: Language;
  first: string;
  kernel: Kernel;
  declared: Declared;
  services: Service[];
  worlds: { positions: number[]; values: string; count: number };
  lab: Lab;
  words: Record<Language, Record<string, string>>;
}
