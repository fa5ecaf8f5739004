"""Evaluate the alarms of one signal over new samples."""

from __future__ import annotations

import time
from collections.abc import Sequence

from iot_runtime.alarm_table import AlarmTable, Change, Changed
from iot_runtime.announce import announcement, deliver, transition
from twin.alarms.machine import evaluate
from twin.alarms.state import AlarmRecord
from twin.site_document import Alarm
from twin.telemetry.sample import Sample


def evaluate_alarms(table: AlarmTable, alarms: Sequence[Alarm], samples: Sequence[Sample]) -> None:
    """Move every alarm by the samples and tell its changes; repeating it changes nothing."""
    for alarm in alarms:
        stored = table.update(alarm.id, evaluation(alarm, samples))
        deliver(table, stored, alarm)


def evaluation(alarm: Alarm, samples: Sequence[Sample]) -> Change:
    """Return the change of an alarm's record that samples make, in the order of their times."""

    def change(record: AlarmRecord) -> Changed:
        announcements, transitions = [], []
        for sample in samples:
            following, now = evaluate(record, alarm, sample), time.time()
            if following.process != record.process or following.suspect != record.suspect:
                announcements.append(announcement(alarm, following, now=now))
                transitions.append(transition(alarm, record, following, now=now))
            record = following
        return Changed(record, tuple(announcements), tuple(transitions))

    return change
