"""A server in a loop of its own says when it listens, and why it does not."""

from __future__ import annotations

import threading

import pytest

from twin_local.execution.loop_thread import LoopThread


def test_a_server_serves_until_it_is_closed() -> None:
    seen: list[str] = []

    async def serve() -> None:
        seen.append(threading.current_thread().name)
        await thread.until_closed()
        seen.append("ended")

    thread = LoopThread("serving", serve)
    thread.start()
    assert seen == ["serving"]
    thread.close()
    assert seen == ["serving", "ended"]
    thread.close()


def test_why_a_server_cannot_listen_is_raised_where_it_is_started() -> None:
    async def serve() -> None:
        raise OSError("in use")

    with pytest.raises(OSError, match="in use"):
        LoopThread("serving", serve).start()
