"""What the engine remembers of a deployment survives it, and older records are understood."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from twin_local.engine.errors import StoreVersionError
from twin_local.engine.resource_state import Physical
from twin_local.engine.store import Store

QUEUE = Physical(
    logical_id="Main",
    type="AWS::SQS::Queue",
    reference="http://queue",
    properties={"DelaySeconds": 1},
    effective={"DelaySeconds": 1, "QueueName": "made-up"},
    deletion_policy="Retain",
    update_replace_policy="Delete",
    attempted={"DelaySeconds": 2},
    depends_on=("Other",),
)


def test_a_resource_is_remembered_with_its_policies_and_what_was_attempted(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "store.sqlite")) as store:
        store.keep("stack", QUEUE)
        store.add_leftover("stack", QUEUE)
    with closing(Store(tmp_path / "store.sqlite")) as store:
        assert store.resources("stack") == {"Main": QUEUE}
        assert [leftover for _, leftover in store.leftovers("stack")] == [QUEUE]


def test_a_record_without_the_newer_fields_is_read(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    Store(path).close()
    old = {
        "logical_id": "Main",
        "type": "AWS::SQS::Queue",
        "reference": "http://queue",
        "properties": {},
        "effective": {},
        "answer": {},
        "attributes": {},
        "deletion_policy": "Retain",
        "depends_on": [],
    }
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO resources VALUES ('stack', 'Main', ?)", (json.dumps(old),))
    with closing(Store(path)) as store:
        main = store.resources("stack")["Main"]
    assert (main.deletion_policy, main.update_replace_policy) == ("Retain", "Delete")
    assert main.attempted is None


def test_the_record_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreVersionError, match=r"version 99.*--fresh"):
        Store(path)
