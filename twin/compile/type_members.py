"""The SiteWise properties of an equipment type, those that its models write included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twin import identity
from twin.definition.equipment import EquipmentType
from twin.definition.names import DataType
from twin.definition.simulation_model import SimulationModelDefinition
from twin.site_document import SignalKind


@dataclass(frozen=True)
class Member:
    """One property of a type, whatever it is made from.

    `formula`, `variables` and `window` are set for transforms and metrics; `address` is the
    template of the type for measurements.
    """

    name: str
    title: str
    kind: SignalKind
    data_type: DataType
    unit: str
    range_low: float | None = None
    range_high: float | None = None
    address: str | None = None
    stale_after_seconds: float = 30.0
    dead_band: float = 0.0
    default: float | bool | str | None = None
    formula: str | None = None
    variables: tuple[tuple[str, str], ...] = ()
    window: str | None = None


def title_of(name: str, title: str | None) -> str:
    """Return the stated title, or one made from the name."""
    return title or name.replace("_", " ").capitalize()


def members(equipment: EquipmentType) -> tuple[Member, ...]:
    """Return all properties of a type, in the order of the file, predictions last."""
    return (
        *_attributes(equipment),
        *_measurements(equipment),
        *_formulas(equipment),
        *predictions(equipment),
    )


def _attributes(equipment: EquipmentType) -> Iterator[Member]:
    for name, item in equipment.attributes.items():
        yield Member(
            name=name,
            title=title_of(name, item.title),
            kind="attribute",
            data_type=item.data_type,
            unit=item.unit,
            default=item.default,
        )


def _measurements(equipment: EquipmentType) -> Iterator[Member]:
    for name, item in equipment.measurements.items():
        low, high = item.range or (None, None)
        yield Member(
            name=name,
            title=title_of(name, item.title),
            kind="measurement",
            data_type=item.data_type,
            unit=item.unit,
            range_low=low,
            range_high=high,
            address=item.address,
            stale_after_seconds=item.stale_after_seconds,
            dead_band=item.dead_band,
        )


def _formulas(equipment: EquipmentType) -> Iterator[Member]:
    for name, transform in equipment.transforms.items():
        low, high = transform.range or (None, None)
        yield Member(
            name=name,
            title=title_of(name, transform.title),
            kind="transform",
            data_type=transform.data_type,
            unit=transform.unit,
            range_low=low,
            range_high=high,
            stale_after_seconds=_TRANSFORM_STALE_AFTER_SECONDS,
            formula=transform.formula,
            variables=tuple(transform.variables.items()),
        )
    for name, metric in equipment.metrics.items():
        low, high = metric.range or (None, None)
        yield Member(
            name=name,
            title=title_of(name, metric.title),
            kind="metric",
            data_type=metric.data_type,
            unit=metric.unit,
            range_low=low,
            range_high=high,
            stale_after_seconds=3 * window_seconds(metric.window),
            formula=metric.formula,
            variables=tuple(metric.variables.items()),
            window=metric.window,
        )


def predictions(equipment: EquipmentType) -> Iterator[Member]:
    """Yield what the models of a type write: value, bounds and the version that predicted."""
    for model_name, model in equipment.models.items():
        for measured in model.outputs.values():
            yield from _prediction(equipment, model, measured)
        yield Member(
            name=identity.version_name(model_name),
            title=f"{title_of(model_name, model.title)}: version",
            kind="prediction",
            data_type="string",
            unit="",
            stale_after_seconds=_prediction_stale_after_seconds(model),
        )


def _prediction(
    equipment: EquipmentType, model: SimulationModelDefinition, measured: str
) -> Iterator[Member]:
    source = equipment.measurements.get(measured)
    title = title_of(measured, source.title if source else None)
    low, high = (source.range if source else None) or (None, None)
    for name, suffix in (
        (identity.predicted_name(measured), "predicted"),
        (identity.lower_name(measured), "predicted, lower bound"),
        (identity.upper_name(measured), "predicted, upper bound"),
    ):
        yield Member(
            name=name,
            title=f"{title}, {suffix}",
            kind="prediction",
            data_type="double",
            unit=source.unit if source else "",
            range_low=low,
            range_high=high,
            stale_after_seconds=_prediction_stale_after_seconds(model),
        )


_TRANSFORM_STALE_AFTER_SECONDS = 60.0
_SECONDS = {"m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}


def window_seconds(window: str) -> float:
    """Return the length of a tumbling window such as `5m` in seconds."""
    return float(window[:-1]) * _SECONDS[window[-1]]


def _prediction_stale_after_seconds(model: SimulationModelDefinition) -> float:
    return 2.5 * 60.0 * model.schedule_minutes
