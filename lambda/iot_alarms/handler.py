"""GET /alarms, GET /alarms/{alarm_id}/history and POST /alarms/{alarm_id}/acknowledge."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from iot_runtime.alarm_table import AlarmTable, Changed
from iot_runtime.announce import announcement, deliver, transition
from twin.access.roles import may
from twin.alarms.errors import AlarmForbidden, BadComment, UnknownAlarm
from twin.alarms.events import alarm_state_changed
from twin.alarms.history import transition_body
from twin.alarms.machine import acknowledge
from twin.alarms.state import AlarmRecord
from twin.api.parameters.common import LATEST_SECONDS
from twin.site_document import Alarm
from twin_runtime import clients
from twin_runtime.http import Body, Caller, ProxyResponse, Request, serve
from twin_runtime.settings import setting
from twin_runtime.site import site

_URGENCY = (
    "ACTIVE_UNACKNOWLEDGED",
    "RETURNED_UNACKNOWLEDGED",
    "ACTIVE_ACKNOWLEDGED",
    "SHELVED",
    "OUT_OF_SERVICE",
    "NORMAL",
)


def list_alarms(_request: Request) -> Body:
    """Answer every alarm of the site, the urgent ones first."""
    records, now = _table().load_all(site().alarm_by_id), time.time()
    rows = [
        alarm_state_changed(alarm, records[alarm.id], now=now).to_detail()
        for alarm in site().alarms
    ]
    rows.sort(key=lambda row: (_URGENCY.index(row["state"]), row["priority"], row["alarm_id"]))
    return {"alarms": rows}


def acknowledge_alarm(request: Request) -> Body:
    """Acknowledge one alarm for the caller and answer it as it is then."""
    caller = _operator(request.authenticated)
    alarm = _alarm(request.path["alarm_id"])
    comment = request.json().get("comment", "") if request.body else ""
    if not isinstance(comment, str):
        raise BadComment("the comment is not text", found=type(comment).__name__, expected="text")
    now = time.time()

    def change(record: AlarmRecord) -> Changed:
        seen = acknowledge(record, by=caller.name, comment=comment, at=now)
        step = transition(alarm, record, seen, now=now, by=caller.name)
        return Changed(seen, (announcement(alarm, seen, now=now),), (step,))

    table = _table()
    stored = table.update(alarm.id, change)
    deliver(table, stored, alarm)
    return alarm_state_changed(alarm, stored.record, now=now).to_detail()


def get_history(request: Request) -> Body:
    """Answer one page of what happened to an alarm, newest first."""
    alarm = _alarm(request.path["alarm_id"])
    limit = request.integer("limit")
    page = _table().history(
        alarm.id,
        start=request.number("start", default=0.0),
        end=request.number("end", default=LATEST_SECONDS),
        limit=limit,
        token=request.one("next_token"),
    )
    return {
        "alarm_id": alarm.id,
        "transitions": [transition_body(one) for one in page.transitions],
        "next_token": page.next_token,
    }


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on alarms."""
    return serve(
        event,
        {
            "listAlarms": list_alarms,
            "getAlarmHistory": get_history,
            "acknowledgeAlarm": acknowledge_alarm,
        },
    )


def _operator(caller: Caller) -> Caller:
    if not may(caller.role, "operator"):
        raise AlarmForbidden(
            "this role may not acknowledge alarms",
            found=caller.role or "no role",
            expected="operator or higher",
        )
    return caller


def _alarm(alarm_id: str) -> Alarm:
    alarm = site().alarm_by_id.get(alarm_id)
    if alarm is None:
        raise UnknownAlarm(
            "no alarm has this id",
            found=alarm_id,
            expected=", ".join(sorted(site().alarm_by_id)),
        )
    return alarm


def _table() -> AlarmTable:
    return AlarmTable(clients.dynamodb(), setting("ALARM_TABLE"))
