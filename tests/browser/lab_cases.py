"""What is asked of the lab in every browser: random runs, hostile links, random interactions."""

import json
import random
from functools import cache

import numpy as np
import pytest

from tillitsim.errors import InputError
from tillitsim.model import outcomes
from tillitsim.model.simulation import Results, Simulation
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.runs.ensemble.parameter_sets import draw_sets
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load, with_interventions
from tillitsim.scenario.schema import Intervention
from tillitsim.studies.lab import contents

SERVICES = (
    "small-town", "home-care", "trial-sundsvall-home-care", "trial-ivo-work-environment-authority",
)  # fmt: skip
SMALL = {"chain.councils", "chain.politicians", "chain.units", "chain.staff", "chain.citizens"}
HOSTILE = (
    "mix=1e999--5-NaN&seed=-1&service=../../etc",
    "mix=0-0-0&set=effort.strength:1e308,__proto__:1,task.variety:-7,constructor:2",
    "at=scandal:-50,scandal:1e9,nobody:3&month=99999&show=,,,&map=<img src=x onerror=alert(1)>",
    "lesson=<script>&profile=__proto__&weights=harm:1e999,good_meetings:-4&lang=xx&varies=all",
    "pin.mix=100-100-100&pin.set=mix.trust:5,chain.citizens:1000000&v=%00%ff&seed=" + "9" * 400,
    "set=" + ",".join(f"task.variety:{i}" for i in range(3000)),
    "%E0%A4%A&&&===&mix",
)


def ordinarily(first, all_of_them, ids=None):
    """All as parameters; those after the first so many only where long tests are run."""
    return [
        pytest.param(each, id=ids and ids(each), marks=[pytest.mark.long] if i >= first else [])
        for i, each in enumerate(all_of_them)
    ]


def lessons(first):
    """Every lesson as a parameter."""
    return ordinarily(first, contents.lessons(), lambda each: each["name"])


def random_case(seed):
    """A service, changes to it, interventions, and the world and replicate of a run."""
    dice = random.Random(seed)
    free = [name for name in PARAMETERS if name not in SMALL and "competition" not in name
            and "regulation" not in name and ".trust" not in name]  # fmt: skip

    def some(count):
        values = {}
        for name in dice.sample(free, count):
            parameter = PARAMETERS[name]
            low, high = dice.choice((parameter.range, parameter.bounds))
            value = dice.choice((dice.uniform(low, high), low, high))
            values[name] = float(round(value)) if parameter.whole else value
        return values

    mix = [dice.randrange(0, 101), 0, 0]
    mix[1] = dice.randrange(0, 101 - mix[0])
    mix[2] = 100 - mix[0] - mix[1]
    values = some(dice.randrange(0, 30))
    if dice.random() < 0.8:
        values |= {
            f"mix.{name}": share / 100
            for name, share in zip(("competition", "regulation", "trust"), mix, strict=True)
        }
    changes = []
    for i in range(dice.randrange(0, 3)):
        given = some(dice.randrange(1, 4))
        if dice.random() < 0.4:
            given["mix.trust"] = dice.choice((0.0, 0.25, dice.random()))
        start = dice.randrange(0, 60)
        stop = dice.choice((None, start + dice.randrange(1, 40)))
        changes.append(
            {"name": f"change {i}", "given": given, "start": start, "stop": stop,
             "ramp": dice.choice((0, 7)), "share": 1.0, "lottery": "unit"}
        )  # fmt: skip
    return {
        "service": dice.choice(("small-town", "small-town", *SERVICES)),
        "values": values,
        "events": changes,
        "seed": str(dice.randrange(0, 2**62)),
        "world": dice.choice((-1, dice.randrange(20))),
        "replicate": dice.randrange(30),
    }


@cache
def page_worlds():
    return draw_sets(20).each


def scenario_of(case):
    """What a case runs, in its world; None where a scenario like that is refused."""
    try:
        scenario = load(contents.scenario_of(case["service"]), changes=case["values"])
        added = [Intervention(**{**each, "values": each["given"]}) for each in case["events"]]
        scenario = with_interventions(scenario, tuple(added))
    except InputError:
        return None
    return with_set(scenario, page_worlds()[case["world"]]) if case["world"] >= 0 else scenario


def natively(case, months):
    """The same run by the model itself; None where a scenario like that is refused."""
    scenario = scenario_of(case)
    if scenario is None:
        return None
    simulation = Simulation(scenario, int(case["seed"]), case["replicate"], months)
    simulation.run()
    series = simulation.outcomes()
    tally = simulation.state.tally.sum(axis=1)[None]
    results = Results(scenario, 0, tuple(outcomes.OUTCOMES), series[None], outcomes.OUTCOMES, tally)
    return series, results.mean_after_burn_in()[0]


ASK = """async ([question, run]) => {
  const { series, over } = await lab.bits(question, run);
  const bits = (array) => Array.from(new BigUint64Array(array.buffer), String);
  return [bits(series), bits(over)];
}"""


def in_the_page(page, case, months):
    question = {
        "service": case["service"], "values": case["values"], "events": case["events"],
        "seed": case["seed"], "months": months, "burnIn": 24,
        "outcomes": list(range(len(outcomes.OUTCOMES))),
    }  # fmt: skip
    run = {"replicate": case["replicate"], "world": case["world"]}
    found = page.evaluate(ASK, [question, run])
    return [np.array(each, np.uint64).view(np.float64) for each in found]


def compared(page, seeds, months=72):
    tried = 0
    for seed in seeds:
        case = random_case(seed)
        expected = natively(case, months)
        if expected is None:
            continue
        series, over = in_the_page(page, case, months)
        where = json.dumps(case)
        np.testing.assert_array_equal(series.reshape(expected[0].shape), expected[0], where)
        np.testing.assert_array_equal(over, expected[1], where)
        tried += 1
    return tried


def interactions(page, count, seed=1):
    """Press, move and choose at random whatever the page offers."""
    dice = random.Random(seed)
    for _ in range(count):
        page.evaluate(
            """(dice) => {
          const all = [...document.querySelectorAll(
            'main button, header select, main select, main input, main summary, svg.triangle')]
            .filter(each => !each.disabled && each.checkVisibility() && !each.closest('.share'));
          const one = all[Math.floor(dice[0] * all.length)];
          const tell = (kind) => one.dispatchEvent(new Event(kind, {bubbles: true}));
          if (one.tagName === 'SELECT') {
            one.selectedIndex = Math.floor(dice[1] * one.options.length); tell('change');
          } else if (one.type === 'range') {
            one.value = Number(one.min) + dice[1] * (one.max - one.min); tell('input');
          } else if (one.tagName === 'svg') {
            const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];
            const key = keys[Math.floor(dice[1] * 4)];
            one.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
          } else if (one.type === 'number') { one.value = dice[1] * 50; tell('input'); }
          else one.click();
        }""",
            [dice.random(), dice.random()],
        )


def impossible(now):
    """What of a state of the page no scenario can have."""
    found = [] if now["mix"] is None or sum(now["mix"]) == 100 else [now["mix"]]
    found += [each for each in now["happenings"] if not 0 <= each[1] < 120]
    for name, value in {**now["values"], **now["pin"]["values"]}.items():
        low, high = PARAMETERS[name].bounds
        found += [] if low <= value <= high else [(name, value)]
    return found
