"""How much a rule, an entry and a schedule may be.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.events.exceptions import ValidationException
from moto.events.models import EventsBackend
from moto.events.responses import EventsHandler
from moto.scheduler.exceptions import ValidationException as ScheduleRefused
from moto.scheduler.models import EventBridgeSchedulerBackend

from twin_local.execution.events.cron import ScheduleError, parse
from twin_local.execution.patching import before

MAXIMUM_TARGETS = 5
"""Targets of one rule."""

LARGEST_ENTRIES_BYTES = 1024 * 1024
"""All entries of one request together."""

TIME_BYTES = 14
"""What a time counts, whatever it is."""

ONE_OF_MANY = re.compile(r"rate\(\s*(1\s+\w+s|(?!1\s)\d+\s+\w*[^s\s])\s*\)")
"""`rate(1 minutes)` and `rate(5 minute)`, which rules refuse and schedules take."""

SCHEDULE = re.compile(
    r"rate\(\s*\d+\s+(minute|hour|day)s?\s*\)|cron\(.*\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)"
)
"""The three forms of EventBridge Scheduler."""


class LimitExceeded(JsonRESTError):
    """A resource would have more than it may."""

    code = 400

    def __init__(self, message: str) -> None:
        super().__init__("LimitExceededException", message)


def install() -> None:
    """Check what is put before moto takes it."""
    before(EventsBackend, "put_rule", _check_rule)
    before(EventsBackend, "put_targets", _check_targets)
    before(EventsHandler, "put_events", _check_entries)
    for name in ("create_schedule", "update_schedule"):
        before(EventBridgeSchedulerBackend, name, _check_schedule)


def _check_rule(backend: EventsBackend, name: str, **settings: Any) -> None:
    expression = settings.get("scheduled_expression")
    if expression and not _is_rule_schedule(expression):
        raise ValidationException("Parameter ScheduleExpression is not valid.")


def _is_rule_schedule(expression: str) -> bool:
    try:
        parse(expression)
    except ScheduleError:
        return False
    return not expression.startswith("at(") and ONE_OF_MANY.fullmatch(expression) is None


def _check_targets(
    backend: EventsBackend, name: str, event_bus_arn: str | None, targets: list[dict[str, Any]]
) -> None:
    bus = backend._get_event_bus(backend._normalize_event_bus_arn(event_bus_arn))
    rule = bus.rules.get(name)
    known = {one["Id"] for one in rule.targets} if rule else set()
    if len(known | {one["Id"] for one in targets}) > MAXIMUM_TARGETS:
        raise LimitExceeded("The requested resource exceeds the maximum number allowed.")


def _check_entries(response: EventsHandler) -> None:
    entries = response._get_param("Entries") or []
    if sum(_size(one) for one in entries) > LARGEST_ENTRIES_BYTES:
        raise ValidationException("Total size of the entries in the request is over the limit.")


def _size(entry: Mapping[str, Any]) -> int:
    texts = [entry.get(name) or "" for name in ("Source", "DetailType", "Detail")]
    texts.extend(entry.get("Resources") or ())
    return sum(len(text.encode()) for text in texts) + (TIME_BYTES if entry.get("Time") else 0)


def _check_schedule(backend: EventBridgeSchedulerBackend, **settings: Any) -> None:
    expression = settings["schedule_expression"]
    if SCHEDULE.fullmatch(expression) is None:
        raise ScheduleRefused(f"Invalid Schedule Expression {expression}.")
    try:
        parse(expression, zone=settings.get("schedule_expression_timezone") or "UTC")
    except ScheduleError as error:
        raise ScheduleRefused(f"Invalid Schedule Expression {expression}.") from error
    window = settings["flexible_time_window"]
    if (window["Mode"] == "FLEXIBLE") != (window.get("MaximumWindowInMinutes") is not None):
        needed = "required" if window["Mode"] == "FLEXIBLE" else "not allowed"
        raise ScheduleRefused(f"MaximumWindowInMinutes is {needed} when Mode is {window['Mode']}.")
