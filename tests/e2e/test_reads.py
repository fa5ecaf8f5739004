"""What a running twin can be asked: signals on one axis, statistics, the graph, what was missed."""

from __future__ import annotations

import time
from typing import Any

import boto3
import pytest
import urllib3
from botocore import UNSIGNED
from botocore.config import Config

from tests.e2e.conftest import Twin, eventually
from twin.live.event_id import EventId

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]
SPEED, LEVEL = "/demo/P-101/speed", "/demo/T-101/level"


def token_of_a_viewer(twin: Twin) -> str:
    status = twin.run("status")
    (viewer,) = (user for user in status["users"] if user["groups"] == ["viewer"])
    client = boto3.client(
        "cognito-idp",
        region_name=status["region"],
        endpoint_url=status["endpoint_url"],
        config=Config(signature_version=UNSIGNED),
    )
    answer = client.initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=status["user_pool_client_id"],
        AuthParameters={"USERNAME": viewer["name"], "PASSWORD": viewer["password"]},
    )
    return answer["AuthenticationResult"]["AccessToken"]


def test_two_signals_are_told_at_the_same_instants(twin: Twin) -> None:
    def rows() -> list[dict[str, Any]]:
        return [
            row
            for row in twin.rows("signals", "values", SPEED, LEVEL, "--step", "5s")
            if None not in row["qualities"].values()
        ]

    (first, *_) = eventually(rows, seconds=60, what="an instant with both values")
    assert set(first["values"]) == {SPEED, LEVEL}


def test_statistics_of_minutes_come_line_by_line(twin: Twin) -> None:
    windows = eventually(
        lambda: twin.rows("signals", "history", SPEED, "--aggregate", "1m"),
        seconds=150,
        what="the statistics of a minute",
    )
    assert windows[0]["end"] - windows[0]["start"] == 60
    assert windows[0]["minimum"] <= windows[0]["average"] <= windows[0]["maximum"]


def test_the_graph_answers_each_kind_of_question(twin: Twin) -> None:
    (top, *_) = twin.run("graph", "tree")["assets"]
    assert top["depth"] == 0
    pumps = twin.run("graph", "find", "pump where rated_power > 10")["nodes"]
    assert {node["name"] for node in pumps} == {"P-101", "P-102"}
    measured = twin.run("graph", "find", "pump where speed >= 0")["nodes"]
    assert {node["type"] for node in measured} == {"pump"}
    assert twin.run("graph", "show", SPEED)["id"] == "signal:P-101.speed"
    found = twin.run("graph", "neighbours", "P-101", "--relation", "alarm_of")["neighbours"]
    assert "alarm:P-101.high_vibration" in {one["node"]["id"] for one in found}
    (path,) = twin.run("graph", "path", "P-101.high_vibration", "T-101")["paths"]
    assert path["nodes"][-1]["id"] == "asset:T-101"


def test_what_the_live_channel_said_is_told_to_who_was_away(twin: Twin) -> None:
    url = f"{twin.run('status')['api_url']}/live/events"
    token = token_of_a_viewer(twin)

    def names() -> set[str]:
        last = str(EventId.at(time.time() - 60))
        headers = {"authorization": f"Bearer {token}", "last-event-id": last}
        answer = urllib3.request("GET", url, headers=headers)
        assert answer.status == 200, answer.data
        assert answer.headers["content-type"] == "text/event-stream"
        text = answer.data.decode()
        return {line[7:] for line in text.splitlines() if line.startswith("event: ")}

    eventually(lambda: names() >= {"values", "current"}, seconds=60, what="missed values")
    assert "reset" not in names()
