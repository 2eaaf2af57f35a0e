"""What a sensitivity analysis is of, in words: title, whose outcomes, inputs, origin."""

from __future__ import annotations

from tillitsim import __version__
from tillitsim.locale import in_language, translator
from tillitsim.runs.experiment.schema import SIMPLEX, Experiment
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.studies.sensitivity.screening import CHANCE


def title_of(experiment: Experiment, language: str) -> str:
    """The experiment's title."""
    return in_language(experiment.title, language) or experiment.name


def subject(experiment: Experiment, arm: int | None, language: str) -> str:
    """Whose outcomes are analysed: the arm's, or one arm against the baseline."""
    _ = translator(language)
    titles = [in_language(each.title, language) or each.name for each in experiment.arms]
    if arm is None:
        return titles[0]
    return _("{arm} against {baseline}").format(
        arm=titles[arm], baseline=titles[experiment.baseline_index]
    )


def input_label(name: str, language: str) -> str:
    """An input in words."""
    _ = translator(language)
    known = {SIMPLEX: _("the mix of the three principles"), CHANCE: _("chance")}
    return known.get(name) or PARAMETERS[name].label(language)


def origin(experiment: Experiment, seed: int, arm: int | None, language: str) -> str:
    """Seed, hash and version."""
    _ = translator(language)
    scenario = experiment.arms[0 if arm is None else arm].scenario
    return _("seed {} · scenario {} · tillitsim {}").format(seed, scenario.digest, __version__)
