# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""A connector is one file: found by its room, compiled, deployed and served like all others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from connector_runtime import setup
from connector_table.handler import handler
from tests.unit.connectors.conftest import MIDNIGHT, history_event, properties_of, values_of
from twin.compile.connectors import compile_connectors
from twin.connectors import sources
from twin.connectors.sources import connectors
from twin.definition import SiteDefinition
from twin_runtime import clients
from twin_runtime.site import site as runtime_site

NEW_FILE = '''
"""Shift log: what people wrote down, by the time they did."""

from twin.connectors.connector import HISTORY, Component, Kind, TableConnector, key, series
from twin.connectors.source import Row
from twin.connectors.tables import Layout, TableSource
from twin.connectors.times import nanoseconds_of


def kinds(site):
    return (Kind("notes", "Shift notes", (key("note_key"), series("note", "STRING")), (), HISTORY),)


def components(site):
    return tuple(
        Component(asset.id, "notes", "notes", (("note_key", asset.id),))
        for asset in site.document.assets
    )


def row(item):
    return Row(nanoseconds_of(float(item["at"])), item["asset"], {"note": item["text"]})


def source(site, items):
    layout = Layout(
        partition=lambda asset: f"notes#{asset}",
        prefix="note#",
        listing="notes",
        series=lambda _: {"note": "STRING"},
        row=row,
        attributes=lambda _: {},
    )
    return TableSource(layout, [asset.id for asset in site.document.assets], items)


CONNECTOR = TableConnector(
    name="shift_notes",
    title="Shift notes",
    key_property="note_key",
    kinds=kinds,
    components=components,
    table="results",
    source=source,
)
'''


@pytest.fixture
def new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put one file into the room of connectors."""
    (tmp_path / "shift_notes.py").write_text(NEW_FILE, encoding="utf-8")
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(tmp_path)])
    connectors.cache_clear()
    yield
    connectors.cache_clear()


@pytest.fixture
def table(
    definition: SiteDefinition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """Return the client of a table that a function of the new connector reads."""
    (plan,) = [one for one in compile_connectors(definition) if one.connector.name == "alarms"]
    (tmp_path / "site.json").write_text(plan.site.document.to_json(), encoding="utf-8")
    (tmp_path / "connector.json").write_text(plan.options_json, encoding="utf-8")
    for name, value in {
        "LAMBDA_TASK_ROOT": str(tmp_path),
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "CONNECTOR": "shift_notes",
        "SOURCE_TABLE": "notes",
    }.items():
        monkeypatch.setenv(name, value)
    cached = (clients.dynamodb, runtime_site, setup.site_of_connector)
    for one in cached:
        one.cache_clear()
    with mock_aws():
        client = boto3.client("dynamodb", "us-east-1")
        client.create_table(
            TableName="notes",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in KEYS],
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
        )
        yield client
    for one in cached:
        one.cache_clear()


KEYS = ("pk", "sk")


def test_a_new_file_is_a_new_connector(
    new_file: None, table: Any, definition: SiteDefinition
) -> None:
    (plan,) = [one for one in compile_connectors(definition) if one.connector.name == "shift_notes"]
    assert {component.asset for component in plan.components} == set(definition.twin.assets)
    for second, text in ((5, "pump is loud"), (9, "bearing ordered")):
        place = f"note#{MIDNIGHT + second:010d}.000000#1"
        texts = {"asset": "P-101", "text": text}
        item: Any = {"pk": {"S": "notes#P-101"}, "sk": {"S": place}}
        item |= {name: {"S": value} for name, value in texts.items()}
        table.put_item(TableName="notes", Item={**item, "at": {"N": str(MIDNIGHT + second)}})
    properties = properties_of(plan.kinds, note_key="P-101")
    answer = handler(history_event(properties, "note", orderByTime="DESCENDING"), None)
    assert values_of(answer, "note") == ["bearing ordered", "pump is loud"]


def test_the_connectors_of_the_framework(definition: SiteDefinition) -> None:
    assert [one.name for one in connectors()] == ["alarms", "influxdb", "simulation"]
    assert [one.connector.name for one in compile_connectors(definition)] == [
        "alarms",
        "simulation",
    ]
    assert json.loads(compile_connectors(definition)[0].options_json) == {}
