"""EventBridge keeps events in archives and replays them to the rules of the bus."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from tests.integration.execution.messaging.conftest import Client
from tests.integration.execution.messaging.test_topics import Make


def test_a_replay_sends_archived_events_again(client: Client, queue: Make) -> None:
    events, heard = client("events"), queue()
    bus = events.create_event_bus(Name="kept")["EventBusArn"]
    archive = events.create_archive(
        ArchiveName="kept",
        EventSourceArn=bus,
        EventPattern=json.dumps({"detail": {"keep": [True]}}),
    )["ArchiveArn"]
    for keep in (True, False):
        detail = json.dumps({"keep": keep})
        entry = {"Source": "s", "DetailType": "d", "Detail": detail, "EventBusName": "kept"}
        events.put_events(Entries=[entry])
    events.put_rule(Name="r", EventBusName="kept", EventPattern=json.dumps({"source": ["s"]}))
    target = {"Id": "1", "Arn": heard.arn}
    events.put_targets(Rule="r", EventBusName="kept", Targets=[target])
    now = datetime.now(tz=UTC)
    events.start_replay(
        ReplayName="again",
        EventSourceArn=archive,
        EventStartTime=now - timedelta(hours=1),
        EventEndTime=now + timedelta(hours=1),
        Destination={"Arn": bus},
    )
    found = [json.loads(message["Body"]) for message in heard.take(2, limit_s=1)]
    assert [event["detail"] for event in found] == [{"keep": True}]
    assert found[0]["replay-name"] == "again"
