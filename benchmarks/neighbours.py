"""(d) Neighbours on a small common model: citizens whose trust follows the meetings they have.

Each month a citizen has a need with probability 0.4, perceives a quality drawn from N(0.6, 0.2)
held to [0, 1], and moves trust towards it: by 5% of the gap upwards, 15% downwards. Citizens are
independent, so their final trusts are a sample, and two frameworks can be compared by a test.

    python benchmarks/neighbours.py NAME CITIZENS MONTHS TURNS
"""

from __future__ import annotations

import json
import random
import sys
import time

import numpy as np

NEED, MEAN, SPREAD, GAIN, LOSS, START = 0.4, 0.6, 0.2, 0.05, 0.15, 0.5


def mesa(citizens: int, months: int, seed: int) -> np.ndarray:
    """Mesa: an object each."""
    from mesa import Agent, Model

    class Citizen(Agent):
        def __init__(self, model):
            super().__init__(model)
            self.trust = START

        def step(self):
            draw = self.model.random
            if draw.random() < NEED:
                gap = min(1.0, max(0.0, draw.gauss(MEAN, SPREAD))) - self.trust
                self.trust += (GAIN if gap > 0.0 else LOSS) * gap

    class Service(Model):
        def __init__(self):
            super().__init__(rng=seed)
            Citizen.create_agents(self, citizens)

        def step(self):
            self.agents.do("step")

    model = Service()
    for _ in range(months):
        model.step()
    return np.array(model.agents.get("trust"))


def agentpy(citizens: int, months: int, seed: int) -> np.ndarray:
    """AgentPy: an object each."""
    import agentpy

    class Citizen(agentpy.Agent):
        def setup(self):
            self.trust = START

        def meet(self):
            draw = self.model.random
            if draw.random() < NEED:
                gap = min(1.0, max(0.0, draw.gauss(MEAN, SPREAD))) - self.trust
                self.trust += (GAIN if gap > 0.0 else LOSS) * gap

    class Service(agentpy.Model):
        def setup(self):
            self.citizens = agentpy.AgentList(self, citizens, Citizen)

        def step(self):
            self.citizens.meet()

    model = Service({"steps": months, "seed": seed})
    model.run(display=False)
    return np.array(list(model.citizens.trust))


def _moved(trust: np.ndarray, draws: np.random.Generator) -> np.ndarray:
    """Trust a month later, in whole columns."""
    met = draws.random(len(trust)) < NEED
    gap = np.clip(draws.normal(MEAN, SPREAD, len(trust)), 0.0, 1.0) - trust
    return trust + met * np.where(gap > 0.0, GAIN, LOSS) * gap


def amber(citizens: int, months: int, seed: int) -> np.ndarray:
    """AMBER: a Polars column, vectorised."""
    import ambr

    class Service(ambr.Model):
        def setup(self):
            self.add_agents(citizens, trust=START)

        def step_vectorized(self):
            self.agents.trust = _moved(self.agents.trust.to_numpy(), self.rng)

    model = Service({"steps": months, "seed": seed, "show_progress": False})
    model.cpu(mode="vectorized").run()
    return np.array(model.agents.trust.to_numpy())


def mesa_frames(citizens: int, months: int, seed: int) -> np.ndarray:
    """mesa-frames: a Polars data frame."""
    import polars as pl
    from mesa_frames import AgentSetPolars, ModelDF

    class Citizens(AgentSetPolars):
        def __init__(self, model):
            super().__init__(model)
            self += pl.DataFrame(
                {"unique_id": np.arange(citizens), "trust": np.full(citizens, START)}
            )

        def step(self):
            self["trust"] = pl.Series(_moved(self["trust"].to_numpy(), self.model.random))

    class Service(ModelDF):
        def __init__(self):
            super().__init__(seed)
            self.agents += Citizens(self)

        def step(self):
            self.agents.do("step")

    model = Service()
    for _ in range(months):
        model.step()
    return next(iter(model.agents["trust"].values())).to_numpy()


def numpy_columns(citizens: int, months: int, seed: int) -> np.ndarray:
    """NumPy without a framework."""
    trust, draws = np.full(citizens, START), np.random.default_rng(seed)
    for _ in range(months):
        trust = _moved(trust, draws)
    return trust


def tillitsim(citizens: int, months: int, seed: int) -> np.ndarray:
    """A rule and a kernel with keyed chance, as in this project."""
    from tillitsim.model.core.random import key

    from small_kernel import run

    trust = np.full(citizens, START)
    run(key(seed, 0), trust, months, NEED, MEAN, SPREAD, GAIN, LOSS)
    return trust


FRAMEWORKS = {
    "tillitsim": tillitsim, "numpy": numpy_columns, "amber": amber, "mesa-frames": mesa_frames,
    "mesa": mesa, "agentpy": agentpy,
}  # fmt: skip


def main() -> None:
    """Time one framework; print seconds and a sample of final trusts as JSON."""
    name, (citizens, months, turns) = sys.argv[1], map(int, sys.argv[2:])
    seconds = []
    for turn in range(turns + 1):
        random.seed(turn)
        start = time.process_time()
        trust = FRAMEWORKS[name](citizens, months, 1 + turn)
        seconds.append(time.process_time() - start)
    print(json.dumps({"seconds": seconds[1:], "sample": trust[:5000].tolist()}))


if __name__ == "__main__":
    main()
