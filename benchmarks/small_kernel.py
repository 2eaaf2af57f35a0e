"""The small common model of ``neighbours`` as a kernel."""

from __future__ import annotations

from tillitsim.model.core.jit import kernel
from tillitsim.model.core.numerics import clip, normals, uniform
from tillitsim.model.core.random import CASE, draw
from tillitsim.model.mechanisms.trust import update_trust


@kernel
def run(key, trust, months, need, mean, spread, gain, loss):
    """Let trust follow the meetings of some months."""
    for month in range(months):
        for c in range(trust.shape[0]):
            a, b, d, _ = draw(key, CASE, month, c)
            noise, _ = normals(b, d)
            met = 1.0 if uniform(a) < need else 0.0
            moved = update_trust(trust[c], clip(mean + spread * noise, 0.0, 1.0), gain, loss)
            trust[c] += met * (moved - trust[c])
