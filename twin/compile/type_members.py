"""The SiteWise properties of an equipment type, those that its models write included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from twin import identity
from twin.definition.equipment import EquipmentType, TwinDefinition
from twin.definition.names import DataType
from twin.definition.parts import parts_of
from twin.definition.properties import ChildVariable, PropertySet
from twin.definition.simulation_model import SimulationModelDefinition
from twin.site_document import SignalKind


@dataclass(frozen=True)
class Member:
    """One property of a type, whatever it is made from.

    `formula`, `variables` (variable → property of the same type, or of its child assets) and
    `window` are set for transforms and metrics; `address` is the template of the type for
    measurements. `path` is the part and the name within it, where a part gives the property.
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
    variables: tuple[tuple[str, str | ChildVariable], ...] = ()
    window: str | None = None
    window_offset: str | None = None
    path: tuple[str, str] | None = None


def title_of(name: str, title: str | None) -> str:
    """Return the stated title, or one made from the name."""
    return title or name.replace("_", " ").capitalize()


def members_by_type(twin: TwinDefinition) -> dict[str, tuple[Member, ...]]:
    """Return all properties of each type, those of its parts and interfaces included."""
    return {
        name: tuple(_placed(twin.types[name], twin, members(equipment)))
        for name, equipment in twin.equipment.items()
    }


def members(owner: PropertySet) -> tuple[Member, ...]:
    """Return what a type, component or interface states, in the order of the file.

    What the models of a type write comes last.
    """
    return (
        *_attributes(owner),
        *_measurements(owner),
        *_formulas(owner),
        *(predictions(owner) if isinstance(owner, EquipmentType) else ()),
    )


def _placed(
    equipment: EquipmentType, twin: TwinDefinition, given: tuple[Member, ...]
) -> Iterator[Member]:
    """Yield members with the part that gives them."""
    places = {
        identity.part_name(part, item.name): (part, item.name)
        for part, component in parts_of(equipment, twin.components)
        for item in members(component)
    }
    for member in given:
        yield replace(member, path=places.get(member.name))


def _attributes(equipment: PropertySet) -> Iterator[Member]:
    for name, item in equipment.attributes.items():
        yield Member(
            name=name,
            title=title_of(name, item.title),
            kind="attribute",
            data_type=item.data_type,
            unit=item.unit,
            default=item.default,
        )


def _measurements(equipment: PropertySet) -> Iterator[Member]:
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


def _formulas(equipment: PropertySet) -> Iterator[Member]:
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
            window_offset=metric.window_offset,
        )


def predictions(equipment: EquipmentType) -> Iterator[Member]:
    """Yield what the models of a type write: of each output, and of the model as a whole."""
    for model_name, model in equipment.models.items():
        for measured in model.outputs.values():
            yield from _prediction(equipment, model, measured)
        yield from _of_model(model_name, model)


def _of_model(model_name: str, model: SimulationModelDefinition) -> Iterator[Member]:
    """Yield the version that predicted, whether to rely on it, and why not."""
    told: tuple[tuple[str, str, DataType], ...] = (
        (identity.version_name(model_name), "version", "string"),
        (identity.valid_name(model_name), "valid", "boolean"),
        (identity.validity_name(model_name), "what speaks against it", "string"),
    )
    for name, what, data_type in told:
        yield Member(
            name=name,
            title=f"{title_of(model_name, model.title)}: {what}",
            kind="prediction",
            data_type=data_type,
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
    yield Member(
        name=identity.coverage_name(measured),
        title=f"{title}, coverage of its intervals",
        kind="prediction",
        data_type="double",
        unit="",
        range_low=0.0,
        range_high=1.0,
        stale_after_seconds=_prediction_stale_after_seconds(model),
    )


_TRANSFORM_STALE_AFTER_SECONDS = 60.0
_SECONDS = {"m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}


def window_seconds(window: str) -> float:
    """Return the length of a tumbling window such as `5m` in seconds."""
    return float(window[:-1]) * _SECONDS[window[-1]]


def _prediction_stale_after_seconds(model: SimulationModelDefinition) -> float:
    return 2.5 * 60.0 * model.schedule_minutes
