// The chain with its people one by one, signals on the way down and information on the way up.

import { useEffect, useMemo, useRef } from "preact/hooks";
import type { People as Level } from "../engine/data";
import type { Look } from "../engine/look";
import type { Store } from "../state/store";
import type { Speech } from "../state/words";
import { scale } from "./colour";

const WIDTH = 620;
const LEFT = 120;
const RIGHT = 500;
const LEVELS = [34, 128, 222, 316];
const HEIGHT = 430;
const MOST_DOTS = 1200;
const ARROWS = ["#076b60", "#4b4e93", "#6b4a8f", "#8a5500", "#7a3d1d"];

interface Dot {
  level: number;
  row: number;
  x: number;
  y: number;
  r: number;
  share: number;
}

/** Where everybody stands: unit by unit, side by side. */
export function dotsOf(
  people: readonly Level[],
  look: Look,
  bounds: readonly [number, number][],
): Dot[] {
  return people.flatMap((each, level) => {
    const units = look.units[level] as Int32Array;
    const values = look.values[level] as Float64Array;
    const [low, high] = bounds[level] as [number, number];
    const step = Math.ceil(values.length / MOST_DOTS);
    const groups = new Map<number, number[]>();
    for (let row = 0; row < values.length; row += step) {
      const unit = each.table === "politician" ? row : (units[row] as number);
      const rows = groups.get(unit);
      if (rows) rows.push(row);
      else groups.set(unit, [row]);
    }
    const columns = groups.size;
    const width = (RIGHT - LEFT) / columns;
    const tall = each.table === "citizen" ? HEIGHT - (LEVELS[level] as number) - 4 : 44;
    const made: Dot[] = [];
    [...groups.keys()]
      .sort((a, b) => a - b)
      .forEach((unit, i) => {
        const rows = groups.get(unit) as number[];
        const across = Math.max(1, Math.round(Math.sqrt((rows.length * (width * 0.86)) / tall)));
        const pitch = Math.min((width * 0.86) / across, tall / Math.ceil(rows.length / across), 22);
        rows.forEach((row, n) => {
          const used = Math.min(across, rows.length);
          made.push({
            level,
            row,
            x: LEFT + width * (i + 0.5) + ((n % across) - (used - 1) / 2) * pitch,
            y: (LEVELS[level] as number) + Math.floor(n / across) * pitch,
            r: Math.min(10, pitch * 0.42),
            share: contrast(((values[row] as number) - low) / (high - low || 1)),
          });
        });
      });
    return made;
  });
}

const ENDS = [0.2, 0.8] as const;

/** Most people stand between a fifth and four fifths: the colours are spent there. */
const contrast = (share: number) => (share - ENDS[0]) / (ENDS[1] - ENDS[0]);

const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;

export function Chain({ store }: { store: Store }) {
  const hidden = store.covered.value;
  const shown = !hidden && store.look.value !== null;
  return (
    <section class={`card chain ${hidden ? "covered" : ""}`} aria-labelledby="chain">
      <Title store={store} />
      {shown ? <People store={store} /> : <p>{hidden ? store.speech.value.say("covered") : "…"}</p>}
      <Months store={store} />
    </section>
  );
}

function Title({ store }: { store: Store }) {
  return <h2 id="chain">{store.speech.value.say("chain", { n: store.month.value })}</h2>;
}

function People({ store }: { store: Store }) {
  const look = store.look.value as Look;
  const { people } = store.data.lab;
  const dots = useMemo(() => {
    const bounds = people.map((each): [number, number] => {
      const [low, high] = store.outcome(each.outcome).bounds;
      return [low, high ?? 1];
    });
    return dotsOf(people, look, bounds);
  }, [store, people, look]);
  return (
    <>
      <Drawing store={store} look={look} dots={dots} />
      <Key store={store} />
      <Levels store={store} look={look} />
      <Person store={store} />
    </>
  );
}

/** What the colours and the numbers of the drawing say. */
function Key({ store }: { store: Store }) {
  const speech = store.speech.value;
  return (
    <p class="small ramp">
      <span>{speech.say("chain.low")}</span>
      <span class="stops" aria-hidden="true">
        {[0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => (
          <i key={share} style={{ background: scale(share) }} />
        ))}
      </span>
      <span>{speech.say("chain.high")}</span>
      <span class="signals">
        {store.data.lab.signals.map((name, i) => (
          <span key={name} style={{ color: ARROWS[i % ARROWS.length] }}>
            <span aria-hidden="true">{i + 1}↓</span>{" "}
            {speech.of(store.data.declared.instruments.find((each) => each.name === name)?.label)}
          </span>
        ))}
      </span>
    </p>
  );
}

function Drawing({ store, look, dots }: { store: Store; look: Look; dots: Dot[] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const speech = store.speech.value;
  const chosen = store.person.value;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    canvas.current.width = WIDTH * ratio;
    canvas.current.height = HEIGHT * ratio;
    context.scale(ratio, ratio);
    for (const dot of dots) {
      context.beginPath();
      context.arc(dot.x, dot.y, dot.r, 0, 2 * Math.PI);
      context.fillStyle = scale(dot.share);
      context.fill();
      if (dot.level < 3) {
        context.lineWidth = 0.8;
        context.strokeStyle = "#5b646a";
        context.stroke();
      }
      if (chosen?.level === dot.level && chosen.row === dot.row) {
        context.lineWidth = 2.5;
        context.strokeStyle = "#d1005b";
        context.beginPath();
        context.arc(dot.x, dot.y, dot.r + 3, 0, 2 * Math.PI);
        context.stroke();
      }
    }
  }, [dots, chosen]);

  const choose = (event: MouseEvent) => {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined || dots.length === 0) return;
    const [x, y] = [
      ((event.clientX - box.left) * WIDTH) / box.width,
      ((event.clientY - box.top) * HEIGHT) / box.height,
    ];
    const near = (dot: Dot) => (dot.x - x) ** 2 + (dot.y - y) ** 2;
    const nearest = dots.reduce((best, dot) => (near(dot) < near(best) ? dot : best));
    store.person.value = near(nearest) < 400 ? { level: nearest.level, row: nearest.row } : null;
  };
  const press = (event: KeyboardEvent) => {
    const at = dots.findIndex((dot) => dot.level === chosen?.level && dot.row === chosen.row);
    const level = chosen?.level ?? 0;
    const first = (of: number) => dots.find((dot) => dot.level === of);
    const to = {
      ArrowRight: dots[Math.min(dots.length - 1, at + 1)],
      ArrowLeft: dots[Math.max(0, at - 1)],
      ArrowDown: first(at < 0 ? 0 : Math.min(3, level + 1)),
      ArrowUp: first(Math.max(0, level - 1)),
    }[event.key];
    if (to === undefined && event.key !== "Escape") return;
    event.preventDefault();
    store.person.value = to ? { level: to.level, row: to.row } : null;
  };
  return (
    <div
      class="drawing"
      role="application"
      aria-label={speech.say("chain.label")}
      tabIndex={0}
      onKeyDown={press}
    >
      <Flows store={store} look={look} />
      <canvas ref={canvas} onClick={choose} />
    </div>
  );
}

/** Signals down on the left, as strong as they are; information up on the right, true and told. */
function Flows({ store, look }: { store: Store; look: Look }) {
  const speech = store.speech.value;
  const signals = store.data.lab.signals.map((name, i) => {
    const instrument = store.data.declared.instruments.find((each) => each.name === name);
    return {
      name,
      label: speech.of(instrument?.label),
      down: (look.signalled[i] as number) / (instrument?.ceiling ?? 1),
      held: (look.inForce[i] as number) / (instrument?.ceiling ?? 1),
    };
  });
  const [told, real] = [mean(look.reported), mean(look.quality)];
  const bar = (share: number) => Math.max(2, 13 * Math.min(1, share));
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {store.data.lab.people.map((each, level) => (
        <text key={each.level} x={LEFT + 2} y={(LEVELS[level] as number) - 17} class="level">
          {speech.say(`people.${each.table}` as never)}
        </text>
      ))}
      {signals.map(({ name, label, down, held }, i) => {
        const x = 16 + i * 20;
        return (
          <g key={name} fill={ARROWS[i % ARROWS.length]}>
            <title>{label}</title>
            <text x={x} y={34} class="flow" text-anchor="middle">
              {i + 1}
            </text>
            <path d={arrowDown(x, 40, 118, bar(down))} />
            <path d={arrowDown(x, 134, 212, bar(held))} />
          </g>
        );
      })}
      <text x={6} y={18} class="flow">
        {speech.say("chain.down")}
      </text>
      <g>
        <path d={arrowUp(540, 306, 232, bar(real))} fill="#076b60" />
        <path d={arrowUp(540, 212, 40, bar(told))} fill="#8a3b6b" />
        <text x={560} y={276} class="flow">
          {speech.number(real * 100, 0)}
        </text>
        <text x={560} y={130} class="flow">
          {speech.number(told * 100, 0)}
        </text>
        <text x={506} y={326} class="flow">
          {speech.say("chain.true")}
        </text>
        <text x={506} y={18} class="flow">
          {speech.say("chain.told")}
        </text>
      </g>
    </svg>
  );
}

const arrowDown = (x: number, from: number, to: number, w: number) =>
  `M${x - w / 2} ${from}H${x + w / 2}V${to - 9}H${x + w / 2 + 3}L${x} ${to}L${x - w / 2 - 3} ${to - 9}H${x - w / 2}Z`;
const arrowUp = (x: number, from: number, to: number, w: number) =>
  `M${x - w / 2} ${from}H${x + w / 2}V${to + 9}H${x + w / 2 + 3}L${x} ${to}L${x - w / 2 - 3} ${to + 9}H${x - w / 2}Z`;

/** The same in words and numbers. */
function Levels({ store, look }: { store: Store; look: Look }) {
  const speech = store.speech.value;
  const percent = (value: number) => speech.number(value * 100, 0);
  return (
    <details>
      <summary>{speech.say("chain.numbers")}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{speech.say("chain.who")}</th>
            <th scope="col">{speech.say("chain.how_many")}</th>
            <th scope="col">{speech.say("chain.state")}</th>
            <th scope="col">{speech.say("chain.mean")}</th>
          </tr>
        </thead>
        <tbody>
          {store.data.lab.people.map((each, i) => (
            <tr key={each.level}>
              <th scope="row">{speech.say(`people.${each.table}` as never)}</th>
              <td>{look.values[i]?.length}</td>
              <td>{speech.of(store.outcome(each.outcome).label)}</td>
              <td>{percent(mean(look.values[i] as Float64Array))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <thead>
          <tr>
            <th scope="col">{speech.say("chain.signal")}</th>
            <th scope="col">{speech.say("chain.from_council")}</th>
            <th scope="col">{speech.say("chain.in_units")}</th>
          </tr>
        </thead>
        <tbody>
          {store.data.lab.signals.map((name, i) => (
            <tr key={name}>
              <th scope="row">
                {speech.of(
                  store.data.declared.instruments.find((each) => each.name === name)?.label,
                )}
              </th>
              <td>{speech.number(look.signalled[i] as number, 2)}</td>
              <td>{speech.number(look.inForce[i] as number, 2)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{speech.say("chain.reported")}</th>
            <td>{percent(mean(look.reported))}</td>
            <td>{percent(mean(look.quality))}</td>
          </tr>
        </tbody>
      </table>
    </details>
  );
}

function Person({ store }: { store: Store }) {
  const speech = store.speech.value;
  const person = store.person.value;
  const story = store.story.value;
  if (person === null) return <p class="small">{speech.say("person.choose")}</p>;
  const people = store.data.lab.people[person.level] as Level;
  const at = Math.max(0, store.month.value - 1);
  return (
    <div class="person" aria-live="polite">
      <h3>
        {speech.say(`person.${people.table}` as never, {
          n: person.row + 1,
          unit: (story?.unit ?? 0) + 1,
        })}{" "}
        <button
          type="button"
          class="plain"
          onClick={() => {
            store.person.value = null;
          }}
        >
          {speech.say("close")}
        </button>
      </h3>
      {story?.series.length === people.story.length ? (
        <dl>
          {people.story.map((name, i) => (
            <Fact
              key={name}
              speech={speech}
              label={speech.say(`fact.${name}` as never)}
              series={story.series[i] as Float64Array}
              at={at}
            />
          ))}
        </dl>
      ) : (
        <p>…</p>
      )}
    </div>
  );
}

function Fact({
  speech,
  label,
  series,
  at,
}: {
  speech: Speech;
  label: string;
  series: Float64Array;
  at: number;
}) {
  const value = series[Math.min(at, series.length - 1)] as number;
  const whole = series.every(Number.isInteger);
  const high = Math.max(1, ...series);
  const low = Math.min(0, ...series);
  const points = [...series].map(
    (each, i) => `${(i / series.length) * 90},${20 - ((each - low) / (high - low)) * 18}`,
  );
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {speech.number(value, whole ? 0 : 2)}
        <svg viewBox="0 0 90 22" aria-hidden="true">
          <polyline points={points.join(" ")} fill="none" stroke="#5b5ea6" stroke-width="1.5" />
          <line
            x1={(at / series.length) * 90}
            x2={(at / series.length) * 90}
            y1="0"
            y2="22"
            stroke="#9aa3a8"
          />
        </svg>
      </dd>
    </div>
  );
}

const BEAT = 220;

function Months({ store }: { store: Store }) {
  const speech = store.speech.value;
  const playing = store.playing.value;
  const { months } = store.service.value;
  useEffect(() => {
    if (!playing) return;
    const beat = setInterval(() => {
      const next = store.month.value + 1;
      if (next > months) store.playing.value = false;
      else store.change({ month: next });
    }, BEAT);
    return () => clearInterval(beat);
  }, [playing, months, store]);
  return (
    <div class="months">
      <button
        type="button"
        aria-pressed={playing}
        onClick={() => {
          if (!playing && store.month.value >= months) store.change({ month: 0 });
          store.playing.value = !playing;
        }}
      >
        {speech.say(playing ? "pause" : "play")}
      </button>
      <label>
        <span>{speech.say("month.choose")}</span>
        <input
          type="range"
          name="month"
          min={0}
          max={months}
          value={store.month.value}
          onInput={(event) => store.change({ month: event.currentTarget.valueAsNumber })}
        />
      </label>
      <output>{store.month.value}</output>
    </div>
  );
}
