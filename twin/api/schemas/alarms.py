"""Alarms."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from twin.alarms.machine import MAXIMUM_COMMENT_LENGTH
from twin.alarms.state import AlarmState
from twin.api.schemas.constraints import Text
from twin.site_document import Comparison


class AlarmBody(TypedDict):
    """One alarm, also on the live topic `alarms`: `twin.alarms.events.AlarmStateChanged`.

    `time` is the source time of the last change, null where it never changed.
    """

    alarm_id: str
    asset: str
    title: str
    priority: int
    state: AlarmState
    time: float | None
    signal: str
    value: float | None
    comparison: Comparison
    threshold: float
    suspect: bool
    acknowledged_by: str
    comment: str


class AlarmList(TypedDict):
    """GET /alarms: every alarm of the site, the urgent ones first."""

    alarms: list[AlarmBody]


class AlarmTransitionBody(TypedDict):
    """What happened to an alarm; `by` is who did it, empty for the process itself.

    `time` is the source time of the change or the time of the operator's action, `recorded_at` when
    the twin learned of it; `value` is the signal's value then.
    """

    time: float
    previous: AlarmState
    state: AlarmState
    value: float | None
    suspect: bool
    by: str
    comment: str
    recorded_at: float


class AlarmHistoryPage(TypedDict):
    """GET /alarms/{alarm_id}/history: `start` and `end` in seconds since 1970, both included."""

    alarm_id: str
    transitions: list[AlarmTransitionBody]
    next_token: str | None


class AcknowledgeAlarm(TypedDict):
    """POST /alarms/{alarm_id}/acknowledge; answers the `AlarmBody` after it."""

    comment: NotRequired[Annotated[str, Text(maximum_length=MAXIMUM_COMMENT_LENGTH)]]
