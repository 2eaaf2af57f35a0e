"""What the page says: each sentence once, by its key; the catalogue has it in other languages."""

from __future__ import annotations

from collections.abc import Mapping

from tillitsim.locale import N_

WORDS: Mapping[str, str] = {
    "title": N_("The trust lab"),
    "skip": N_("Skip to the lab"),
    "service": N_("Service"),
    "group.own": N_("To play with"),
    "group.service": N_("Services as they are"),
    "group.trial": N_("Trials"),
    "seed": N_("Seed"),
    "language": N_("Language"),
    "close": N_("Close"),
    "back": N_("Back to the usual"),
    "copy": N_("Copy"),
    "copied": N_("Copied."),
    "copy.failed": N_("The browser did not let it be copied; mark the text and copy it yourself."),
    "print": N_("Print"),
    "source": N_("Source: {source}"),
    "footer": N_("The model runs in this page. Nothing is sent anywhere."),
    "failed": N_(
        "The lab cannot start in this browser. It needs Chrome or Edge 91, Firefox 113 or"
        " Safari 16.4, or later."
    ),
    "loading": N_("The lab is starting ..."),
    "noscript": N_("The lab needs JavaScript, which is switched off here."),
    "mixture": N_("The mix of steering"),
    "competition": N_("competition"),
    "regulation": N_("regulation"),
    "trust": N_("trust"),
    "regimes": N_("Mixes that people argue for"),
    "triangle.role": N_("point in a triangle"),
    "triangle.label": N_("The mix; move it with the arrow keys"),
    "map.guess": N_(
        "Guess first: where in the triangle is this best: {outcome}? Put the point there."
    ),
    "map.show": N_("I have guessed, show the map"),
    "map.colour": N_("The colour shows"),
    "map.values": N_("what your values say"),
    "map.waiting": N_("The map is being worked out ..."),
    "map.so_far": N_("So far in {n} runs of every mix."),
    "map.best": N_("{mix} (competition / regulation / trust) is as good as the best in {k} of {n}"),
    "map.unknown": N_(
        "The model does not know which mix is best: not even {mix} (competition / regulation /"
        " trust) is as good as the best in more than {k} of {n}."
    ),
    "map.about": N_(
        "The median of runs with other assumptions that are no worse than the usual ones. Ringed:"
        " mixes that may be the best."
    ),
    "map.about.chance": N_(
        "The median of runs with other random numbers alone. Ringed: mixes that may be the best."
    ),
    "map.about.values": N_(
        "Score: 100 is the whole way from worst to best in all that is valued, 0 is as it is today."
        " Other values, another best place."
    ),
    "effects": N_("What it comes to"),
    "outcome.choose": N_("Outcome in place {n}"),
    "covered": N_("Covered until you have guessed."),
    "month": N_("month {n}"),
    "month.choose": N_("Month"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "bands.assumptions": N_(
        "Line: the median; band: nine tenths of {n} runs, each with other assumptions that are no"
        " worse than the usual ones, and other random numbers."
    ),
    "bands.chance": N_(
        "Line: the median; band: nine tenths of {n} runs with other random numbers alone."
    ),
    "bands.pin": N_("Dashed: what it is compared with, on the same random numbers."),
    "varies": N_("What the runs differ in"),
    "varies.assumptions": N_("assumptions and chance"),
    "varies.chance": N_("chance alone"),
    "better": N_("better"),
    "worse": N_("worse"),
    "verdict.same": N_("exactly the same"),
    "verdict.unknown": N_("higher in {higher}, lower in {lower} of {n}: the model does not know"),
    "verdict.higher": N_("higher in {k} of {n}"),
    "verdict.lower": N_("lower in {k} of {n}"),
    "verdict.first": N_("in the first run"),
    "verdict.none": N_("no difference that matters in {k} of {n}"),
    "grade.very likely": N_("very likely"),
    "grade.likely": N_("likely"),
    "grade.about as likely as not": N_("about as likely as not"),
    "grade.unlikely": N_("unlikely"),
    "answer": N_("{outcome}: {difference} ({unit}); {verdict}."),
    "answer.start": N_("Drag the point. Who notices first?"),
    "answer.covered": N_("Guess before you look."),
    "pin": N_("Compare with this from now on"),
    "reset": N_("As it was from the start"),
    "assumptions.changed": N_("{n} of the model's assumptions are changed."),
    "assumptions.reset": N_("Take them back"),
    "chain": N_("The chain of steering, month {n}"),
    "chain.label": N_(
        "The people of the chain, a dot each. Arrow keys choose one: left and right along a level,"
        " up and down between levels."
    ),
    "chain.low": N_("low"),
    "chain.high": N_("high"),
    "chain.down": N_("signals down"),
    "chain.told": N_("as reported"),
    "chain.true": N_("as it is"),
    "chain.numbers": N_("The same in numbers"),
    "chain.who": N_("Who"),
    "chain.how_many": N_("How many"),
    "chain.state": N_("What the colour shows"),
    "chain.mean": N_("Mean, 0-100"),
    "chain.signal": N_("Signal"),
    "chain.from_council": N_("From the council"),
    "chain.in_units": N_("In the units"),
    "chain.reported": N_("Quality, as reported and as it is (0-100)"),
    "people.politician": N_("Politicians"),
    "people.manager": N_("Managers"),
    "people.staff": N_("Staff"),
    "people.citizen": N_("Citizens"),
    "person.choose": N_("A dot is a person, in one run. Choose one, and see what becomes of it."),
    "person.politician": N_("Politician {n}"),
    "person.manager": N_("Manager of unit {unit}"),
    "person.staff": N_("Member of staff {n}, in unit {unit}"),
    "person.citizen": N_("Citizen {n}, of unit {unit}"),
    "fact.trust_in_operations": N_("Trust in operations (0-1)"),
    "fact.voice": N_("Listens to citizens (0-1)"),
    "fact.competition": N_("Own ideal: competition (share)"),
    "fact.regulation": N_("Own ideal: regulation (share)"),
    "fact.trust": N_("Trust (0-1)"),
    "fact.disposition": N_("View of people: 0 shirkers, 1 wish to do well"),
    "fact.quality": N_("How good a manager (sd)"),
    "fact.alignment": N_("Shares the council's aims (0-1)"),
    "fact.fidelity": N_("Enforces control (share)"),
    "fact.competence": N_("Can: competence (0-1)"),
    "fact.motivation": N_("Wants: motivation (0-1)"),
    "fact.safety": N_("Dares: psychological safety (0-1)"),
    "fact.discretion": N_("Uses own judgement (share)"),
    "fact.trust_in_manager": N_("Trust in the manager (0-1)"),
    "fact.time_per_case": N_("Time for a case (1 = ordinary)"),
    "fact.complexity": N_("How complex the needs are (sd)"),
    "fact.waiting": N_("Months of waiting"),
    "happenings": N_("What happens on the way"),
    "happenings.event": N_("Events"),
    "happenings.reform": N_("Reforms"),
    "happenings.when": N_("{what}, from month"),
    "task": N_("What kind of service it is"),
    "values": N_("Whose values?"),
    "values.about": N_(
        "What is best depends on what one thinks matters. Choose a profile or set your own"
        " weights: the best region of the triangle moves. The model says what follows, not what is"
        " right."
    ),
    "doubts": N_("Why should I believe this?"),
    "doubts.findings": N_(
        "{n} published findings were run as experiments in the model: it meets {hits}, misses"
        " {misses} and leaves {open} open."
    ),
    "doubts.older": N_("They were scored with an earlier version of the equations."),
    "doubts.missed": N_("Findings that it misses"),
    "doubts.levels": N_(
        "Of {n} published levels that it was held against, {inside} lie inside their tolerance. A"
        " scenario was set from some of them; of the {free} others, {own} lie inside."
    ),
    "doubts.levels.missed": N_("Levels that it misses"),
    "doubts.level": N_("published {published}, here {simulated} {unit}"),
    "doubts.left_out": N_("What it leaves out"),
    "left_out.1": N_("Real people: everybody here follows a dozen rules, and nobody has a name."),
    "left_out.2": N_("The law, unions, media and professions other than as numbers."),
    "left_out.3": N_("Services that differ within themselves: one kind of task a unit."),
    "left_out.4": N_("What it costs to change: a mix is in force when it is signalled."),
    "left_out.5": N_("What cannot be seen in a public service within ten years."),
    "doubts.assumptions": N_("Assumptions that much hangs on"),
    "doubts.assumptions.about": N_(
        "Move one and see whether the answer stands. A changed assumption is marked at the top and"
        " in the link."
    ),
    "doubts.working": N_("Trying which of them the answer hangs on: {done} of {n}."),
    "doubts.ranked": N_(
        "Of {n}, each moved alone over its plausible range in the first run, these ten move the"
        " answer most ({outcome}; {usual}, {unit})."
    ),
    "doubts.moves": N_("Moved alone, it takes the answer from {low} to {high}."),
    "share": N_("Take it away"),
    "share.link": N_("Copy the link"),
    "share.page": N_("Save this view"),
    "share.toml": N_("Save the file"),
    "share.command": N_("The command that repeats it"),
    "share.command.about": N_(
        "It repeats the run with the usual assumptions, to the last bit; the band adds other"
        " assumptions."
    ),
    "picture.mix": N_("competition / regulation / trust: {mix}"),
    "lessons": N_("Lessons"),
    "lessons.none": N_("Free play"),
    "lessons.about": N_("A question, your guess, the answer, and why. Start with the first."),
    "guess": N_("What do you think happens to {outcome}?"),
    "guess.up": N_("it rises"),
    "guess.same": N_("about the same"),
    "guess.down": N_("it falls"),
    "reveal": N_("Show the answer"),
    "class": N_("The whole class guesses"),
    "class.about": N_("Count the hands: press + for each, or type the number."),
    "lesson.unknown": N_("The model does not know."),
    "lesson.otherwise": N_(
        "This lesson was written for another answer, so its explanation is left out. What could be"
        " the reason?"
    ),
    "lesson.compared": N_("What is compared"),
    "lesson.before": N_("before"),
    "lesson.after": N_("after"),
    "lesson.mix": N_("Competition / regulation / trust"),
    "lesson.answer.up": N_("It rises: {outcome}."),
    "lesson.answer.same": N_("About the same: {outcome}."),
    "lesson.answer.down": N_("It falls: {outcome}."),
    "lesson.right": N_("As you thought."),
    "lesson.other": N_("Not as you thought."),
    "lesson.turn": N_("When is it the other way round?"),
    "lesson.next": N_("The next lesson"),
    "lesson.again": N_("Back to the first case"),
    "teacher": N_("For the teacher"),
    "teacher.before": N_("Ask before"),
    "teacher.expected": N_("What the model says"),
    "teacher.working": N_("It is being worked out ..."),
    "teacher.discuss": N_("To discuss"),
    "teacher.after": N_("Ask after"),
}
