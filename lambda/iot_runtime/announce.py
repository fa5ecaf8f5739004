"""Tell a change of an alarm: its SiteWise state property, and an event for everybody else."""

from __future__ import annotations

from iot_runtime.alarm_table import AlarmTable, Announcement, StoredAlarm
from twin.alarms.events import AlarmStateChanged, alarm_state_changed
from twin.alarms.history import AlarmTransition
from twin.alarms.sitewise import alarm_state_value
from twin.alarms.state import AlarmRecord
from twin.site_document import Alarm
from twin_runtime import clients
from twin_runtime.events import put_detail
from twin_runtime.values import put_string


def announcement(alarm: Alarm, record: AlarmRecord, *, now: float) -> Announcement:
    """Return what to tell of an alarm after a change; `now` in seconds since 1970."""
    return Announcement(
        detail=alarm_state_changed(alarm, record, now=now).to_detail(),
        state_value=alarm_state_value(record, alarm, now=now),
        time=now if record.changed_at is None else record.changed_at,
    )


def transition(
    alarm: Alarm, before: AlarmRecord, after: AlarmRecord, *, now: float, by: str = ""
) -> AlarmTransition:
    """Return what an alarm's history remembers of a change; `by` is empty for the process.

    A change of state has its own time, a signal that became unusable or usable that of its sample.
    """
    at = after.changed_at if after.process != before.process else after.evaluated_at
    return AlarmTransition(
        alarm_id=alarm.id,
        time=now if at is None else at,
        previous=before.state(now=now),
        state=after.state(now=now),
        value=after.value,
        suspect=after.suspect,
        by=by,
        comment=after.comment if by else "",
        recorded_at=now,
    )


def deliver(table: AlarmTable, stored: StoredAlarm, alarm: Alarm) -> None:
    """Tell everything that waits, then note that it is told."""
    if not stored.outbox:
        return
    for entry in stored.outbox:
        put_string(clients.iotsitewise(), alarm.state_alias, entry.state_value, time=entry.time)
        put_detail(AlarmStateChanged.source, AlarmStateChanged.detail_type, entry.detail)
    table.clear_outbox(stored)
