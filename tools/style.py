"""Fits the response style of the survey layer to the published answers that come with tillitsim.

    python tools/style.py [REPLICATES]

prints the four sizes, which stand as defaults in ``studies/levels/survey.py``, and how many facts
lie inside their tolerance: fitted together, and each sector under the style of the others. Run it
again after the equations or a baseline have changed.
"""

from __future__ import annotations

import sys

from tillitsim.scenario.load import load
from tillitsim.studies.levels.facts import load_facts
from tillitsim.studies.levels.fit import decided_by_answers, fit, inside
from tillitsim.studies.levels.readings import judged, seed_offset
from tillitsim.studies.levels.sample import sample
from tillitsim.studies.levels.survey import Style


def main() -> None:
    """Run every service that is asked about, and fit."""
    replicates = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    facts = judged(load_facts())
    services = {name: load(name) for name in dict.fromkeys(n for f in facts for n in f.services)}
    samples = [
        {
            name: sample(each, seed_offset(name), replicate, Style())
            for name, each in services.items()
        }
        for replicate in range(replicates)
    ]
    found = fit(facts, samples)
    asked = decided_by_answers(facts, samples)
    sys.stdout.write(
        f"{Style()}: {inside(asked, samples, Style())} inside, as it stands\n"
        f"{found.style}\n"
        f"{len(found.facts)} levels are decided by answers; {found.inside} of them inside,"
        f" {found.apart} where each sector has the style of the others.\n"
    )


if __name__ == "__main__":
    main()
