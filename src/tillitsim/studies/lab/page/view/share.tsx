// To take away: the link, the page as it stands, the command, pictures and numbers.

import { useState } from "preact/hooks";
import { command } from "../state/asking";
import { toLink } from "../state/link";
import type { Store } from "../state/store";
import { Drawer } from "./drawer";
import { csv, picture, pixels, savedPage } from "./files";

function download(name: string, content: Blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function Share({ store, source }: { store: Store; source: string }) {
  return (
    <Drawer name="share" title={store.speech.value.say("share")}>
      <Ways store={store} source={source} />
    </Drawer>
  );
}

function Ways({ store, source }: { store: Store; source: string }) {
  const speech = store.speech.value;
  const [said, say] = useState("");
  const { line, file } = command(store.data, store.now.value);
  const text = (name: string, content: string, type: string) =>
    download(name, new Blob([content], { type }));
  const copy = async (what: string) => {
    try {
      await navigator.clipboard.writeText(what);
      say(speech.say("copied"));
    } catch {
      say(speech.say("copy.failed"));
    }
  };
  return (
    <>
      <div class="buttons">
        <button
          type="button"
          onClick={() =>
            copy(`${location.href.split("#")[0]}#${toLink(store.data, store.now.value)}`)
          }
        >
          {speech.say("share.link")}
        </button>
        <button
          type="button"
          onClick={() =>
            text(
              "tillitsim-lab.html",
              savedPage(source, toLink(store.data, store.now.value)),
              "text/html",
            )
          }
        >
          {speech.say("share.page")}
        </button>
        <button
          type="button"
          onClick={() => text("tillitsim-lab.svg", picture(store), "image/svg+xml")}
        >
          SVG
        </button>
        <button
          type="button"
          onClick={async () => {
            const made = await pixels(picture(store));
            if (made) download("tillitsim-lab.png", made);
          }}
        >
          PNG
        </button>
        <button type="button" onClick={() => text("tillitsim-lab.csv", csv(store), "text/csv")}>
          CSV
        </button>
        <button type="button" onClick={() => window.print()}>
          {speech.say("print")}
        </button>
      </div>
      <p role="status" class="small">
        {said}
      </p>
      <h3>{speech.say("share.command")}</h3>
      <p class="small">{speech.say("share.command.about")}</p>
      {file ? (
        <>
          <p class="small">view.toml</p>
          <pre>{file}</pre>
          <button type="button" onClick={() => text("view.toml", file, "application/toml")}>
            {speech.say("share.toml")}
          </button>
        </>
      ) : null}
      <pre class="command">{line}</pre>
      <button type="button" onClick={() => copy(line)}>
        {speech.say("copy")}
      </button>
    </>
  );
}
