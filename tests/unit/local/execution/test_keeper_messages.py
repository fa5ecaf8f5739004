"""Messages between the server and the keeper of its processes."""

from __future__ import annotations

import socket

from twin_local.execution.processes.keeper import receive_exactly


def test_a_message_comes_in_parts() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"ab")
        theirs.sendall(b"cd")
        assert receive_exactly(ours, 4) == b"abcd"


def test_the_other_side_is_gone_also_when_it_left_something_unread() -> None:
    for unread in (b"", b"never read"):
        ours, theirs = socket.socketpair()
        with ours:
            ours.sendall(unread)
            theirs.close()
            assert receive_exactly(ours, 4) == b""
