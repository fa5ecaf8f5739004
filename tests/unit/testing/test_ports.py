"""Who looks for ports beside others gets ports of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from twin_local.testing import ports

LOOK = """
import sys
from twin_local.testing import ports
ports.PORTS, ports.FIRST_PORT, ports.LAST_PORT = (int(number) for number in sys.argv[1:])
print(ports.free_ports(), ports.free_ports(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> range:
    """Leave three rows of two ports to look at, all inside a row of this process alone."""
    first = ports.free_ports()
    monkeypatch.setattr(ports, "PORTS", 2)
    monkeypatch.setattr(ports, "FIRST_PORT", first + 2)
    monkeypatch.setattr(ports, "LAST_PORT", first + 8)
    return range(first + 2, first + 8, 2)


@pytest.fixture
def other(rows: range) -> Iterator[tuple[subprocess.Popen[str], set[int]]]:
    """Return another process, and the two rows that it was given."""
    numbers = (ports.PORTS, ports.FIRST_PORT, ports.LAST_PORT)
    command = [sys.executable, "-c", LOOK, *map(str, numbers)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        yield process, {int(base) for base in process.stdout.readline().split()}
        process.kill()


def test_two_processes_never_get_the_same_row(
    rows: range, other: tuple[subprocess.Popen[str], set[int]]
) -> None:
    assert {ports.free_ports()} | other[1] == set(rows)
    with pytest.raises(ports.PortsExhausted, match="no 2 free ports in a row"):
        ports.free_ports()


def test_rows_of_a_process_that_was_killed_are_free_again(
    rows: range, other: tuple[subprocess.Popen[str], set[int]]
) -> None:
    process, _ = other
    process.kill()
    process.wait()
    assert {ports.free_ports() for _ in rows} == set(rows)


def test_a_row_with_a_port_in_use_is_passed_over(rows: range) -> None:
    with socket.create_server((ports.ADDRESS, rows[1] + 1)):
        assert {ports.free_ports() for _ in range(2)} == {rows[0], rows[2]}
