"""What one invocation prints into a file: handed on line by line as it comes, and kept whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

MAXIMUM_LOG_BYTES = 1024 * 1024
"""Output of one invocation that is kept; the rest is counted and reported."""

HandOn = Callable[[list[str]], None]


class Printed:
    """The output of one invocation; it begins where the file ends now."""

    def __init__(self, path: Path, hand_on: HandOn) -> None:
        self._path, self._at = path, path.stat().st_size
        self._hand_on = hand_on
        self._kept, self._handed, self._lost = bytearray(), 0, 0

    def pass_on(self) -> None:
        """Hand on the lines that are complete."""
        self._read()
        end = self._kept.rfind(b"\n", self._handed) + 1
        if end > self._handed:
            self._hand_on(self._kept[self._handed : end].decode(errors="replace").splitlines())
            self._handed = end

    def text(self) -> str:
        """Return all that was printed, as far as it is kept."""
        self._read()
        text = self._kept.decode(errors="replace")
        if self._lost:
            text += f"\n[{self._lost} more bytes of output were not kept]\n"
        return text

    def _read(self) -> None:
        with self._path.open("rb") as file:
            file.seek(self._at)
            part = file.read()
        self._at += len(part)
        room = MAXIMUM_LOG_BYTES - len(self._kept)
        self._kept += part[:room]
        self._lost += max(len(part) - room, 0)
