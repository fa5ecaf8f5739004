"""What a loaded twin says of its variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytwin.twin_runtime.twin_runtime_core import TwinRuntime
from pytwin.twin_runtime.twin_runtime_error import (
    PropertyInvalidError,
    PropertyNotApplicableError,
    PropertyNotDefinedError,
)

from twin.simulation.variables import Causality, ModelVariable

NO_NUMBERS = ("String",)
"""Texts can be set, but are no inputs of a study."""

ABSENT = (PropertyNotDefinedError, PropertyNotApplicableError, PropertyInvalidError)


def variables_of(twin: TwinRuntime) -> tuple[ModelVariable, ...]:
    """Return the variables of a twin that are numbers, outputs in the order of the twin."""
    return tuple(_variables(twin))


def _variables(twin: TwinRuntime) -> Iterator[ModelVariable]:
    names: tuple[tuple[Causality, list[str]], ...] = (
        ("parameter", twin.twin_get_param_names()),
        ("input", twin.twin_get_input_names()),
        ("output", twin.twin_get_output_names()),
    )
    for causality, group in names:
        for name in map(str, group):
            if _told(twin.twin_get_var_data_type, name) not in NO_NUMBERS:
                yield _variable(twin, name, causality)


def _variable(twin: TwinRuntime, name: str, causality: Causality) -> ModelVariable:
    return ModelVariable(
        name,
        causality,
        unit=str(_told(twin.twin_get_var_unit, name) or ""),
        minimum=_number(twin.twin_get_var_min, name),
        maximum=_number(twin.twin_get_var_max, name),
        start=None if causality == "output" else _number(twin.twin_get_var_start, name),
        description=str(_told(twin.twin_get_var_description, name) or ""),
    )


def _told(ask: Callable[[str], object], name: str) -> object:
    try:
        return ask(name)
    except ABSENT:
        return None


def _number(ask: Callable[[str], object], name: str) -> float | None:
    value = _told(ask, name)
    return float(value) if isinstance(value, (int, float)) else None
