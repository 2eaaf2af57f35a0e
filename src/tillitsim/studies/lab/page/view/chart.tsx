// One outcome over the months: the median, a band over the runs, and the pinned comparison.

import type { Band } from "../state/statistics";
import { INK, PIN } from "./colour";

export interface Shown {
  band: Band | null;
  first: Float64Array;
  pinned: Float64Array | null;
  happenings: number[];
  month: number;
  factor: number;
  low: number;
  high: number;
  ticks: [string, string];
  months: string;
  title: string;
}

export const WIDTH = 260;
export const HEIGHT = 96;
const LEFT = 34;
const BOTTOM = 15;
const TOP = 6;

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
  const x = (at: number) => LEFT + (at / Math.max(1, count - 1)) * (WIDTH - LEFT - 4);
  const y = (value: number) =>
    TOP +
    (1 - Math.min(1, Math.max(0, (value * factor - low) / (high - low || 1)))) *
      (HEIGHT - TOP - BOTTOM);
  const path = (values: Float64Array) => {
    let made = "";
    let drawing = false;
    values.forEach((value, at) => {
      if (!Number.isFinite(value)) {
        drawing = false;
        return;
      }
      made += `${drawing ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
      drawing = true;
    });
    return made;
  };
  const area = (of: Band) => {
    const there = [...of.low.keys()].filter(
      (at) => Number.isFinite(of.low[at]) && Number.isFinite(of.high[at]),
    );
    const up = there.map((at) => `${x(at).toFixed(1)} ${y(of.high[at] as number).toFixed(1)}`);
    const down = there
      .reverse()
      .map((at) => `${x(at).toFixed(1)} ${y(of.low[at] as number).toFixed(1)}`);
    return up.length ? `M${[...up, ...down].join("L")}Z` : "";
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
      {happenings.map((at) => (
        <line
          key={at}
          x1={x(at)}
          x2={x(at)}
          y1={TOP}
          y2={HEIGHT - BOTTOM}
          stroke="#a15c00"
          stroke-width="1.5"
          stroke-dasharray="2 2"
        />
      ))}
      <line
        x1={x(month - 1)}
        x2={x(month - 1)}
        y1={TOP}
        y2={HEIGHT - BOTTOM}
        stroke="#9aa3a8"
        stroke-width="1"
      />
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
      <g font-size="11" font-family="system-ui, sans-serif" fill={INK}>
        <text x={LEFT - 4} y={TOP + 8} text-anchor="end">
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
