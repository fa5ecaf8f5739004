"""The alarm state machine: samples and operators in, new records out. Nothing here has effects.

Samples are taken in the order of their source times: one that is not newer than the last one
changes nothing, so repeated and late notifications are harmless.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import replace

from twin.alarms.errors import AlarmNotActive, BadComment
from twin.alarms.state import AlarmRecord, ProcessState
from twin.site_document import Alarm, Comparison
from twin.telemetry.sample import Sample

MAXIMUM_COMMENT_LENGTH = 128
"""What AWS IoT SiteWise keeps of a note."""

_COMPARE: dict[Comparison, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def compare(value: float, comparison: Comparison, limit: float) -> bool:
    """Return whether `value comparison limit` holds."""
    return _COMPARE[comparison](value, limit)


def evaluate(record: AlarmRecord, alarm: Alarm, sample: Sample) -> AlarmRecord:
    """Return the record after one sample; the same record where the sample is late or repeated."""
    if record.evaluated_at is not None and sample.time <= record.evaluated_at:
        return record
    value = _usable_value(sample)
    if value is None:
        return replace(record, evaluated_at=sample.time, suspect=True)
    record = replace(record, evaluated_at=sample.time, value=value, suspect=False)
    if not _is_crossing(record, alarm, value):
        return replace(record, crossing_since=None)
    since = sample.time if record.crossing_since is None else record.crossing_since
    delay = alarm.off_delay_seconds if record.is_active else alarm.on_delay_seconds
    if sample.time - since < delay:
        return replace(record, crossing_since=since)
    return _cross(record, at=sample.time)


def acknowledge(record: AlarmRecord, *, by: str, comment: str, at: float) -> AlarmRecord:
    """Return the record after an operator saw the alarm; repeating it changes nothing.

    Raises `AlarmNotActive` in the normal state and `BadComment` for an unusable comment.
    """
    _check_comment(comment)
    if record.process == "ACTIVE_ACKNOWLEDGED":
        return record
    if record.process == "NORMAL":
        raise AlarmNotActive(
            f"{record.alarm_id} is normal: there is nothing to acknowledge", found=record.process
        )
    process: ProcessState = (
        "ACTIVE_ACKNOWLEDGED" if record.process == "ACTIVE_UNACKNOWLEDGED" else "NORMAL"
    )
    return replace(record, process=process, changed_at=at, acknowledged_by=by, comment=comment)


def shelve(record: AlarmRecord, *, until: float) -> AlarmRecord:
    """Return the record with its annunciation suppressed until a time."""
    return replace(record, shelved_until=until)


def unshelve(record: AlarmRecord) -> AlarmRecord:
    """Return the record with its annunciation restored."""
    return replace(record, shelved_until=None)


def set_out_of_service(record: AlarmRecord, out_of_service: bool) -> AlarmRecord:
    """Return the record taken out of service for maintenance, or back."""
    return replace(record, out_of_service=out_of_service)


def _check_comment(comment: str) -> None:
    if len(comment) > MAXIMUM_COMMENT_LENGTH or not comment.isprintable():
        raise BadComment(
            "the comment cannot be stored",
            found=f"{len(comment)} characters",
            expected=f"one line of at most {MAXIMUM_COMMENT_LENGTH} printable characters",
        )


def _usable_value(sample: Sample) -> float | None:
    if sample.quality == "BAD" or sample.value is None or isinstance(sample.value, str):
        return None
    value = float(sample.value)
    return value if math.isfinite(value) else None


def _is_crossing(record: AlarmRecord, alarm: Alarm, value: float) -> bool:
    """Return whether the value asks for a change of state, dead-band applied on the way back."""
    if not record.is_active:
        return compare(value, alarm.comparison, alarm.threshold)
    if alarm.comparison in (">", ">="):
        return not compare(value, alarm.comparison, alarm.threshold - alarm.dead_band)
    if alarm.comparison in ("<", "<="):
        return not compare(value, alarm.comparison, alarm.threshold + alarm.dead_band)
    return not compare(value, alarm.comparison, alarm.threshold)


def _cross(record: AlarmRecord, *, at: float) -> AlarmRecord:
    process: ProcessState
    if not record.is_active:
        process = "ACTIVE_UNACKNOWLEDGED"
    elif record.process == "ACTIVE_UNACKNOWLEDGED":
        process = "RETURNED_UNACKNOWLEDGED"
    else:
        process = "NORMAL"
    fresh = process == "ACTIVE_UNACKNOWLEDGED"
    return replace(
        record,
        process=process,
        # An acknowledgement is stamped by another clock; a later state must not look older than it.
        changed_at=max(at, record.changed_at or at),
        crossing_since=None,
        acknowledged_by="" if fresh else record.acknowledged_by,
        comment="" if fresh else record.comment,
    )
