"""What a report says against itself: what its answer hangs on, the evidence, the limits."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Sequence

from tillitsim import __version__
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
from tillitsim.studies.report.doubt_words import WORDS
from tillitsim.studies.report.reform import ASIDE, MOST, named, setting_value
from tillitsim.studies.report.words import WORDS as PAGE_WORDS
from tillitsim.view.numbers import significant
from tillitsim.view.words import words

EVERYWHERE = frozenset({INITIALISE, "management"})
"""Readers of a parameter that say little of what it is about, where there are others."""


def hangs_section(study: Study) -> Section:
    """The assumptions that matter most, what turns directions, and the evidence behind them."""
    own = WORDS[study.language]
    blocks: list[Block] = []
    matter: list[str] = []
    for i in study.comparison.others:
        rows = _influences(study, i)
        matter += [row.parameter for row in rows]
        blocks += _hangs(study, i, rows)
    blocks.append(Heading(own.evidence_heading))
    blocks += evidence_blocks(study.evidence, mechanisms_of(matter), study.language)
    return Section("hangs", own.hangs_heading, blocks)


def _influences(study: Study, i: int) -> Sequence[Influence]:
    gaps = study.world_gaps(i)
    return () if gaps is None else influences(study.comparison.worlds, gaps)


def _hangs(study: Study, i: int, rows: Sequence[Influence]) -> Iterator[Block]:
    own, comparison, language = WORDS[study.language], study.comparison, study.language
    main = study.differences[i][study.main]
    outcome = main.outcome
    if len(comparison.others) > 1:
        yield Heading(study.title(i))
    if comparison.coincide(i):
        yield Text(own.hangs_nothing)
        return
    if not comparison.worlds:
        yield Text(own.hangs_none)
        return
    if not rows:
        few = len(comparison.worlds) < FEWEST
        text = own.hangs_few if few else own.hangs_unmoved
        yield Text(text.format(outcome=outcome.label(language)))
    else:
        yield Text(
            own.hangs_intro.format(n=len(comparison.worlds), outcome=outcome.label(language))
        )
        yield from _assumptions(study, i, main, rows)
        if not any(row.clear for row in rows):
            yield Text(own.hangs_unsure.format(n=len(comparison.worlds)))
    yield Heading(own.flips_heading)
    turned = [
        (each, each.robustness.flip)
        for each in study.shown(i)
        if each.robustness and each.robustness.flip
    ]
    yield Text(own.flips_intro if turned else own.flips_none)
    if turned:
        yield Items([_flip(each, flip, language) for each, flip in turned])


def _assumptions(
    study: Study, i: int, main: Difference, rows: Sequence[Influence]
) -> Iterator[Block]:
    own, page, language = WORDS[study.language], PAGE_WORDS[study.language], study.language
    comparison, outcome = study.comparison, main.outcome
    caption = own.hangs_caption.format(outcome=outcome.label(language), **study.pair(i))
    head = [
        own.assumption, page.source, own.plausible, own.when_low, own.when_high,
        own.more_than_chance,
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
        alternative=tornado_alternative(rows, outcome, language), caption=own.picture_tornado,
    )  # fmt: skip


def _assumption(row: Influence, main: Difference, language: str) -> list[Cell]:
    own, parameter = WORDS[language], PARAMETERS[row.parameter]
    edges = (setting_value(parameter, edge, language) for edge in parameter.range)
    return [
        named(parameter, language),
        Cell(source_of(parameter.source, language)),
        Cell(words(language).interval_from_to.format(*edges)),
        Cell(reading(main, row.low, language, sign=True)),
        Cell(reading(main, row.high, language, sign=True)),
        Cell(own.yes if row.clear else own.maybe),
    ]


def _flip(difference: Difference, flip: Flip, language: str) -> Item:
    parameter = PARAMETERS[flip.parameter]
    text = WORDS[language].flip.format(
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
    own = WORDS[language]
    if record is None or not record.findings:
        yield Text(own.evidence_none)
        return
    every = count(record.findings)
    yield Text(
        own.evidence.format(
            n=len(record.findings), hits=every["hit"], misses=every["miss"],
            open=every["inconclusive"],
        )
    )  # fmt: skip
    if not record.current:
        yield Text(own.evidence_old.format(record.version))
    involved = sorted(mechanisms or MECHANISMS, key=MECHANISMS.index)
    caption = own.evidence_caption if mechanisms else own.evidence_caption_all
    yield _by_mechanism(record, involved, caption, language)
    tested = record.of_families(families_that_test(involved))
    missed = [each for each in tested if each.verdict == "miss"]
    yield from _missed(missed, language) if missed else [Text(own.missed_none)]


def _by_mechanism(record: Record, mechanisms: Sequence[str], caption: str, language: str) -> Table:
    own = WORDS[language]
    rows = []
    for name in mechanisms:
        of_it = count(record.of_families(families_that_test([name])))
        numbers = (of_it["hit"], of_it["miss"], of_it["inconclusive"])
        title = GROUPS[name][language == "sv"]
        rows.append([Cell(title), *(Cell(str(number)) for number in numbers)])
    head = [Cell(text) for text in (own.mechanism, own.hits, own.misses, own.undecided)]
    return Table(caption, head, [Group("", rows)], frozenset({1, 2, 3}))


def _missed(found: Sequence[Scored], language: str) -> Iterator[Block]:
    own = WORDS[language]
    rows = [
        [Cell(each.name, each.id), Cell(each.study), Cell(family_label(each.family, language))]
        for each in found
    ]
    head = [Cell(text) for text in (own.finding, own.study, own.family)]
    few = rows if len(rows) <= MOST + 2 else rows[:MOST]
    english = frozenset({0, 1})
    yield Table(own.missed_caption, head, [Group("", few)], english=english)
    if rest := rows[len(few) :]:
        summary = own.missed_rest.format(n=len(rest))
        yield Details(summary, [Table(summary, head, [Group("", rest)], english=english)])


def cannot_section(language: str) -> Section:
    """What no result of the model says."""
    own = PAGE_WORDS[language]
    items = Items([Item(text) for text in own.cannot])
    return Section("cannot", own.cannot_heading, [Text(own.cannot_intro), items])


def repeat_section(study: Study) -> Section:
    """The command, seed, hashes and versions that give the same report again."""
    own, comparison = PAGE_WORDS[study.language], study.comparison
    rows = [
        [Cell(study.title(i), comparison.scenarios[i].name), Cell(comparison.scenarios[i].digest)]
        for i in (comparison.baseline, *comparison.others)
    ]
    head = [Cell(own.repeat_scenario), Cell(own.repeat_digest)]
    return Section(
        "repeat",
        own.repeat_heading,
        [
            Text(own.repeat),
            Code(shlex.join(study.command)),
            Text(
                own.repeat_seed.format(
                    seed=comparison.seed, replicates=comparison.replicates,
                    worlds=len(comparison.worlds),
                )
                + " "
                + own.repeat_version.format(version=__version__, engine=jit.fingerprint())
            ),
            Table(own.repeat_caption, head, [Group("", rows)]),
            Text(own.printing, "screen"),
        ],
    )  # fmt: skip
