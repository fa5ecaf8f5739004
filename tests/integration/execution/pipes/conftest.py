"""Queues and pipes to test with; pipes are deleted afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.execution.conftest import ROLE
from tests.integration.execution.messaging.conftest import Client, Queue, queue

__all__ = ["queue"]
Make = Callable[..., Queue]


@pytest.fixture
def pipe(client: Client) -> Iterator[Callable[..., str]]:
    """Return a maker of pipes; it returns the ARN."""
    pipes, made = client("pipes"), []

    def make(name: str, source: str, target: str, **settings: Any) -> str:
        answer = pipes.create_pipe(
            **{"Name": name, "Source": source, "Target": target, "RoleArn": ROLE, **settings}
        )
        made.append(name)
        return str(answer["Arn"])

    yield make
    for name in made:
        pipes.delete_pipe(Name=name)
