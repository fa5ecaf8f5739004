"""How many values a second a site stores, and how many SiteWise computes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twin.definition.checks.properties import by_name
from twin.definition.equipment import EquipmentType
from twin.definition.properties import Measurement, Metric
from twin.definition.quota_uses.formulas import sources_of
from twin.definition.quota_uses.use import Use
from twin.definition.site import SiteDefinition
from twin.formula import FormulaError
from twin.formula.windows import interval_seconds
from twin.telemetry.rates import NOTHING, ValueRate, value_rate

ENTRIES_PER_REQUEST = 10
SECONDS_PER_MINUTE = 60
UNSTATED = Measurement()
"""A measured value of which the site file says nothing."""


def measure(site: SiteDefinition) -> Iterator[Use]:
    """Yield values, requests and computed values a second; alarm states are too few to count."""
    key = ("twin", "assets")
    stored = sum((one.expected for one in _rates_of_assets(site)), start=0.0)
    yield Use("values_per_second", stored, key)
    yield Use("data_requests_per_second", stored / ENTRIES_PER_REQUEST, key)
    yield Use("computed_values_per_second", computed_per_second(site), key)
    for name, equipment in site.twin.equipment.items():
        for stated, item in equipment.measurements.items():
            at = ("twin", "types", name, "measurements", stated)
            yield Use("values_per_property_per_second", rate_of(item).expected, at)


def rate_of(measurement: Measurement) -> ValueRate:
    """Return the rates of one measurement."""
    return value_rate(
        stale_after_seconds=measurement.stale_after_seconds,
        expected_period_seconds=measurement.expected_period_seconds,
    )


def measured_rates(equipment: EquipmentType) -> dict[str, ValueRate]:
    """Return the rates of all that a PLC delivers for one asset of a type, by property."""
    return {
        item.name: rate_of(equipment.measurements.get(item.name, UNSTATED))
        for item in by_name(equipment).values()
        if item.kind == "measurements"
    }


def predicted_per_second(equipment: EquipmentType) -> float:
    """Return how many values a second the models of one asset store: all, once a schedule."""
    written = [item.key[1] for item in by_name(equipment).values() if item.kind == "models"]
    minutes = {name: model.schedule_minutes for name, model in equipment.models.items()}
    return sum(1 / (minutes[str(name)] * SECONDS_PER_MINUTE) for name in written)


def computed_per_second(site: SiteDefinition) -> float:
    """Return how many values SiteWise computes: one per value of an input, one per window."""
    by_type = {name: _computed(equipment) for name, equipment in site.twin.equipment.items()}
    return sum(by_type.get(asset.type, 0.0) for asset in site.twin.assets.values())


def _rates_of_assets(site: SiteDefinition) -> Iterator[ValueRate]:
    of_types = {name: _rates_of(equipment) for name, equipment in site.twin.equipment.items()}
    for asset in site.twin.assets.values():
        yield from of_types.get(asset.type, ())


def _rates_of(equipment: EquipmentType) -> tuple[ValueRate, ValueRate]:
    """Return the rates of what is measured and of what is predicted for one asset of a type."""
    predicted = predicted_per_second(equipment)
    measured = sum(measured_rates(equipment).values(), start=NOTHING)
    return measured, ValueRate(predicted, predicted, predicted)


def _computed(equipment: EquipmentType) -> float:
    known, sources = by_name(equipment), sources_of(equipment)
    measured = measured_rates(equipment)

    def rate(name: str, seen: frozenset[str]) -> float:
        if name in measured:
            return measured[name].expected
        if name in seen or name not in sources:
            return 0.0
        formula = known[name].formula
        if isinstance(formula, Metric):
            return _per_window(formula)
        return sum(rate(one, seen | {name}) for one in sources[name])

    return sum(rate(name, frozenset()) for name in sources)


def _per_window(metric: Metric) -> float:
    try:
        return 1 / interval_seconds(metric.window)
    except FormulaError:
        return 0.0  # reported where formulas are checked


def total_rate(site: SiteDefinition) -> ValueRate:
    """Return the values a second that a site stores."""
    return sum(_rates_of_assets(site), start=NOTHING)


def stream_rates(site: SiteDefinition) -> Mapping[str, tuple[float, ...]]:
    """Return the expected values a second of each measured stream, by asset."""
    types = site.twin.equipment
    return {
        asset_id: tuple(one.expected for one in measured_rates(types[asset.type]).values())
        for asset_id, asset in site.twin.assets.items()
        if asset.type in types
    }
