"""The states that AWS IoT TwinMaker and Grafana know of an alarm.

https://docs.aws.amazon.com/iot-twinmaker/latest/guide/twinmaker-component-types.html
"""

from __future__ import annotations

from typing import Literal

from twin.alarms.state import AlarmState

AlarmStatus = Literal["ACTIVE", "SNOOZE_DISABLED", "ACKNOWLEDGED", "NORMAL"]

STATUSES: dict[AlarmState, AlarmStatus] = {
    "NORMAL": "NORMAL",
    "ACTIVE_UNACKNOWLEDGED": "ACTIVE",
    "ACTIVE_ACKNOWLEDGED": "ACKNOWLEDGED",
    # Somebody still has to see it: of the four, only ACTIVE says so.
    "RETURNED_UNACKNOWLEDGED": "ACTIVE",
    "SHELVED": "SNOOZE_DISABLED",
    "OUT_OF_SERVICE": "SNOOZE_DISABLED",
}
