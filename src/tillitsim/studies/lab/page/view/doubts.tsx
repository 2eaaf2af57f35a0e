// Why should I believe this? What was met and missed, what is left out, and what it hangs on.

import type { Level } from "../engine/data";
import { type Ranking, ranking } from "../state/ranking";
import type { Store } from "../state/store";
import type { Speech } from "../state/words";
import { Drawer } from "./drawer";
import { Sliders } from "./sliders";

const LEFT_OUT = ["left_out.1", "left_out.2", "left_out.3", "left_out.4", "left_out.5"] as const;

export function Doubts({ store }: { store: Store }) {
  return (
    <Drawer name="doubts" title={store.speech.value.say("doubts")} open={store.doubting}>
      <Standing store={store} />
      <Assumptions store={store} />
    </Drawer>
  );
}

/** What was met and missed, and what is left out. */
function Standing({ store }: { store: Store }) {
  const speech = store.speech.value;
  const { findings, levels, current } = store.data.lab.standing;
  const of = (verdict: string) => findings.filter((each) => each.verdict === verdict);
  return (
    <>
      <p>
        {speech.say("doubts.findings", {
          hits: of("hit").length,
          n: findings.length,
          misses: of("miss").length,
          open: of("inconclusive").length,
        })}{" "}
        {current ? "" : speech.say("doubts.older")}
      </p>
      <details>
        <summary>{speech.say("doubts.missed")}</summary>
        <ul>
          {of("miss").map((each) => (
            <li key={each.name + each.study} lang="en">
              {each.name} <span class="small">({each.study})</span>
            </li>
          ))}
        </ul>
      </details>
      <Levels speech={speech} levels={levels} />
      <h3>{speech.say("doubts.left_out")}</h3>
      <ul>
        {LEFT_OUT.map((each) => (
          <li key={each}>{speech.say(each)}</li>
        ))}
      </ul>
      <h3>{speech.say("doubts.assumptions")}</h3>
      <p class="small">{speech.say("doubts.assumptions.about")}</p>
    </>
  );
}

/** Published levels, and how far off those are that lie outside their tolerance. */
function Levels({ speech, levels }: { speech: Speech; levels: Level[] }) {
  const inside = (of: Level[]) => of.filter((each) => each.verdict === "inside").length;
  const free = levels.filter((each) => !each.given);
  return (
    <>
      <p>
        {speech.say("doubts.levels", {
          n: levels.length,
          inside: inside(levels),
          free: free.length,
          own: inside(free),
        })}
      </p>
      <details>
        <summary>{speech.say("doubts.levels.missed")}</summary>
        <ul>
          {levels
            .filter((each) => each.verdict === "outside")
            .map(({ quantity, published, simulated, unit }) => (
              <li key={quantity + published}>
                <span lang="en">{speech.capital(quantity)}</span>{" "}
                <span class="small">
                  {speech.say("doubts.level", {
                    published,
                    simulated: speech.number(simulated, Math.abs(simulated) < 10 ? 2 : 0),
                    unit,
                  })}
                </span>
              </li>
            ))}
        </ul>
      </details>
    </>
  );
}

const SHOWN = 10;

/** Those that the answer hangs on most, each with its source and how far it moves the answer. */
function Assumptions({ store }: { store: Store }) {
  const speech = store.speech.value;
  const outcome = store.outcome(store.at.outcomes.value[0] as string);
  const found = rankingNow(store, outcome.name);
  if (store.covered.value) return <p class="small">{speech.say("covered")}</p>;
  if (found === null || found.done < found.of)
    return (
      <>
        <p class="small working">
          {speech.say("doubts.working", { done: found?.done ?? 0, n: found?.of ?? 0 })}
        </p>
        <Sliders store={store} names={store.data.lab.assumptions} sources />
      </>
    );
  const number = (value: number) => speech.signed(value * outcome.factor, outcome.digits);
  const shown = found.hangs.slice(0, SHOWN);
  return (
    <>
      <p class="small">
        {speech.say("doubts.ranked", {
          n: found.of,
          outcome: speech.of(outcome.label),
          usual: number(found.usual),
          unit: speech.of(outcome.reading),
        })}
      </p>
      <Sliders
        store={store}
        names={shown.map(({ parameter }) => parameter.name)}
        sources
        about={shown.map(({ low, high }) =>
          speech.say("doubts.moves", { low: number(low), high: number(high) }),
        )}
      />
    </>
  );
}

function rankingNow(store: Store, outcome: string): Ranking | null {
  const answered = store.answers.doubts.value;
  const at = answered?.outcomes.indexOf(outcome) ?? -1;
  if (answered === null || at < 0) return null;
  return ranking(store.data, store.now.value, answered.answers, at);
}
