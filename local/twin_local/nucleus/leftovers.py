"""Components that a killed nucleus left behind: they must not run twice."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

_MARK = "TWIN_NUCLEUS_ROOT"


def mark(root: Path) -> dict[str, str]:
    """Return the variable by which a component of this root is known again."""
    return {_MARK: str(root)}


def note_running(root: Path, process_ids: Iterable[int]) -> None:
    """Write down which process groups run."""
    (root / "running.json").write_text(json.dumps(sorted(process_ids)), encoding="utf-8")


def stop_leftovers(root: Path) -> list[int]:
    """Kill the process groups of an earlier nucleus of this root that still run; return them."""
    note = root / "running.json"
    if not note.exists():
        return []
    ours = [pid for pid in json.loads(note.read_text(encoding="utf-8")) if _is_ours(pid, root)]
    for pid in ours:
        os.killpg(pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while any(_is_ours(pid, root) for pid in ours) and time.monotonic() < deadline:
        time.sleep(0.05)
    note.unlink()
    return ours


def _is_ours(pid: int, root: Path) -> bool:
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"{_MARK}={root}".encode() in environment
