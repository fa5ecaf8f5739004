# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""The IoT functions against moto's DynamoDB, EventBridge and shadows, and a SiteWise of our own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tests.api_event import api_event
from tests.tables import create_table
from twin.api.routes import ROUTES
from twin.compile import compile_site
from twin.definition import load_site
from twin.site_document import SiteDocument
from twin_runtime import clients, live
from twin_runtime import site as runtime_site


@dataclass
class SiteWise:
    """Values by alias, as the functions read and write them."""

    latest: dict[str, dict[str, Any]] = field(default_factory=dict)
    stored: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    aliases: dict[tuple[str, str], str | None] = field(default_factory=dict)
    history: list[dict[str, Any]] = field(default_factory=list)
    asked: dict[str, Any] = field(default_factory=dict)
    next_token: str | None = None
    stamps: dict[str, list[tuple[float, float | None, str]]] = field(default_factory=dict)
    windows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    batches: list[list[dict[str, Any]]] = field(default_factory=list)

    def set(self, alias: str, value: float | None, time: float, quality: str = "GOOD") -> None:
        """Make a value the latest one."""
        variant = {"nullValue": {"valueType": "D"}} if value is None else {"doubleValue": value}
        stamp = {"timeInSeconds": int(time), "offsetInNanos": int(time % 1 * 1e9)}
        self.latest[alias] = {"value": variant, "timestamp": stamp, "quality": quality}

    def batch_get_asset_property_value(self, *, entries: list[dict[str, str]]) -> Any:
        """Answer like the service: what has no value has no assetPropertyValue."""
        assert len(entries) <= 128
        success = [
            {"entryId": e["entryId"]}
            | (
                {"assetPropertyValue": self.latest[e["propertyAlias"]]}
                if e["propertyAlias"] in self.latest
                else {}
            )
            for e in entries
        ]
        return {"successEntries": success, "errorEntries": [], "skippedEntries": []}

    def batch_put_asset_property_value(self, *, entries: list[dict[str, Any]]) -> Any:
        """Remember what is stored."""
        for entry in entries:
            self.stored += [(entry["propertyAlias"], v) for v in entry["propertyValues"]]
        return {"errorEntries": []}

    def describe_asset_property(self, *, assetId: str, propertyId: str) -> Any:
        """Answer the alias of a property."""
        alias = self.aliases[assetId, propertyId]
        return {"assetProperty": {"id": propertyId} | ({"alias": alias} if alias else {})}

    def get_asset_property_value_history(self, **asked: Any) -> Any:
        """Answer the prepared history and remember what was asked."""
        self.asked = asked
        more = {"nextToken": self.next_token} if self.next_token else {}
        return {"assetPropertyValueHistory": self.history, **more}

    def batch_get_asset_property_value_history(
        self, *, entries: list[dict[str, Any]], maxResults: int, nextToken: str = "0"
    ) -> Any:
        """Answer `stamps` like the service: the start excluded, entry after entry, by pages."""
        assert len(entries) <= 16
        self.batches.append(entries)
        rows = [
            (entry["entryId"], _raw(value, time, quality))
            for entry in entries
            for time, value, quality in self.stamps.get(entry["propertyAlias"], [])
            if entry["startDate"] < time <= entry["endDate"] and entry["qualities"] == [quality]
        ]
        first = int(nextToken)
        page = rows[first : first + maxResults]
        shown = [
            {"entryId": key, "assetPropertyValueHistory": [raw for own, raw in page if own == key]}
            for key in dict.fromkeys(key for key, _ in page)
        ]
        more = {"nextToken": str(first + maxResults)} if first + maxResults < len(rows) else {}
        return {"successEntries": shown, "errorEntries": [], "skippedEntries": [], **more}

    def batch_get_asset_property_aggregates(
        self, *, entries: list[dict[str, Any]], **asked: Any
    ) -> Any:
        """Answer the prepared windows and remember what was asked."""
        assert len(entries) <= 16
        self.asked = {"entries": entries, **asked}
        shown = [
            {
                "entryId": entry["entryId"],
                "aggregatedValues": self.windows.get(entry["propertyAlias"], []),
            }
            for entry in entries
        ]
        more = {"nextToken": self.next_token} if self.next_token else {}
        return {"successEntries": shown, "errorEntries": [], "skippedEntries": [], **more}


def _raw(value: float | None, time: float, quality: str) -> dict[str, Any]:
    variant = {"nullValue": {"valueType": "D"}} if value is None else {"doubleValue": value}
    stamp = {"timeInSeconds": int(time), "offsetInNanos": round(time % 1 * 1e9)}
    return {"value": variant, "timestamp": stamp, "quality": quality}


@dataclass
class Plant:
    """Everything a test of an IoT function looks at."""

    site: SiteDocument
    sitewise: SiteWise
    events: list[tuple[str, dict[str, Any]]]
    live: list[tuple[str, dict[str, Any]]]

    def details(self, detail_type: str) -> list[dict[str, Any]]:
        """Return the details of the events of one type."""
        return [detail for kind, detail in self.events if kind == detail_type]


@pytest.fixture(scope="session")
def demo(repository_root: Path) -> SiteDocument:
    """Return the demo site."""
    return compile_site(load_site(repository_root / "sites" / "demo.yaml"))


@pytest.fixture
def plant(demo: SiteDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    """Return a plant whose functions are deployed and whose tables are empty."""
    (tmp_path / "site.json").write_text(demo.to_json(), encoding="utf-8")
    for name, value in {
        "LAMBDA_TASK_ROOT": str(tmp_path),
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "ALARM_TABLE": "alarms",
        "COMMAND_TABLE": "commands",
        "EVENT_BUS_NAME": "twin-bus",
        "THING_NAME": demo.thing_name,
        "LIVE_HTTP_HOST": "live.invalid",
        "LIVE_JOURNAL_TABLE": "journal",
    }.items():
        monkeypatch.setenv(name, value)
    sitewise = SiteWise()
    events: list[tuple[str, dict[str, Any]]] = []
    messages: list[tuple[str, dict[str, Any]]] = []

    def put_events(*, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        events.extend((e["DetailType"], json.loads(e["Detail"])) for e in Entries)
        return {"FailedEntryCount": 0, "Entries": []}

    with mock_aws():
        for cached in (clients.dynamodb, clients.iot_data, runtime_site.site):
            cached.cache_clear()
        for table in ("alarms", "commands", "journal"):
            create_table(boto3.client("dynamodb", "us-east-1"), table)
        boto3.client("iot", "us-east-1").create_thing(thingName=demo.thing_name)
        monkeypatch.setattr(clients, "iotsitewise", lambda: sitewise)
        monkeypatch.setattr(clients, "events", lambda: SimpleNamespace(put_events=put_events))
        monkeypatch.setattr(
            live, "publish", lambda topic, sent: messages.extend((topic, m) for m in sent)
        )
        yield Plant(demo, sitewise, events, messages)
        for cached in (clients.dynamodb, clients.iot_data, runtime_site.site):
            cached.cache_clear()


Call = Callable[..., tuple[int, dict[str, Any]]]


def call(
    handler: Callable[[Mapping[str, Any], object], Any],
    operation_id: str,
    *,
    role: str = "operator",
    path: dict[str, str] | None = None,
    query: dict[str, list[str]] | None = None,
    body: object = None,
) -> tuple[int, dict[str, Any]]:
    """Call an API function as API Gateway does; return status and body."""
    route = next(route for route in ROUTES if route.operation_id == operation_id)
    caller = {"subject": f"sub-{role}", "name": f"{role}@demo", "role": role}
    event = api_event(route.method, route.path, caller=caller, body=body, path=path, query=query)
    answer = handler(event, None)
    return answer["statusCode"], json.loads(answer["body"])


@pytest.fixture
def api() -> Call:
    """Return the caller of API functions."""
    return call
