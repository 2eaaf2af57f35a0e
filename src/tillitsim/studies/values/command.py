"""``tillitsim values``: the best mix for the values of three profiles, and for one's own."""

from __future__ import annotations

import click

from tillitsim.cli.options import Command, Whole, format_option, gathered, language_option
from tillitsim.cli.study import Study, bold, conclude, study_options, write_picture
from tillitsim.locale import languages, translator
from tillitsim.view.table import Table

EPILOG = """\b
Examples:
  tillitsim values home-care
  tillitsim values school --weights good_meetings=3,cost_per_good_meeting=1
  tillitsim values hemtjänst --profile professional --language sv

\b
Files, in --out or else in results/values-SERVICE-HASH-sSEED:
  values.png, values.svg     a triangle for each set of values
  values.csv, values.json    the same as data, with the weights and what made it
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument("service", default="home-care")
@click.option(
    "--weights",
    metavar="OUTCOME=N,...",
    multiple=True,
    help="Your own values: what each outcome weighs; the profiles stand beside them.",
)
@click.option("--profile", "named", metavar="NAME", help="The profile that comes first.")
@click.option(
    "--degree",
    type=Whole(2, 60),
    default=8,
    show_default=True,
    help="Mixes whose shares are multiples of 1/degree: 8 gives 45, 20 gives 231.",
)
@study_options(replicates=None, parameter_sets=24)
@format_option
@language_option
@gathered(Study, "study")
def values(
    *,
    service: str,
    weights: tuple[str, ...],
    named: str | None,
    degree: int,
    study: Study,
) -> None:
    """Show which mix of steering is best for SERVICE, for which values.

    Weighs every mix by the values of three profiles side by side (the market liberal's, the
    legalist's, the professional's), and by your own; says how sure each is under other plausible
    assumptions, what the best mix for one costs by the values of another, and where they meet.
    """
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.studies.values.analysis import valued
    from tillitsim.studies.values.figure import values_alternative, values_figure
    from tillitsim.studies.values.profiles import own_values, profile, profiles
    from tillitsim.studies.values.table import values_records, values_table, values_title

    _ = translator(study.language)
    called = {
        text.lower(): name
        for name, each in OUTCOMES.items()
        for text in (name, *(each.label(one) for one in languages()))
    }
    first = [own_values(weights, called)] if weights else []
    first += [profile(named)] if named else []
    chosen = [*first, *(each for each in profiles().values() if each not in first)]
    one = study.scenario(service)
    asked = study.draw_sets([one])
    folder = study.folder("values", [one])
    with study.runner(_("Steering {} in every mix").format(one.name), folder) as runner:
        found = valued(
            one,
            chosen,
            degree=degree,
            seed=study.seed,
            parameter_sets=asked.each,
            calibrated=asked.calibrated,
            runner=runner,
        )
    records = values_records(found)
    table = Table.of(records)
    whole = study.made_of([one]) | {
        "degree": degree,
        "parameter_sets": len(found.outcomes),
        "parameter_sets_calibrated": found.calibrated,
        "finding": values_title(found, "en"),
        "profiles": [
            {"name": each.name, "source": each.source, "weights": dict(each.weights)}
            for each in found.profiles
        ],
        "regrets": found.regrets().tolist(),
        "mixes": records,
    }
    language = study.language
    conclude(study, folder, "values", whole, table, lambda: values_table(found, language, bold))
    write_picture(
        folder,
        "values",
        values_figure(found, language),
        title=values_title(found, language),
        alternative=values_alternative(found, language),
    )
