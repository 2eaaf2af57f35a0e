"""Where the model stood in version 0.1: ``tillitsim.model`` under its old name, until 1.0.

People's own scripts import ``tillitsim.engine.simulation`` and its neighbours; they go on working,
with a warning that names the new place. Nothing in tillitsim imports this.
"""

from __future__ import annotations

import sys
import warnings

from tillitsim.model import observe, outcomes, simulation

warnings.warn(
    "tillitsim.engine is tillitsim.model now, and a simulation's world is its state; the old names"
    " go with version 1.0.",
    DeprecationWarning,
    stacklevel=2,
)
outcomes.Outcome.en = property(lambda each: each.english)  # type: ignore[attr-defined]  # its old name
for module in (observe, outcomes, simulation):
    sys.modules[f"{__name__}.{module.__name__.rpartition('.')[2]}"] = module
