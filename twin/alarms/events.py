"""The event that says that an alarm changed, and the row that lists one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from twin.alarms.state import AlarmRecord, AlarmState
from twin.site_document import Alarm, Comparison


@dataclass(frozen=True)
class AlarmStateChanged:
    """An alarm as it is after a change; `time` is the source time of the change.

    It is also one row of the alarm list, so that a console can merge events into its list.
    """

    source: ClassVar[str] = "twin.iot"
    detail_type: ClassVar[str] = "AlarmStateChanged"

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

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event and the payload of the live channel."""
        return asdict(self)


def alarm_state_changed(alarm: Alarm, record: AlarmRecord, *, now: float) -> AlarmStateChanged:
    """Return the event, or list row, of an alarm in its present state."""
    return AlarmStateChanged(
        alarm_id=alarm.id,
        asset=alarm.asset,
        title=alarm.title,
        priority=alarm.priority,
        state=record.state(now=now),
        time=record.changed_at,
        signal=alarm.signal,
        value=record.value,
        comparison=alarm.comparison,
        threshold=alarm.threshold,
        suspect=record.suspect,
        acknowledged_by=record.acknowledged_by,
        comment=record.comment,
    )
