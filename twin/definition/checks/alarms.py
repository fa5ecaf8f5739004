"""Alarms watch a number of their type, at a threshold that it can reach."""

from __future__ import annotations

from twin.definition.alarm import AlarmDefinition
from twin.definition.checks.properties import Property
from twin.definition.checks.scope import Scope
from twin.definition.checks.units import require_unit
from twin.definition.key_path import KeyPath


def check(scope: Scope) -> None:
    """Check the alarms of every type and component."""
    for owner in scope.owners.values():
        stated: dict[str, AlarmDefinition] = getattr(owner.stated, "alarms", {})
        for alarm_name, alarm in stated.items():
            at = (*owner.key, "alarms", alarm_name)
            signal = scope.property_of(owner.name, alarm.signal, (*at, "signal"))
            if signal is not None:
                _check_alarm(scope, alarm, signal, at)


def _check_alarm(scope: Scope, alarm: AlarmDefinition, signal: Property, key: KeyPath) -> None:
    if signal.data_type == "string" or signal.kind == "attributes":
        scope.report.add(
            "BAD_SIGNAL",
            (*key, "signal"),
            "no alarm can watch it",
            found=f"{signal.name}: {signal.data_type} of the {signal.kind}",
            expected="a measured or computed number or boolean",
        )
        return
    if alarm.unit is not None:
        require_unit(scope.report, (*key, "unit"), alarm.unit, of=signal)
    _check_reach(scope, alarm, signal, key)


def _check_reach(scope: Scope, alarm: AlarmDefinition, signal: Property, key: KeyPath) -> None:
    low, high = signal.range or ((0.0, 1.0) if signal.data_type == "boolean" else (None, None))
    if low is None or high is None or low >= high:
        return
    if not low <= alarm.threshold <= high:
        scope.report.add(
            "OUT_OF_RANGE",
            (*key, "threshold"),
            f"{signal.name} never gets there",
            found=f"{alarm.threshold:g}",
            expected=f"within the range of {signal.name}: [{low:g}, {high:g}]",
        )
    elif alarm.dead_band >= high - low:
        scope.report.add(
            "OUT_OF_RANGE",
            (*key, "dead_band"),
            "the alarm would never return to normal",
            found=f"{alarm.dead_band:g}",
            expected=f"less than the range of {signal.name}: {high - low:g}",
        )
