// The page: what is asked at the top, then the mix, the chain, and what it comes to.

import { useEffect } from "preact/hooks";
import type { Service } from "../engine/data";
import { assumed } from "../state/situation";
import type { Store } from "../state/store";
import { AnswerLine } from "./answer";
import { Chain } from "./chain";
import { Doubts } from "./doubts";
import { Drawer } from "./drawer";
import { Effects } from "./effects";
import { Happenings } from "./happenings";
import { Lessons } from "./lesson";
import { Mixture } from "./mixture";
import { Share } from "./share";
import { Sliders } from "./sliders";
import { Values } from "./values";

const GROUPS: Service["group"][] = ["own", "service", "trial"];

export function App({ store, source }: { store: Store; source: string }) {
  const speech = store.speech.value;
  useEffect(() => {
    document.documentElement.lang = speech.language;
    document.title = speech.say("title");
  }, [speech]);
  return (
    <>
      <a class="skip" href="#main">
        {speech.say("skip")}
      </a>
      <Head store={store} />
      <main id="main" tabIndex={-1} class={store.lesson.value ? "in-lesson" : undefined}>
        <AnswerLine store={store} />
        <div class="column">
          <Mixture store={store} />
          <Happenings store={store} />
          <Task store={store} />
          <Values store={store} />
        </div>
        <div class="column">
          <Chain store={store} />
          <Lessons store={store} />
          <Doubts store={store} />
        </div>
        <div class="column">
          <Effects store={store} />
          <Share store={store} source={source} />
        </div>
      </main>
      <footer>
        <p class="small">
          tillitsim {store.data.version} · {store.data.kernel.fingerprint} · {speech.say("footer")}
        </p>
      </footer>
    </>
  );
}

function Task({ store }: { store: Store }) {
  const speech = store.speech.value;
  return (
    <Drawer name="task" title={speech.say("task")}>
      <Kind store={store} />
    </Drawer>
  );
}

/** What kind of task it is, and what else was set that is not among the assumptions. */
function Kind({ store }: { store: Store }) {
  const { task } = store.data.lab;
  const known = assumed(store.data);
  const others = Object.keys(store.at.values.value).filter(
    (name) => !task.includes(name) && !(known.includes(name) && store.changed.value.includes(name)),
  );
  return (
    <>
      <p>{store.speech.value.of(store.service.value.description)}</p>
      <Sliders store={store} names={[...task, ...others]} sources={false} />
    </>
  );
}

function Head({ store }: { store: Store }) {
  const speech = store.speech.value;
  const languages = Object.keys(store.data.words);
  return (
    <header>
      <h1>{speech.say("title")}</h1>
      <label>
        <span>{speech.say("service")}</span>
        <select
          name="service"
          value={store.service.value.name}
          onChange={(event) => store.toService(event.currentTarget.value)}
        >
          {GROUPS.map((group) => (
            <optgroup key={group} label={speech.say(`group.${group}` as never)}>
              {store.data.services
                .filter((each) => each.group === group)
                .map((each) => (
                  <option key={each.name} value={each.name}>
                    {speech.of(each.title)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <label>
        <span>{speech.say("seed")}</span>
        <input
          type="text"
          inputMode="numeric"
          name="seed"
          size={5}
          value={store.at.seed.value}
          onChange={(event) => store.change({ seed: event.currentTarget.value.trim() })}
        />
      </label>
      <label>
        <span>{speech.say("language")}</span>
        <select
          name="language"
          value={speech.language}
          onChange={(event) => store.change({ language: event.currentTarget.value })}
        >
          {languages.map((each) => (
            <option key={each} value={each} lang={each}>
              {new Intl.DisplayNames([each], { type: "language" }).of(each)}
            </option>
          ))}
        </select>
      </label>
    </header>
  );
}
