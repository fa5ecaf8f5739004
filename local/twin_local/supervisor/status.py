"""The status file: what other commands and programs need to know of a local twin."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

from twin_local.supervisor.errors import FileDamagedError

FILE_NAME = "status.json"


@dataclass(frozen=True)
class User:
    """One user of the local twin; the password is random and only on this machine."""

    name: str
    password: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """One local twin; `supervisor` is the process id of `twin up`, `started` its start time."""

    site: str
    console_url: str
    api_url: str
    endpoint_url: str
    region: str
    user_pool_id: str
    user_pool_client_id: str
    supervisor: int
    started: float
    ready: bool
    plc_endpoint: str = ""
    mqtt_url: str = ""
    mqtt_websocket_url: str = ""
    users: tuple[User, ...] = field(default_factory=tuple)

    @property
    def running(self) -> bool:
        """Whether the process that wrote the file still runs."""
        return is_running(self.supervisor, self.started)


def is_running(process: int, started: float) -> bool:
    """Say whether a process runs that started at a time: ids are used again."""
    try:
        return abs(psutil.Process(process).create_time() - started) < 1.0
    except psutil.Error:
        return False


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    partial.replace(path)


def write_status(state: Path, status: Status) -> None:
    """Write the status file."""
    write_private(state / FILE_NAME, json.dumps(asdict(status), indent=1))


def read_status(state: Path) -> Status | None:
    """Return the status of the twin with a state folder, None if none runs or ran.

    Raises:
        FileDamagedError: the file is not as it was written.
    """
    path = state / FILE_NAME
    if not path.is_file():
        return None
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Status(**{**raw, "users": read_users(raw["users"])})
    except (ValueError, TypeError, LookupError) as error:
        raise FileDamagedError(
            "it cannot be read which twin runs here",
            found=f"{path}: {error}",
            expected="the file as `twin up` wrote it",
            where="end a `twin up` that still runs with Ctrl-C, then remove the file",
        ) from error


def read_users(raw: list[dict[str, Any]]) -> tuple[User, ...]:
    """Return users as `asdict` wrote them."""
    return tuple(User(one["name"], one["password"], tuple(one["groups"])) for one in raw)


def remove_status(state: Path) -> None:
    """Remove the status file: nothing runs any more."""
    (state / FILE_NAME).unlink(missing_ok=True)
