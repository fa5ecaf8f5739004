"""Alarms."""

from __future__ import annotations

from twin.api.routes.route import Route

ROUTES: tuple[Route, ...] = (
    Route("GET", "/alarms", "listAlarms", "iot_alarms", "viewer", "Alarms with their states"),
    Route(
        "GET",
        "/alarms/{alarm_id}/history",
        "getAlarmHistory",
        "iot_alarms",
        "viewer",
        "What happened to an alarm, newest first",
        ("start", "end", "limit", "next_token"),
    ),
    Route(
        "POST",
        "/alarms/{alarm_id}/acknowledge",
        "acknowledgeAlarm",
        "iot_alarms",
        "operator",
        "Acknowledge one alarm",
    ),
)
