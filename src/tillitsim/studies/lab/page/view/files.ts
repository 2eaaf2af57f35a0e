// Files that are made in the page: its own text with the situation in it, pictures, numbers.

import type { Store } from "../state/store";
import { HEIGHT, WIDTH } from "./chart";

const SAVED = /<script type="text\/plain" id="saved">[^<]*<\/script>/;

const escaped = (text: string) => text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);

/** The page's own text, which opens where it stood. */
export function savedPage(source: string, link: string): string {
  return source.replace(
    SAVED,
    () => `<script type="text/plain" id="saved">${encodeURIComponent(link)}</script>`,
  );
}

/** All charts on one sheet, each under its name. */
export function picture(store: Store): string {
  const charts = [...document.querySelectorAll(".effect svg.chart")];
  const speech = store.speech.value;
  const [columns, gap, head] = [2, 30, 56];
  const rows = Math.ceil(charts.length / columns);
  const [width, height] = [columns * (WIDTH + gap) + gap, head + rows * (HEIGHT + gap + 14) + 30];
  const parts = charts.map((chart, i) => {
    const x = gap + (i % columns) * (WIDTH + gap);
    const y = head + Math.floor(i / columns) * (HEIGHT + gap + 14);
    const name = store.now.value.outcomes[i] as string;
    const label = escaped(speech.capital(speech.of(store.outcome(name).label)));
    const reading = escaped(speech.of(store.outcome(name).reading));
    return `<g transform="translate(${x} ${y})"><text y="0" font-size="13" font-weight="bold">${label}</text><text y="14" font-size="10">${reading}</text><svg y="18" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${chart.innerHTML}</svg></g>`;
  });
  const mix = store.mix.value.map((share) => `${share} %`).join(" / ");
  const title = escaped(speech.of(store.service.value.title));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" fill="#1d2327"><rect width="100%" height="100%" fill="#fff"/><text x="${gap}" y="26" font-size="17" font-weight="bold">${title}</text><text x="${gap}" y="42" font-size="12">${escaped(speech.say("picture.mix", { mix }))}</text>${parts.join("")}<text x="${gap}" y="${height - 10}" font-size="10">tillitsim ${store.data.version} ${store.data.kernel.fingerprint}, ${escaped(speech.say("seed"))} ${store.now.value.seed}</text></svg>`;
}

export function pixels(svg: string): Promise<Blob | null> {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = image.width * 2;
      canvas.height = image.height * 2;
      canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(resolve, "image/png");
    };
    image.onerror = () => resolve(null);
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });
}

/** Every run, month and outcome that is shown, of both sides. */
export function csv(store: Store): string {
  const lines = ["side,run,world,replicate,month,outcome,value"];
  for (const side of ["now", "pin"] as const) {
    const found = store.answers[side].value;
    found?.answers.forEach((answer, run) => {
      if (answer === undefined) return;
      for (const name of store.now.value.outcomes) {
        const at = found.outcomes.indexOf(name);
        if (at < 0) continue;
        for (let month = 0; month < answer.series.length / found.outcomes.length; month++) {
          const value = answer.series[month * found.outcomes.length + at] as number;
          const { world, replicate } = answer.run;
          lines.push(
            [side, run, world, replicate, month, name, Number.isFinite(value) ? value : ""].join(),
          );
        }
      }
    });
  }
  return `${lines.join("\n")}\n`;
}
