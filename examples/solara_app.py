"""The steering chain in Mesa's own page, SolaraViz.

    pip install "tillitsim[solara]"
    solara run examples/solara_app.py

Every visitor steers a chain of their own. A dot is a person, coloured by one state of theirs.
"""

import numpy as np
import solara
from matplotlib.figure import Figure
from mesa.visualization import Slider, SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

from tillitsim import Citizen, Manager, Politician, Staff, SteeringChain

SHOWN = {
    Politician: "trust_in_operations",
    Manager: "fidelity",
    Staff: "motivation",
    Citizen: "trust",
}
"""The kinds of people from politics down, and what colours the dots of each (0-1)."""

PARAMETERS = {
    "case": "demonstration",
    "months": 60,
    "trust": Slider("Trust, share of the mix", 0.4, 0.0, 1.0, 0.05),
    "intensity": Slider("How much steering", 1.0, 0.2, 2.0, 0.1),
    "rng": Slider("Seed", 0, 0, 99, 1, dtype=int),
}


@solara.component
def People(model: SteeringChain):
    """Everybody as a dot, from politics down to the citizens."""
    update_counter.get()  # drawn anew with every month
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    for level, (kind, state) in enumerate(SHOWN.items()):
        values = model.agents_by_type[kind].get(state)
        across = (np.arange(len(values)) + 0.5) / len(values)
        down = level + 0.25 * np.sin(np.arange(len(values)) * 2.4)
        dots = axes.scatter(across, down, s=14, c=values, cmap="cividis", vmin=0, vmax=1)
    axes.set_yticks(
        range(len(SHOWN)), [f"{kind.__name__}\n{state}" for kind, state in SHOWN.items()]
    )
    axes.set_xticks([])
    axes.invert_yaxis()
    figure.colorbar(dots, label="state (0-1)")
    solara.FigureMatplotlib(figure, dependencies=[model, model.tick], format="png")


@solara.component
def Page():
    """What ``solara run`` shows."""
    first = {name: getattr(each, "value", each) for name, each in PARAMETERS.items()}
    model = solara.use_memo(lambda: SteeringChain(**first), [])
    SolaraViz(
        model,
        components=[
            (People, 0),
            make_plot_component({"good_meetings": "tab:green", "reporting_gap": "tab:red"}),
            make_plot_component({"can": "tab:blue", "will": "tab:orange", "dare": "tab:purple"}),
        ],
        model_params=PARAMETERS,
        name="The steering chain",
        play_interval=200,
    )
