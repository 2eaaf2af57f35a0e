// The mix as a point in a triangle: drag it, or move it with the arrow keys.

import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import { MIXES } from "../state/asking";
import { type Mix, ownMix, toPercent } from "../state/situation";
import type { Store } from "../state/store";
import { PRINCIPLES, scale } from "./colour";
import { mapValues } from "./map";

const SIDE = 320;
const HEIGHT = (SIDE * Math.sqrt(3)) / 2;
const MARGIN = { x: 50, top: 34, bottom: 34 };
const CORNERS = [
  [MARGIN.x + SIDE / 2, MARGIN.top],
  [MARGIN.x, MARGIN.top + HEIGHT],
  [MARGIN.x + SIDE, MARGIN.top + HEIGHT],
] as const;
const BOX = `0 0 ${SIDE + 2 * MARGIN.x} ${HEIGHT + MARGIN.top + MARGIN.bottom}`;

export function pointOf(mix: Mix): [number, number] {
  const at = (axis: 0 | 1) =>
    mix.reduce((sum, share, i) => sum + (share / 100) * (CORNERS[i]?.[axis] ?? 0), 0);
  return [at(0), at(1)];
}

/** The mix nearest to a point, also of one outside the triangle. */
export function mixAt(x: number, y: number): Mix {
  const competition = (MARGIN.top + HEIGHT - y) / HEIGHT;
  const across = (x - MARGIN.x) / SIDE;
  const trust = across - competition / 2;
  return toPercent(
    [competition, 1 - competition - trust, trust].map((share) => Math.min(1, share)),
  );
}

/** How the arrow keys move the mix, in percent. */
const KEYS: Record<string, Mix> = {
  ArrowUp: [2, -1, -1],
  ArrowDown: [-2, 1, 1],
  ArrowLeft: [0, 1, -1],
  ArrowRight: [0, -1, 1],
};

export function Triangle({ store }: { store: Store }) {
  const svg = useRef<SVGSVGElement>(null);
  const { speech } = store;
  const mix = store.mix.value;
  const [x, y] = pointOf(mix);
  const pinned = store.at.pin.value.mix ?? ownMix(store.data, store.service.value);
  const open = store.at.uncovered.value && !store.covered.value;

  const drag = (event: PointerEvent) => {
    const toScreen = svg.current?.getScreenCTM();
    if (!toScreen) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(toScreen.inverse());
    store.change({ mix: mixAt(x, y) });
  };
  const press = (event: KeyboardEvent) => {
    const step = KEYS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const by = event.shiftKey ? 5 : 1;
    const moved = mix.map((share, i) => Math.max(0, share + (step[i] as number) * by));
    store.change({ mix: toPercent(moved) });
  };
  const said = PRINCIPLES.map((name, i) => `${speech.value.say(name)} ${mix[i]} %`).join(", ");
  return (
    <svg
      ref={svg}
      class="triangle"
      viewBox={BOX}
      role="application"
      aria-roledescription={speech.value.say("triangle.role")}
      aria-label={`${speech.value.say("triangle.label")}: ${said}`}
      tabindex={0}
      onKeyDown={press}
      onPointerDown={(event) => {
        svg.current?.setPointerCapture(event.pointerId);
        drag(event);
      }}
      onPointerMove={(event) => {
        if (svg.current?.hasPointerCapture(event.pointerId)) drag(event);
      }}
    >
      {open ? <Colours store={store} /> : <Ground />}
      <Corners store={store} />
      <circle class="pinned" cx={pointOf(pinned)[0]} cy={pointOf(pinned)[1]} r={12} />
      <circle class="halo" cx={x} cy={y} r={13} />
      <circle class="point" cx={x} cy={y} r={9} />
    </svg>
  );
}

/** How well each mix does. */
function Colours({ store }: { store: Store }) {
  const values = useComputed(() => mapValues(store)).value;
  if (values === null) return <Ground />;
  return (
    <>
      {MIXES.map((each, i) => {
        const [cx, cy] = pointOf(each);
        return (
          <circle
            key={each.join()}
            cx={cx}
            cy={cy}
            r={13}
            fill={scale(values.shares[i] ?? Number.NaN)}
            class={values.best.region[i] ? "best" : undefined}
          />
        );
      })}
    </>
  );
}

function Ground() {
  return (
    <>
      <polygon class="ground" points={CORNERS.map((each) => each.join()).join(" ")} />
      {[20, 40, 60, 80].map((share) => (
        <Grid key={share} share={share} />
      ))}
    </>
  );
}

function Corners({ store }: { store: Store }) {
  const speech = store.speech.value;
  return (
    <>
      {PRINCIPLES.map((name, i) => {
        const [cx, cy] = CORNERS[i] as readonly [number, number];
        return (
          <text
            key={name}
            x={cx}
            y={cy + (i === 0 ? -16 : 26)}
            text-anchor="middle"
            class={`principle ${name}`}
          >
            {speech.say(name)}
          </text>
        );
      })}
    </>
  );
}

function Grid({ share }: { share: number }) {
  const lines = [0, 1, 2].map((i) => {
    const [a, b] = [0, 1, 2].filter((each) => each !== i) as [number, number];
    const ends = [a, b].map((other) => {
      const mix: Mix = [0, 0, 0];
      mix[i] = share;
      mix[other] = 100 - share;
      return pointOf(mix);
    });
    return ends as [[number, number], [number, number]];
  });
  return (
    <>
      {lines.map(([from, to]) => (
        <line key={from.join()} class="grid" x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} />
      ))}
    </>
  );
}
