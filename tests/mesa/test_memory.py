"""A model that goes out of scope is freed, agents that were looked at included.

Mesa 3.3 keeps every model for ever that has made an agent of its own; rows make none.
"""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from collections.abc import Callable, Iterator

import pytest

from tillitsim import Citizen, Staff, SteeringChain


@pytest.fixture
def traced() -> Iterator[None]:
    gc.collect()
    tracemalloc.start()
    yield
    tracemalloc.stop()


def test_models_that_were_looked_at_are_freed(make: Callable[..., SteeringChain]) -> None:
    gone = []
    for rng in range(20):
        model = make(months=2, rng=rng)
        model.step()
        agents = list(model.agents)
        gone += [weakref.ref(model), weakref.ref(agents[0]), weakref.ref(model.simulation)]
    del model, agents
    gc.collect()
    assert not any(reference() for reference in gone)


@pytest.mark.usefixtures("traced")
def test_twenty_models_in_a_row_take_no_more_memory_than_one() -> None:
    def one() -> int:
        model = SteeringChain("demonstration", changes={"chain.units": 100}, months=12)
        list(model.agents_by_type[Staff].select(at_most=10))
        return sum(column.nbytes for column in model.simulation.state.citizen)

    one()
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    columns = [one() for _ in range(20)]
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    assert after - before < columns[0]


@pytest.mark.usefixtures("traced")
def test_large_models_in_a_row_do_not_wait_for_the_collector() -> None:
    sizes, peaks = [], []
    for _ in range(3):
        before, _ = tracemalloc.get_traced_memory()
        model = SteeringChain(
            "demonstration", changes={"chain.units": 2000, "chain.councils": 1}, months=1
        )
        assert len(model.agents_by_type[Citizen]) == 400_000
        sizes.append(tracemalloc.get_traced_memory()[0] - before)
        peaks.append(tracemalloc.get_traced_memory()[1])
    assert max(peaks) < 3.5 * sizes[0]
