"""An embedded AWS of a test starts whoever else takes ports at that moment."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from twin_local.testing import server
from twin_local.testing.ports import free_ports

pytestmark = pytest.mark.slow


def test_port_that_was_taken_meanwhile_is_left_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, free = free_ports(), free_ports()
    bases = iter((taken, free))
    monkeypatch.setattr(server, "free_ports", lambda: next(bases))
    with socket.socket() as other:
        other.bind(("127.0.0.1", taken + 1))
        other.listen()
        aws = server.start(tmp_path)
    try:
        assert aws.port_base == free
        assert aws.client("sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
    finally:
        aws.stop()


def test_who_never_gets_a_port_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = free_ports()
    monkeypatch.setattr(server, "free_ports", lambda: taken)
    with socket.socket() as other:
        other.bind(("127.0.0.1", taken + 1))
        other.listen()
        with pytest.raises(server.PortTaken, match=f"does not answer at .*:{taken + 1}"):
            server.start(tmp_path)
