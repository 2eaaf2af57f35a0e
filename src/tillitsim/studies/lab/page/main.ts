// One script, two roles: the page, and each of its workers.

import { h, render } from "preact";
import type { Data } from "./engine/data";
import type { Question, Run } from "./engine/question";
import { serve } from "./engine/worker";
import { fromLink, toLink } from "./state/link";
import { Pool } from "./state/pool";
import { Store } from "./state/store";
import { App } from "./view/app";

const MOST_WORKERS = 8;

/** A block of the page: base64 of what gzip made of it. */
async function block(id: string): Promise<Response> {
  const text = document.getElementById(id)?.textContent ?? "";
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}

function workers(): number {
  const asked = Number(new URLSearchParams(location.search).get("workers"));
  const usual = Math.max(1, (navigator.hardwareConcurrency || 2) - 1);
  return Math.min(MOST_WORKERS, Number.isInteger(asked) && asked > 0 ? asked : usual);
}

async function start(script: string, source: string) {
  const data: Data = await (await block("data")).json();
  const module = await WebAssembly.compile(await (await block("model")).arrayBuffer());
  const saved = decodeURIComponent(document.getElementById("saved")?.textContent ?? "");
  const situation = fromLink(data, location.hash.slice(1) || saved);
  const pool = new Pool(script, module, data, workers());
  const store = new Store(data, pool, situation);
  const root = document.getElementById("lab") as HTMLElement;
  root.replaceChildren();
  render(h(App, { store, source }), root);
  window.addEventListener("hashchange", () => store.open(location.hash.slice(1)));
  Object.assign(window, {
    lab: {
      store,
      bits: (question: Question, run: Run) => pool.bits(question, run),
      link: () => toLink(data, store.now.value),
    },
  });
}

if (typeof document === "undefined") {
  serve(globalThis as unknown as Parameters<typeof serve>[0]);
} else {
  const script = document.currentScript?.textContent ?? "";
  const source = `<!doctype html>\n${document.documentElement.outerHTML}\n`;
  start(script, source).catch((problem: unknown) => {
    const root = document.getElementById("lab");
    if (root) root.textContent = `${root.dataset.failed ?? ""} ${String(problem)}`;
  });
}
