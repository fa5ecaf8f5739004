"""What is deployed, read beside a deployment: stacks and resources with their latest steps."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

STACK_TYPE = "AWS::CloudFormation::Stack"
GONE = "DELETE_COMPLETE"

LATEST_STEPS = """
SELECT stack, logical_id, type, status, reason, time
FROM events JOIN (SELECT MAX(id) AS id FROM events WHERE type <> ? GROUP BY stack, logical_id)
USING (id)
"""
STACKS = """
SELECT name, status, (SELECT MAX(time) FROM events WHERE stack = name AND type = ?)
FROM stacks ORDER BY name
"""
RESOURCES = """
SELECT stack, logical_id, json_extract(body, '$.type'), json_extract(body, '$.reference'),
    json_extract(body, '$.properties.LoggingConfig.LogGroup')
FROM resources
"""


@dataclass(frozen=True)
class StackRow:
    """One stack; `changed_at` is UTC seconds since 1970, None where no step is recorded."""

    name: str
    status: str
    changed_at: float | None


@dataclass(frozen=True)
class ResourceRow:
    """One resource; `physical_id` is what `Ref` gives, "" while it does not exist yet.

    `status` is that of its latest step, "" where none is recorded; `changed_at` its time in UTC
    seconds since 1970; `reason` says why a step failed. `log_group` is that of its own settings.
    """

    stack: str
    logical_id: str
    type: str
    physical_id: str
    status: str
    reason: str
    changed_at: float | None
    log_group: str = ""


@dataclass(frozen=True)
class Overview:
    """Everything that is deployed or being deployed."""

    stacks: tuple[StackRow, ...] = ()
    resources: tuple[ResourceRow, ...] = ()


def read_overview(store: Path) -> Overview:
    """Read the engine's store without writing to it; empty where there is none yet.

    Raises:
        sqlite3.Error: the store cannot be read, as while it is put in the place of another.
    """
    if not store.is_file():
        return Overview()
    with _reading(store) as connection:
        latest = connection.execute(LATEST_STEPS, (STACK_TYPE,))
        steps = {(row[0], row[1]): row for row in latest}
        stacks = tuple(StackRow(*row) for row in connection.execute(STACKS, (STACK_TYPE,)))
        found = {(row[0], row[1]): row for row in connection.execute(RESOURCES)}
    existing = {stack.name for stack in stacks}
    return Overview(stacks, tuple(sorted(_rows(found, steps, existing), key=_place)))


Row = tuple[str, ...]
Step = tuple[str, str, str, str, str, float]
Key = tuple[str, str]


def _rows(found: dict[Key, Row], steps: dict[Key, Step], stacks: set[str]) -> Iterator[ResourceRow]:
    for key, (stack, logical_id, kind, physical_id, logs) in found.items():
        _, _, _, status, reason, time = steps.get(key, (*key, kind, "", "", None))
        known = (physical_id or "", status, reason, time)
        yield ResourceRow(stack, logical_id, kind, *known, log_group=logs or "")
    for key, (stack, logical_id, kind, status, reason, time) in steps.items():
        if key not in found and stack in stacks and status != GONE:
            yield ResourceRow(stack, logical_id, kind, "", status, reason, time)


def _place(row: ResourceRow) -> Key:
    return row.stack, row.logical_id


@contextmanager
def _reading(store: Path) -> Iterator[sqlite3.Connection]:
    uri = f"{store.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        yield connection
