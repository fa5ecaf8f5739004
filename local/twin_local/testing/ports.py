"""Ports in a row for one process among several that look for ports at the same moment."""

from __future__ import annotations

import atexit
import random
import socket
from contextlib import ExitStack

PORTS = 8
"""How many ports in a row an embedded AWS takes."""

FIRST_PORT, LAST_PORT = 20_000, 32_768
"""Above what is registered most, below what Linux (32768) and others give outgoing connections."""

ADDRESS = "127.0.0.1"

_claims = ExitStack()
atexit.register(_claims.close)


class PortsExhausted(RuntimeError):
    """There are not as many free ports in a row as are needed."""


def free_ports() -> int:
    """Claim a row of free ports for the rest of this process, and return the first.

    Whoever asks here gets another row, in whichever process. What does not ask may still take one:
    there is a time between the look and the start. But no port is one that systems give to outgoing
    connections.

    Raises:
        PortsExhausted: every row is taken.
    """
    rows = range(FIRST_PORT, LAST_PORT - PORTS + 1, PORTS)
    for base in random.sample(rows, len(rows)):
        if _claim(base):
            return base
    raise PortsExhausted(f"no {PORTS} free ports in a row on {ADDRESS}")


def _claim(base: int) -> bool:
    """Mark a row by its first UDP port, which the system frees whatever ends this process."""
    claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        claim.bind((ADDRESS, base))
    except OSError:
        claim.close()
        return False
    if all(_is_free(port) for port in range(base, base + PORTS)):
        _claims.enter_context(claim)
        return True
    claim.close()
    return False


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        try:
            one.bind((ADDRESS, port))
        except OSError:
            return False
    return True
