"""The value of an `AWS/ALARM_STATE` property for an alarm of type EXTERNAL.

Shape: https://docs.aws.amazon.com/iot-sitewise/latest/userguide/define-external-alarms.html
"""

from __future__ import annotations

import json
from typing import Literal, TypedDict

from twin.alarms.state import AlarmRecord, AlarmState
from twin.site_document import Alarm, Comparison

StateName = Literal["Normal", "Active", "Acknowledged", "Latched", "SnoozeDisabled", "Disabled"]

_NAMES: dict[AlarmState, StateName] = {
    "NORMAL": "Normal",
    "ACTIVE_UNACKNOWLEDGED": "Active",
    "ACTIVE_ACKNOWLEDGED": "Acknowledged",
    "RETURNED_UNACKNOWLEDGED": "Latched",
    "SHELVED": "SnoozeDisabled",
    "OUT_OF_SERVICE": "Disabled",
}


class _SimpleRule(TypedDict):
    inputProperty: float
    operator: Comparison
    threshold: float


class _RuleEvaluation(TypedDict):
    simpleRule: _SimpleRule


class _Acknowledge(TypedDict):
    note: str


class _CustomerAction(TypedDict):
    actionName: Literal["ACKNOWLEDGE"]
    acknowledge: _Acknowledge


class _AlarmStateValue(TypedDict, total=False):
    stateName: StateName
    ruleEvaluation: _RuleEvaluation
    customerAction: _CustomerAction


def alarm_state_value(record: AlarmRecord, alarm: Alarm, *, now: float) -> str:
    """Return the JSON text to store; always shorter than the 1,024 characters of a string value."""
    value: _AlarmStateValue = {"stateName": _NAMES[record.state(now=now)]}
    if record.value is not None:
        value["ruleEvaluation"] = {
            "simpleRule": {
                "inputProperty": record.value,
                "operator": alarm.comparison,
                "threshold": alarm.threshold,
            }
        }
    if record.acknowledged_by:
        value["customerAction"] = {
            "actionName": "ACKNOWLEDGE",
            "acknowledge": {"note": record.comment},
        }
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
