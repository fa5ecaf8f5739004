"""Tell a change of an alarm: its SiteWise state property, and an event for everybody else."""

from __future__ import annotations

from iot_runtime.alarm_table import AlarmTable, Announcement, StoredAlarm
from twin.alarms.events import AlarmStateChanged, alarm_state_changed
from twin.alarms.sitewise import alarm_state_value
from twin.alarms.state import AlarmRecord
from twin.site_document import Alarm
from twin_runtime import clients
from twin_runtime.events import put_event
from twin_runtime.values import put_string


def announcement(alarm: Alarm, record: AlarmRecord, *, now: float) -> Announcement:
    """Return what to tell of an alarm after a change; `now` in seconds since 1970."""
    return Announcement(
        detail=alarm_state_changed(alarm, record, now=now).to_detail(),
        state_value=alarm_state_value(record, alarm, now=now),
        time=now if record.changed_at is None else record.changed_at,
    )


def deliver(table: AlarmTable, stored: StoredAlarm, alarm: Alarm) -> None:
    """Tell everything that waits, then note that it is told."""
    if not stored.outbox:
        return
    for entry in stored.outbox:
        put_string(clients.iotsitewise(), alarm.state_alias, entry.state_value, time=entry.time)
        put_event(AlarmStateChanged.source, AlarmStateChanged.detail_type, entry.detail)
    table.clear_outbox(stored)
