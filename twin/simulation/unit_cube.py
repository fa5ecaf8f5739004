"""What designs over distributions share: settings, names, and points of the unit cube."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

from twin.simulation.design import COUNT, Design, Settings, inputs_of, settings_schema
from twin.simulation.design_errors import DesignInvalid
from twin.simulation.distributions import DISTRIBUTION_SCHEMA, check_distributions

if TYPE_CHECKING:
    from twin.simulation.floats import Floats

    Points = Callable[[int, int, int, int, int], Floats]
    """Give points of the unit cube: (dimensions, count, seed, first, last)."""

INPUTS = {"type": "object", "additionalProperties": DISTRIBUTION_SCHEMA}
MOST_INPUTS = 1000


def over_distributions(name: str, title: str, points: Points) -> Design:
    """Return the design that takes points of the unit cube to the inputs' distributions."""

    def rows(settings: Settings, seed: int, first: int, last: int) -> Floats:
        from twin.simulation.distribution_inverses import from_unit  # only here: with numpy

        names = inputs_of(settings)
        unit = points(len(names), settings["count"], seed, first, last)
        return from_unit(unit, {item: settings["inputs"][item] for item in names})

    return Design(
        name=name,
        title=title,
        schema=settings_schema(count=COUNT, inputs=INPUTS),
        check=check_inputs,
        input_names=inputs_of,
        count=lambda settings: int(settings["count"]),
        rows=rows,
    )


def check_inputs(settings: Settings) -> None:
    """Require some inputs and ranges that are not empty.

    Raises:
        DesignInvalid: there are none, too many, or an empty range.
    """
    if not 1 <= len(settings["inputs"]) <= MOST_INPUTS:
        raise DesignInvalid(
            "the design has no inputs or too many",
            found=str(len(settings["inputs"])),
            expected=f"1 to {MOST_INPUTS}",
            where="design.inputs",
        )
    check_distributions(settings["inputs"])


def sobol_points(dimensions: int, seed: int, first: int, last: int) -> Floats:
    """Return points of a scrambled Sobol sequence by their numbers, without those before."""
    import numpy as np  # only here, as in all designs: functions have none
    from scipy.stats import qmc

    engine = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed))
    if first:
        engine.fast_forward(first)
    with warnings.catch_warnings():
        # A chunk of a sequence is no power of two; the whole may be.
        warnings.filterwarnings("ignore", message="The balance properties of Sobol")
        return np.asarray(engine.random(last - first))
