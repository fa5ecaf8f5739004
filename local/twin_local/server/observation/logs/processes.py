"""The ends of the files into which the twin's processes write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from twin_local.server.application import ControlError

READ_BYTES = 256 * 1024
"""Most that one look reads."""


@dataclass(frozen=True)
class ProcessLogs:
    """The `*.log` files of one folder."""

    folder: Path

    def names(self) -> list[str]:
        """Return the processes that have a log, by name."""
        return sorted(path.stem for path in self.folder.glob("*.log") if path.is_file())

    def after(self, name: str, offset: int, text: str) -> dict[str, object]:
        """Return the whole lines of a log after an offset in bytes; 0 stands for its end's start.

        `missed` says whether lines between the offset and the first one are left out.

        Raises:
            ControlError: there is no such log.
        """
        if name not in self.names():
            raise ControlError(f"no process log {name[:80]}")
        path = self.folder / f"{name}.log"
        size = path.stat().st_size
        known = offset if 0 < offset <= size else 0
        begin = max(known, size - READ_BYTES)
        with path.open("rb") as file:
            file.seek(begin)
            block = file.read(READ_BYTES)
        if begin > known:
            block, begin = _without_first(block, begin)
        whole = block[: block.rfind(b"\n") + 1]
        lines = whole.decode("utf-8", "replace").splitlines()
        wanted = [line for line in lines if text.casefold() in line.casefold()]
        missed = bool(offset) and (known != offset or begin > known)
        return {"lines": wanted, "cursor": begin + len(whole), "missed": missed}


def _without_first(block: bytes, begin: int) -> tuple[bytes, int]:
    """Drop a line whose beginning was not read."""
    cut = block.find(b"\n") + 1
    return block[cut:], begin + cut
