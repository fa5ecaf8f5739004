"""The users of a local twin are made once, and are on the disk before anybody is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from twin_local.engine.clients import Clients, OperationError
from twin_local.supervisor.errors import SupervisorError
from twin_local.supervisor.users import ensure_users


class Pool(Clients):
    """A user pool in memory."""

    def __init__(self) -> None:
        super().__init__(endpoint_url="http://127.0.0.1:1", region="us-east-1")
        self.users: set[str] = set()

    def call(self, service: str, name: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Know users by their names."""
        if name == "AdminGetUser" and parameters["Username"] not in self.users:
            raise OperationError(name, "UserNotFoundException", "no such user")
        if name == "AdminCreateUser":
            self.users.add(parameters["Username"])
        return {}


def test_users_are_made_and_flushed_once(tmp_path: Path) -> None:
    pool, flushed = Pool(), list[int]()

    def ensure() -> tuple[object, ...]:
        return ensure_users(
            pool, user_pool_id="pool", state=tmp_path, flush=lambda: flushed.append(len(pool.users))
        )

    first = ensure()
    assert flushed == [len(first)] == [4]
    assert ensure() == first
    assert flushed == [4]


def test_a_pool_that_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OperationError("AdminGetUser", "NoAnswer", "connection refused")

    pool = Pool()
    monkeypatch.setattr(pool, "call", refuse)
    with pytest.raises(SupervisorError, match="connection refused"):
        ensure_users(pool, user_pool_id="pool", state=tmp_path, flush=lambda: None)
