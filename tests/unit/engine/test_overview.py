"""What is deployed, read beside the engine that writes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from twin_local.engine.event import Event
from twin_local.engine.overview import Overview, ResourceRow, StackRow, read_overview
from twin_local.engine.resource_state import Physical
from twin_local.engine.store import Store

STACK = "AWS::CloudFormation::Stack"


def function(logical_id: str, **properties: object) -> Physical:
    return Physical(
        logical_id=logical_id,
        type="AWS::Lambda::Function",
        reference=f"name-{logical_id}",
        properties=dict(properties),
        effective={},
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deployments.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Return the store of an engine that still has it open."""
    with closing(Store(path)) as store:
        yield store


def test_nothing_is_deployed_yet(path: Path) -> None:
    assert read_overview(path) == Overview()


def test_resources_have_their_latest_step(store: Store, path: Path) -> None:
    store.set_status("one", "UPDATE_COMPLETE")
    store.keep("one", function("one", LoggingConfig={"LogGroup": "/its/own"}))
    store.keep("one", function("Quiet"))
    for time, logical_id, kind, status in (
        (1.0, "one", "AWS::Lambda::Function", "CREATE_IN_PROGRESS"),
        (2.0, "one", "AWS::Lambda::Function", "CREATE_COMPLETE"),
        (3.0, "one", STACK, "UPDATE_COMPLETE"),
    ):
        store.add_event(Event(time, "one", logical_id, kind, status))
    found = read_overview(path)
    assert found.stacks == (StackRow("one", "UPDATE_COMPLETE", 3.0),)
    kind = "AWS::Lambda::Function"
    assert found.resources == (
        ResourceRow("one", "Quiet", kind, "name-Quiet", "", "", None),
        ResourceRow("one", "one", kind, "name-one", "CREATE_COMPLETE", "", 2.0, "/its/own"),
    )


def test_what_is_being_made_or_failed_is_there_and_what_was_deleted_is_not(
    store: Store, path: Path
) -> None:
    store.set_status("one", "CREATE_IN_PROGRESS")
    for logical_id, status, reason in (
        ("Coming", "CREATE_IN_PROGRESS", ""),
        ("Broken", "CREATE_FAILED", "no such role"),
        ("Gone", "DELETE_COMPLETE", ""),
    ):
        store.add_event(Event(1.0, "one", logical_id, "AWS::SQS::Queue", status, reason))
    store.add_event(Event(1.0, "forgotten", "X", "AWS::SQS::Queue", "CREATE_FAILED"))
    rows = read_overview(path).resources
    assert [(row.logical_id, row.physical_id, row.reason) for row in rows] == [
        ("Broken", "", "no such role"),
        ("Coming", "", ""),
    ]
