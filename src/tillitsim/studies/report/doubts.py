"""What a report says against itself: what its answer hangs on, the evidence, the limits."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Sequence

from tillitsim import __version__
from tillitsim.locale import translator
from tillitsim.model.core import jit
from tillitsim.runs import missing
from tillitsim.scenario.declarations import MECHANISMS, PARAMETERS
from tillitsim.scenario.describe import INITIALISE, readers
from tillitsim.scenario.wording import GROUPS, source_of
from tillitsim.studies.compare.analysis import Difference
from tillitsim.studies.compare.rank_influence import FEWEST, Influence, influences
from tillitsim.studies.compare.sign_flips import Flip, rank_correlations
from tillitsim.studies.compare.table import headline, origin, reading
from tillitsim.studies.compare.tornado_figure import tornado_alternative, tornado_figure
from tillitsim.studies.evidence.families import families_that_test, family_label
from tillitsim.studies.evidence.shipped import Record, Scored, count
from tillitsim.studies.report.analysis import Study, name_of
from tillitsim.studies.report.blocks import (
    Block,
    Cell,
    Code,
    Details,
    Group,
    Heading,
    Item,
    Items,
    Section,
    Table,
    Text,
    picture,
)
from tillitsim.studies.report.reform import ASIDE, MOST, named, setting_value
from tillitsim.view.numbers import significant

EVERYWHERE = frozenset({INITIALISE, "management"})
"""Readers of a parameter that say little of what it is about, where there are others."""


def hangs_section(study: Study) -> Section:
    """The assumptions that matter most, what turns directions, and the evidence behind them."""
    _ = translator(study.language)
    blocks: list[Block] = []
    matter: list[str] = []
    for i in study.comparison.others:
        rows = _influences(study, i)
        matter += [row.parameter for row in rows]
        blocks += _hangs(study, i, rows)
    blocks.append(Heading(_("How far to believe the mechanisms")))
    blocks += evidence_blocks(study.evidence, mechanisms_of(matter), study.language)
    return Section("hangs", _("What the answer hangs on"), blocks)


def _influences(study: Study, i: int) -> Sequence[Influence]:
    gaps = study.world_gaps(i)
    return () if gaps is None else influences(study.comparison.worlds, gaps)


def _hangs(study: Study, i: int, rows: Sequence[Influence]) -> Iterator[Block]:
    _, comparison, language = translator(study.language), study.comparison, study.language
    main = study.differences[i][study.main]
    outcome = main.outcome
    if len(comparison.others) > 1:
        yield Heading(study.title(i))
    if comparison.coincide(i):
        yield Text(_("Where nothing differs, there is nothing to hang on."))
        return
    if not comparison.worlds:
        yield Text(
            _("No worlds were asked, so nothing can be said of this; give --worlds 40 or more.")
        )
        return
    if not rows:
        few = len(comparison.worlds) < FEWEST
        text = (
            _("Too few worlds were asked to say which assumptions count; give --worlds 40 or more.")
            if few
            else _("No assumption moves the difference in {outcome}: it is the same in all worlds.")
        )
        yield Text(text.format(outcome=outcome.label(language)))
    else:
        yield Text(
            _(
                "Everything that the model assumes was varied together in {n} worlds. These"
                " assumptions move the difference in {outcome} the most. Where the source"
                " says “assumed”, nobody has measured it."
            ).format(n=len(comparison.worlds), outcome=outcome.label(language))
        )
        yield from _assumptions(study, i, main, rows)
        if not any(row.clear for row in rows):
            yield Text(
                _(
                    "With {n} worlds and so many assumptions none of these stands out from"
                    " chance: several matter a little, or more worlds are needed to see which"
                    " (--worlds 200)."
                ).format(n=len(comparison.worlds))
            )
    yield Heading(_("What turns the direction"))
    turned = [
        (each, each.robustness.flip)
        for each in study.shown(i)
        if each.robustness and each.robustness.flip
    ]
    yield Text(
        _("A single assumption parts the worlds that agree from those that do not:")
        if turned
        else _(
            "No single assumption turns the direction of an outcome in the table. Where"
            " worlds differ, several assumptions do it together, or chance does."
        )
    )
    if turned:
        yield Items([_flip(each, flip, language) for each, flip in turned])


def _assumptions(
    study: Study, i: int, main: Difference, rows: Sequence[Influence]
) -> Iterator[Block]:
    _, language = translator(study.language), study.language
    comparison, outcome = study.comparison, main.outcome
    caption = _(
        "Assumptions behind the difference in {outcome}: {other} against {baseline}"
    ).format(outcome=outcome.label(language), **study.pair(i))
    head = [
        _("What is assumed"), _("Source"), _("Plausible"), _("Difference where low"),
        _("Difference where high"), _("More than chance"),
    ]  # fmt: skip
    yield Table(
        caption,
        [Cell(text) for text in head],
        [Group("", [_assumption(row, main, language) for row in rows])],
        frozenset({3, 4}),
    )
    gaps = study.world_gaps(i)
    assert gaps is not None  # noqa: S101 - there are worlds, or there were no rows
    pair = [comparison.scenarios[at] for at in (comparison.baseline, i)]
    figure = tornado_figure(
        rows, outcome, float(missing.mean(gaps)), len(comparison.worlds),
        len(rank_correlations(comparison.worlds, gaps)),
        origin(pair, comparison.seed, language), language,
    )  # fmt: skip
    yield picture(
        figure, title=headline(comparison, language),
        alternative=tornado_alternative(rows, outcome, language),
        caption=_("The difference where each assumption is low and where it is high."),
    )  # fmt: skip


def _assumption(row: Influence, main: Difference, language: str) -> list[Cell]:
    _, parameter = translator(language), PARAMETERS[row.parameter]
    edges = (setting_value(parameter, edge, language) for edge in parameter.range)
    return [
        named(parameter, language),
        Cell(source_of(parameter.source, language)),
        Cell(_("{} to {}").format(*edges)),
        Cell(reading(main, row.low, language, sign=True)),
        Cell(reading(main, row.high, language, sign=True)),
        Cell(_("yes") if row.clear else _("may be chance")),
    ]


def _flip(difference: Difference, flip: Flip, language: str) -> Item:
    _ = translator(language)
    parameter = PARAMETERS[flip.parameter]
    text = _("{label} ({name}). It goes the same way in {a} of {b} worlds where that is"
" at most {threshold}, in {c} of {d} where it is higher.").format(
        label=ASIDE.sub("", parameter.label(language)), name=flip.parameter,
        a=flip.below[0], b=flip.below[1], c=flip.above[0], d=flip.above[1],
        threshold=significant(flip.threshold, 2, language),
    )  # fmt: skip
    return Item(text, f"{name_of(difference.outcome, language)}:")


def mechanisms_of(parameters: Collection[str]) -> frozenset[str]:
    """The mechanisms whose code reads some parameters, without those that read everything."""
    found: set[str] = set()
    for name in parameters:
        own = set(readers(name))
        found |= (own - EVERYWHERE) or (own - {INITIALISE})
    return frozenset(found)


def evidence_blocks(
    record: Record | None, mechanisms: Collection[str], language: str
) -> Iterator[Block]:
    """Hits and misses: of all findings, and of those that test some mechanisms (or all)."""
    _ = translator(language)
    if record is None or not record.findings:
        yield Text(_("No scored run of the evidence comes with this installation."))
        return
    every = count(record.findings)
    yield Text(
        _("The model is held against published studies, each run again as a virtual"
" experiment. Of {n}, it meets {hits}, misses {misses} and leaves {open}"
" undecided. Where it misses, believe the study.").format(
            n=len(record.findings), hits=every["hit"], misses=every["miss"],
            open=every["inconclusive"],
        )
    )  # fmt: skip
    if not record.current:
        yield Text(
            _("The evidence was last scored with another version of the model ({}).").format(
                record.version
            )
        )
    involved = sorted(mechanisms or MECHANISMS, key=MECHANISMS.index)
    caption = (
        _("Findings that test the mechanisms behind the assumptions above (one may test several)")
        if mechanisms
        else _("Findings by the mechanism that they test (one may test several)")
    )
    yield _by_mechanism(record, involved, caption, language)
    tested = record.of_families(families_that_test(involved))
    missed = [each for each in tested if each.verdict == "miss"]
    yield from _missed(missed, language) if missed else [Text(_("It misses none of them."))]


def _by_mechanism(record: Record, mechanisms: Sequence[str], caption: str, language: str) -> Table:
    _ = translator(language)
    rows = []
    for name in mechanisms:
        of_it = count(record.of_families(families_that_test([name])))
        numbers = (of_it["hit"], of_it["miss"], of_it["inconclusive"])
        title = _(GROUPS[name])
        rows.append([Cell(title), *(Cell(str(number)) for number in numbers)])
    head = [Cell(text) for text in (_("Mechanism"), _("Met"), _("Missed"), _("Undecided"))]
    return Table(caption, head, [Group("", rows)], frozenset({1, 2, 3}))


def _missed(found: Sequence[Scored], language: str) -> Iterator[Block]:
    _ = translator(language)
    rows = [
        [Cell(each.name, each.id), Cell(each.study), Cell(family_label(each.family, language))]
        for each in found
    ]
    head = [Cell(text) for text in (_("Finding"), _("Study"), _("About"))]
    few = rows if len(rows) <= MOST + 2 else rows[:MOST]
    english = frozenset({0, 1})
    yield Table(_("What the model misses there"), head, [Group("", few)], english=english)
    if rest := rows[len(few) :]:
        summary = _("{n} more that it misses there").format(n=len(rest))
        yield Details(summary, [Table(summary, head, [Group("", rest)], english=english)])


def cannot_section(language: str) -> Section:
    """What no result of the model says."""
    _ = translator(language)
    cannot = (
        _("It does not forecast. A result says what follows from stated assumptions."),
        _("Levels mean less than differences, and differences less than directions."),
        _(
            "The services are sketches: their numbers are rounded public statistics or"
            " assumptions, and none is estimated from data of that service."
        ),
        _(
            "Party politics, bargaining over wages, unions, buildings, digital systems,"
            " discrimination by group and most of geography are not in it."
        ),
        _(
            "People adapt by rules; nobody foresees a reform, so what works by expectation is"
            " missing."
        ),
        _(
            "Worlds vary what is assumed within stated ranges; what lies outside the ranges and"
            " the equations is in no interval."
        ),
        _(
            "What competition, regulation and trust are is itself an assumption: a table of"
            " instruments, mostly assumed, says what each principle does. Another table could"
            " give another answer."
        ),
        _("Whether a reform is just, lawful or worth its price is for people to decide."),
    )
    items = Items([Item(text) for text in cannot])
    return Section(
        "cannot",
        _("What the model cannot tell"),
        [Text(_("Keep this in mind before quoting a number.")), items],
    )


def repeat_section(study: Study) -> Section:
    """The command, seed, hashes and versions that give the same report again."""
    _, comparison = translator(study.language), study.comparison
    rows = [
        [Cell(study.title(i), comparison.scenarios[i].name), Cell(comparison.scenarios[i].digest)]
        for i in (comparison.baseline, *comparison.others)
    ]
    head = [Cell(_("Scenario")), Cell(_("Hash of all that a run is given"))]
    return Section(
        "repeat",
        _("How to repeat it"),
        [
            Text(_("This command makes the same report again, number for number:")),
            Code(shlex.join(study.command)),
            Text(
                _("Seed {seed}; {replicates} pairs of runs; {worlds} worlds.").format(
                    seed=comparison.seed, replicates=comparison.replicates,
                    worlds=len(comparison.worlds),
                )
                + " "
                + _("tillitsim {version}, engine {engine}.").format(
                    version=__version__, engine=jit.fingerprint()
                )
            ),
            Table(_("The scenarios, by content"), head, [Group("", rows)]),
            Text(_("To make a PDF, print this page from a browser."), "screen"),
        ],
    )  # fmt: skip
