// A lesson: a question, a guess, the answer, why, and a case where the answer turns round.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Case as Asked, Lesson as Content, Guess, Side } from "../engine/data";
import { claims, guessOf } from "../state/claims";
import { ownMix } from "../state/situation";
import type { Verdict } from "../state/statistics";
import type { Store } from "../state/store";
import { differenceOf, verdictText } from "./effects";

const GUESSES: Guess[] = ["up", "same", "down"];

export function Lessons({ store }: { store: Store }) {
  const speech = store.speech.value;
  const lesson = store.lesson.value;
  return (
    <section class="card lessons" aria-labelledby="lessons">
      <label>
        <h2 id="lessons">{speech.say("lessons")}</h2>
        <select
          name="lesson"
          value={lesson?.name ?? ""}
          onChange={(event) => store.toLesson(event.currentTarget.value || null)}
        >
          <option value="">{speech.say("lessons.none")}</option>
          {store.data.lab.lessons.map((each, i) => (
            <option key={each.name} value={each.name}>
              {i + 1}. {speech.of(each.title)}
            </option>
          ))}
        </select>
      </label>
      {lesson ? (
        <Lesson key={lesson.name} store={store} lesson={lesson} />
      ) : (
        <p class="small">{speech.say("lessons.about")}</p>
      )}
    </section>
  );
}

function Lesson({ store, lesson }: { store: Store; lesson: Content }) {
  const speech = store.speech.value;
  const turned = store.at.turned.value;
  const { lessons } = store.data.lab;
  const next = lessons[lessons.indexOf(lesson) + 1];
  return (
    <div class="lesson">
      <p>{speech.of(lesson.intro)}</p>
      <Case key={turned ? "turn" : "case"} store={store} lesson={lesson} turned={turned} />
      {store.covered.value ? null : (
        <button
          type="button"
          class={turned && next ? undefined : "strong"}
          onClick={() => goOn(store, lesson, !turned)}
        >
          {speech.say(turned ? "lesson.again" : "lesson.turn")}
        </button>
      )}{" "}
      {turned && !store.covered.value && next ? (
        <button type="button" class="strong" onClick={() => goOn(store, next, false)}>
          {speech.say("lesson.next")}
        </button>
      ) : null}
      <Teacher store={store} lesson={lesson} />
    </div>
  );
}

/** To a question; the button that leads there goes away, so the focus goes along. */
function goOn(store: Store, lesson: Content, turned: boolean) {
  store.toLesson(lesson.name, turned);
  requestAnimationFrame(() => document.getElementById("question")?.focus());
}

function Case({ store, lesson, turned }: { store: Store; lesson: Content; turned: boolean }) {
  const speech = store.speech.value;
  const [guess, choose] = useState<Guess | null>(null);
  const [counts, count] = useState<Record<Guess, number>>({ up: 0, same: 0, down: 0 });
  const given = turned ? lesson.turn : lesson.case;
  const outcome = store.outcome(given.outcome);
  const covered = store.covered.value;
  const label = speech.short(outcome.label);
  return (
    <>
      <p class="question" id="question" tabIndex={-1}>
        {speech.of(given.text)}
      </p>
      <Compared store={store} given={given} />
      <fieldset disabled={!covered}>
        <legend>{speech.say("guess", { outcome: label })}</legend>
        {GUESSES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="guess"
              value={each}
              checked={guess === each}
              onChange={() => choose(each)}
            />{" "}
            {speech.say(`guess.${each}`)}
          </label>
        ))}
      </fieldset>
      <details class="class">
        <summary>{speech.say("class")}</summary>
        <fieldset class="counts" disabled={!covered}>
          <legend class="small">{speech.say("class.about")}</legend>
          {GUESSES.map((each) => (
            <Hands
              key={each}
              name={`class-${each}`}
              label={speech.say(`guess.${each}`)}
              count={counts[each]}
              then={(many) => count({ ...counts, [each]: many })}
            />
          ))}
        </fieldset>
      </details>
      {covered ? (
        <button
          type="button"
          class="strong"
          disabled={guess === null && GUESSES.every((each) => counts[each] === 0)}
          onClick={() => store.reveal()}
        >
          {speech.say("reveal")}
        </button>
      ) : (
        <Reveal
          store={store}
          guess={guess}
          counts={counts}
          given={given}
          sources={lesson.sources}
        />
      )}
    </>
  );
}

const MOST = 999;

/** How many of a class guess this: a hand more or fewer at a press, or the number typed. */
function Hands({
  name,
  label,
  count,
  then,
}: {
  name: string;
  label: string;
  count: number;
  then: (many: number) => void;
}) {
  const to = (many: number) =>
    then(Number.isFinite(many) ? Math.min(MOST, Math.max(0, Math.round(many))) : 0);
  return (
    <div class="hands">
      <label for={name}>{label}</label>
      <button type="button" aria-label={`${label} −1`} onClick={() => to(count - 1)}>
        −
      </button>
      <input
        type="number"
        id={name}
        name={name}
        min={0}
        max={MOST}
        value={count}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => to(event.currentTarget.valueAsNumber)}
      />
      <button type="button" aria-label={`${label} +1`} onClick={() => to(count + 1)}>
        +
      </button>
    </div>
  );
}

/** The two sides, as far as they are set: what is the same, and what differs. */
function Compared({ store, given }: { store: Store; given: Asked }) {
  const speech = store.speech.value;
  const service = store.data.services.find(({ name }) => name === given.service);
  if (service === undefined) return null;
  const sides = [given.before, given.after];
  const mix = (side: Side) => (side.mix ?? ownMix(store.data, service)).join(" / ");
  const names = new Set(sides.flatMap(({ values }) => Object.keys(values)));
  const happens = sides.some(({ happenings }) => happenings.length > 0);
  const row = (label: string, cells: string[]) => (
    <tr key={label} class={cells[0] === cells[1] ? undefined : "differs"}>
      <th scope="row">{label}</th>
      {cells.map((cell, i) => (
        <td key={i}>{cell}</td>
      ))}
    </tr>
  );
  return (
    <details class="compared">
      <summary>{speech.say("lesson.compared")}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{speech.of(service.title)}</th>
            <th scope="col">{speech.say("lesson.before")}</th>
            <th scope="col">{speech.say("lesson.after")}</th>
          </tr>
        </thead>
        <tbody>
          {row(speech.say("lesson.mix"), sides.map(mix))}
          {[...names].map((name) => {
            const parameter = store.data.declared.parameters.find((each) => each.name === name);
            const cell = ({ values }: Side) =>
              name in values ? speech.number(values[name] as number, 2) : "–";
            return row(speech.capital(speech.of(parameter?.label)), sides.map(cell));
          })}
          {happens
            ? row(
                speech.say("happenings"),
                sides.map(({ happenings }) => happenings.map(happened).join(", ") || "–"),
              )
            : null}
        </tbody>
      </table>
    </details>
  );

  function happened([name, month]: [string, number]): string {
    const found = store.data.lab.happenings.find((each) => each.name === name);
    return `${speech.of(found?.title)} (${speech.say("month", { n: month })})`;
  }
}

interface Revealed {
  store: Store;
  guess: Guess | null;
  counts: Record<Guess, number>;
  given: Asked;
  sources: string[];
}

/** What is said of a verdict: the answer, and why, if the answer is the one that was explained. */
function explained(store: Store, given: Asked, verdict: Verdict | undefined): [string, string] {
  const speech = store.speech.value;
  const answer: Answer = guessOf(verdict) ?? "unknown";
  const said =
    answer === "unknown"
      ? speech.say("lesson.unknown")
      : speech.say(`lesson.answer.${answer}`, {
          outcome: speech.short(store.outcome(given.outcome).label),
        });
  const why =
    answer === given.answer ? speech.of(given.explanation) : speech.say("lesson.otherwise");
  return [said, why];
}

function Reveal({ store, guess, counts, given, sources }: Revealed) {
  const speech = store.speech.value;
  const found = useRef<Verdict | null>(null);
  // The answer to what was asked stays, whatever is tried afterwards.
  if (store.settled.value) found.current ??= differenceOf(store, given.outcome)?.verdict ?? null;
  const verdict = found.current ?? undefined;
  const answer = guessOf(verdict);
  const [said, why] = explained(store, given, verdict);
  const total = GUESSES.reduce((sum, each) => sum + counts[each], 0);
  useEffect(() => {
    document.getElementById("revealed")?.focus();
  }, []);
  const there = verdict !== undefined;
  useEffect(() => {
    if (there) document.getElementById("revealed")?.scrollIntoView({ block: "nearest" });
  }, [there]);
  return (
    <div class="revealed" id="revealed" tabIndex={-1} aria-live="polite">
      {verdict ? (
        <p>
          <strong>{said}</strong> {`${speech.capital(verdictText(speech, verdict))}. `}
          {guess && answer ? speech.say(guess === answer ? "lesson.right" : "lesson.other") : ""}
        </p>
      ) : (
        <p>{speech.say("teacher.working")}</p>
      )}
      {total > 0 ? (
        <ul class="votes">
          {GUESSES.map((each) => (
            <li key={each} class={each === answer ? "agrees" : undefined}>
              <span>{speech.say(`guess.${each}`)}</span>
              <i style={{ width: `${(60 * counts[each]) / total}%` }} />
              <b>{counts[each]}</b>
            </li>
          ))}
        </ul>
      ) : null}
      {verdict ? <p>{why}</p> : null}
      {sources.length ? (
        <p class="small">{speech.say("source", { source: sources.join("; ") })}</p>
      ) : null}
    </div>
  );
}

/** The teacher's page alone. */
function printTeacher() {
  document.body.classList.add("teacher-only");
  window.print();
  document.body.classList.remove("teacher-only");
}

function Teacher({ store, lesson }: { store: Store; lesson: Content }) {
  const speech = store.speech.value;
  const open = store.teaching.value === lesson;
  return (
    <details
      class="teacher"
      onToggle={(event) => {
        store.teaching.value = event.currentTarget.open ? lesson : null;
      }}
    >
      <summary>{speech.say("teacher")}</summary>
      <h3>
        {speech.of(lesson.title)}{" "}
        <button type="button" class="plain" onClick={printTeacher}>
          {speech.say("print")}
        </button>
      </h3>
      <p>{speech.of(lesson.intro)}</p>
      <dl>
        <dt>{speech.say("teacher.before")}</dt>
        <dd>{speech.of(lesson.teacher.before)}</dd>
        <dt>{speech.say("teacher.expected")}</dt>
        {open ? <Expected store={store} lesson={lesson} /> : null}
        <dt>{speech.say("teacher.discuss")}</dt>
        <dd>{speech.of(lesson.teacher.discuss)}</dd>
        <dt>{speech.say("teacher.after")}</dt>
        <dd>{speech.of(lesson.teacher.after)}</dd>
      </dl>
      <p class="small">{speech.say("source", { source: lesson.sources.join("; ") })}</p>
    </details>
  );
}

/** What the model says to both questions, worked out while the page for teachers is open. */
function Expected({ store, lesson }: { store: Store; lesson: Content }) {
  const speech = store.speech.value;
  const answered = store.answers.lesson.value;
  const there = answered?.outcomes[0] === lesson.name && !answered.answers.includes(undefined);
  const verdicts = there ? claims(store.data, lesson, answered.answers) : [];
  return (
    <>
      {[lesson.case, lesson.turn].map((given, i) => {
        const verdict = verdicts[i];
        const [said, why] = explained(store, given, verdict);
        return (
          <dd key={i} class="expected">
            {speech.of(given.text)}{" "}
            {verdict ? (
              <>
                <strong>
                  {said} {speech.capital(verdictText(speech, verdict))}.
                </strong>{" "}
                {why}
              </>
            ) : (
              speech.say("teacher.working")
            )}
          </dd>
        );
      })}
    </>
  );
}
