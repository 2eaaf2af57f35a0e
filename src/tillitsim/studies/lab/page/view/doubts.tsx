// Why should I believe this? What was met and missed, what is left out, and what it hangs on.

import type { Store } from "../state/store";
import { Sliders } from "./sliders";

const LEFT_OUT = ["left_out.1", "left_out.2", "left_out.3", "left_out.4", "left_out.5"] as const;

export function Doubts({ store }: { store: Store }) {
  const speech = store.speech.value;
  const { findings, current } = store.data.lab.standing;
  const of = (verdict: string) => findings.filter((each) => each.verdict === verdict);
  return (
    <details class="card doubts">
      <summary>
        <h2>{speech.say("doubts")}</h2>
      </summary>
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
            <li key={each.name + each.study}>
              {each.name} <span class="small">({each.study})</span>
            </li>
          ))}
        </ul>
      </details>
      <h3>{speech.say("doubts.left_out")}</h3>
      <ul>
        {LEFT_OUT.map((each) => (
          <li key={each}>{speech.say(each)}</li>
        ))}
      </ul>
      <h3>{speech.say("doubts.assumptions")}</h3>
      <p class="small">{speech.say("doubts.assumptions.about")}</p>
      <Sliders store={store} names={store.data.lab.assumptions} sources />
    </details>
  );
}
