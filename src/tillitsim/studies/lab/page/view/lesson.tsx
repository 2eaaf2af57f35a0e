// A lesson: a question, a guess, the answer, why, and a case where the answer turns round.

import { useEffect, useState } from "preact/hooks";
import type { Lesson as Content, Guess } from "../engine/data";
import type { Store } from "../state/store";
import { type Difference, differenceOf, verdictText } from "./effects";

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
  const [turned, turn] = useState(false);
  return (
    <div class="lesson">
      <p>{speech.of(lesson.intro)}</p>
      <Case key={turned ? "turn" : "case"} store={store} lesson={lesson} turned={turned} />
      {store.covered.value ? null : (
        <button
          type="button"
          class="strong"
          onClick={() => {
            turn(!turned);
            store.toLesson(lesson.name, !turned);
          }}
        >
          {speech.say(turned ? "lesson.again" : "lesson.turn")}
        </button>
      )}
      <Teacher store={store} lesson={lesson} />
    </div>
  );
}

function Case({ store, lesson, turned }: { store: Store; lesson: Content; turned: boolean }) {
  const speech = store.speech.value;
  const [guess, choose] = useState<Guess | null>(null);
  const [counts, count] = useState<Record<Guess, number>>({ up: 0, same: 0, down: 0 });
  const given = turned ? lesson.turn : lesson.case;
  const outcome = store.outcome(given.outcome);
  const covered = store.covered.value;
  const label = speech.of(outcome.label);
  return (
    <>
      <p class="question">{speech.of(given.text)}</p>
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
        <div class="counts">
          {GUESSES.map((each) => (
            <label key={each}>
              {speech.say(`guess.${each}`)}{" "}
              <input
                type="number"
                min={0}
                max={999}
                name={`class-${each}`}
                value={counts[each]}
                onInput={(event) => {
                  const typed = event.currentTarget.valueAsNumber;
                  count({
                    ...counts,
                    [each]: Number.isFinite(typed)
                      ? Math.min(999, Math.max(0, Math.round(typed)))
                      : 0,
                  });
                }}
              />
            </label>
          ))}
        </div>
      </details>
      {covered ? (
        <button
          type="button"
          class="strong"
          disabled={guess === null && GUESSES.every((each) => counts[each] === 0)}
          onClick={() => {
            store.covered.value = false;
          }}
        >
          {speech.say("reveal")}
        </button>
      ) : (
        <Reveal
          store={store}
          guess={guess}
          counts={counts}
          outcome={given.outcome}
          explanation={speech.of(given.explanation)}
          sources={lesson.sources}
        />
      )}
    </>
  );
}

/** What the runs say, as a guess would have it; null where nothing is likely. */
export function answerOf(difference: Difference | null): Guess | null {
  const way = difference?.verdict.way;
  if (way === "higher") return "up";
  if (way === "lower") return "down";
  return way === "none" || way === "same" ? "same" : null;
}

interface Revealed {
  store: Store;
  guess: Guess | null;
  counts: Record<Guess, number>;
  outcome: string;
  explanation: string;
  sources: string[];
}

function Reveal({ store, guess, counts, outcome, explanation, sources }: Revealed) {
  const speech = store.speech.value;
  const difference = differenceOf(store, outcome);
  const answer = answerOf(difference);
  const total = GUESSES.reduce((sum, each) => sum + counts[each], 0);
  useEffect(() => {
    document.getElementById("revealed")?.focus();
  }, []);
  return (
    <div class="revealed" id="revealed" tabIndex={-1} aria-live="polite">
      <p>
        <strong>
          {answer === null
            ? speech.say("lesson.unknown")
            : speech.say(`lesson.answer.${answer}`, {
                outcome: speech.of(store.outcome(outcome).label),
              })}
        </strong>{" "}
        {difference ? `${verdictText(speech, difference)}.` : ""}{" "}
        {guess && answer ? speech.say(guess === answer ? "lesson.right" : "lesson.other") : ""}
      </p>
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
      {answer === null ? null : <p>{explanation}</p>}
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
  return (
    <details class="teacher">
      <summary>{speech.say("teacher")}</summary>
      <h3>
        {speech.of(lesson.title)}{" "}
        <button type="button" class="plain" onClick={printTeacher}>
          {speech.say("print")}
        </button>
      </h3>
      <dl>
        <dt>{speech.say("teacher.before")}</dt>
        <dd>{speech.of(lesson.teacher.before)}</dd>
        <dt>{speech.say("teacher.expected")}</dt>
        <dd>
          {speech.of(lesson.case.text)} {speech.say(`guess.${lesson.case.answer}`)}.{" "}
          {speech.of(lesson.case.explanation)}
        </dd>
        <dd>
          {speech.of(lesson.turn.text)} {speech.say(`guess.${lesson.turn.answer}`)}.{" "}
          {speech.of(lesson.turn.explanation)}
        </dd>
        <dt>{speech.say("teacher.discuss")}</dt>
        <dd>{speech.of(lesson.teacher.discuss)}</dd>
        <dt>{speech.say("teacher.after")}</dt>
        <dd>{speech.of(lesson.teacher.after)}</dd>
      </dl>
    </details>
  );
}
