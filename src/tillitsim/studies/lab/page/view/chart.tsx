// One outcome over the months: the median, a band over the runs, and the pinned comparison.

import type { ReadonlySignal } from "@preact/signals";
import type { Band } from "../state/statistics";
import { INK, PIN } from "./colour";

export interface Shown {
  band: Band | null;
  first: Float64Array;
  pinned: Float64Array | null;
  happenings: number[];
  month: ReadonlySignal<number>;
  factor: number;
  low: number;
  high: number;
  ticks: [string, string];
  months: string;
  title: string;
}

export const WIDTH = 260;
export const HEIGHT = 96;
const LEFT = 40;
const BOTTOM = 18;
const TOP = 6;

const tenths = (length: number) => Math.round(length * 10) / 10;

/** A chart that stands alone as SVG too: every colour is an attribute. */
export function Chart({
  band,
  first,
  pinned,
  happenings,
  month,
  factor,
  low,
  high,
  ticks,
  months,
  title,
}: Shown) {
  const count = first.length;
  const x = (at: number) => tenths(LEFT + (at / Math.max(1, count - 1)) * (WIDTH - LEFT - 4));
  const y = (value: number) =>
    tenths(
      TOP +
        (1 - Math.min(1, Math.max(0, (value * factor - low) / (high - low || 1)))) *
          (HEIGHT - TOP - BOTTOM),
    );
  const path = (values: Float64Array) => {
    let made = "";
    let drawing = false;
    values.forEach((value, at) => {
      if (Number.isFinite(value)) made += `${drawing ? "L" : "M"}${x(at)} ${y(value)}`;
      drawing = Number.isFinite(value);
    });
    return made;
  };
  const area = (of: Band) => {
    let up = "";
    let down = "";
    of.low.forEach((value, at) => {
      const top = of.high[at] as number;
      if (!Number.isFinite(value + top)) return;
      up += `${up ? "L" : "M"}${x(at)} ${y(top)}`;
      down = `L${x(at)} ${y(value)}${down}`;
    });
    return up && `${up}${down}Z`;
  };
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={title}
      xmlns="http://www.w3.org/2000/svg"
    >
      <rect
        x={LEFT}
        y={TOP}
        width={WIDTH - LEFT - 4}
        height={HEIGHT - TOP - BOTTOM}
        fill="#f6f7f5"
      />
      {happenings.map((at, i) => (
        <line
          key={i}
          x1={x(at)}
          x2={x(at)}
          y1={TOP}
          y2={HEIGHT - BOTTOM}
          stroke="#a15c00"
          stroke-width="1.5"
          stroke-dasharray="2 2"
        />
      ))}
      <Marker month={month} x={x} />
      {band ? <path d={area(band)} fill="#0b8577" fill-opacity="0.22" /> : null}
      {pinned ? (
        <path d={path(pinned)} fill="none" stroke={PIN} stroke-width="1.6" stroke-dasharray="5 3" />
      ) : null}
      <path
        d={path(band ? band.median : first)}
        fill="none"
        stroke="#076b60"
        stroke-width="2"
        stroke-linejoin="round"
      />
      <line x1={LEFT} x2={LEFT} y1={TOP} y2={HEIGHT - BOTTOM} stroke="#6b757b" />
      <line x1={LEFT} x2={WIDTH - 4} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} stroke="#6b757b" />
      <g font-size="14" font-family="system-ui, sans-serif" fill={INK}>
        <text x={LEFT - 4} y={TOP + 10} text-anchor="end">
          {ticks[1]}
        </text>
        <text x={LEFT - 4} y={HEIGHT - BOTTOM} text-anchor="end">
          {ticks[0]}
        </text>
        <text x={WIDTH - 4} y={HEIGHT - 3} text-anchor="end">
          {months}
        </text>
      </g>
    </svg>
  );
}

/** The month that the chain is shown in. */
function Marker({ month, x }: { month: ReadonlySignal<number>; x: (month: number) => number }) {
  const at = x(Math.max(0, month.value - 1));
  return <line x1={at} x2={at} y1={TOP} y2={HEIGHT - BOTTOM} stroke="#9aa3a8" stroke-width="1" />;
}
