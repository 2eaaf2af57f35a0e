// Colours: the three principles, and a scale that reads in grey and with colour blindness.

export const PRINCIPLES = ["competition", "regulation", "trust"] as const;
export const INK = "#1d2327";
export const PIN = "#8a3b6b";

/** Stops of cividis (Nuñez, Anderton & Renslow 2018). */
const STOPS = [
  [0, 32, 77],
  [0, 52, 110],
  [57, 73, 107],
  [87, 93, 109],
  [112, 113, 115],
  [138, 134, 120],
  [165, 156, 116],
  [195, 180, 105],
  [225, 205, 85],
  [255, 234, 70],
] as const;

/** The colour of a share from 0 to 1; grey for what is not known. */
export function scale(share: number): string {
  if (!Number.isFinite(share)) return "#c8c8c8";
  const at = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
  const low = STOPS[Math.floor(at)] ?? STOPS[0];
  const high = STOPS[Math.ceil(at)] ?? STOPS[0];
  const part = at - Math.floor(at);
  const mixed = low.map((each, i) => Math.round(each + ((high[i] as number) - each) * part));
  return `rgb(${mixed.join()})`;
}
