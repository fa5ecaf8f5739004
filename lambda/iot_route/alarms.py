"""Evaluate the alarms of one signal over new samples."""

from __future__ import annotations

import time
from collections.abc import Sequence

from iot_runtime.alarm_table import AlarmTable, Announcement, Change
from iot_runtime.announce import announcement, deliver
from twin.alarms.machine import evaluate
from twin.alarms.state import AlarmRecord
from twin.site_document import Alarm
from twin.telemetry.sample import Sample


def evaluate_alarms(table: AlarmTable, alarms: Sequence[Alarm], samples: Sequence[Sample]) -> None:
    """Move every alarm by the samples and tell its changes; repeating it changes nothing."""
    for alarm in alarms:
        stored = table.update(alarm.id, _evaluation(alarm, samples))
        deliver(table, stored, alarm)


def _evaluation(alarm: Alarm, samples: Sequence[Sample]) -> Change:
    def change(record: AlarmRecord) -> tuple[AlarmRecord, tuple[Announcement, ...]]:
        announcements = []
        for sample in samples:
            following = evaluate(record, alarm, sample)
            if following.process != record.process or following.suspect != record.suspect:
                announcements.append(announcement(alarm, following, now=time.time()))
            record = following
        return record, tuple(announcements)

    return change
