"""What files of a folder were found to be, so that only changed ones are read again."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from twin_local.cli.transfer.content_address import content_address


class AddressCache:
    """Content addresses by path, size and time of change, in the user's cache folder."""

    def __init__(self, folder: Path) -> None:
        digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._file = _cache_folder() / f"{digest}.json"
        self._known: dict[str, list[int | str]] = _read(self._file)

    def address(self, path: Path) -> str:
        """Return the content address of a file; it is read only if it may have changed."""
        stat = path.stat()
        state: list[int | str] = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
        known = self._known.get(str(path))
        if known is not None and known[:3] == state:
            return str(known[3])
        address = content_address(path, stat.st_size)
        self._known[str(path)] = [*state, address]
        return address

    def save(self) -> None:
        """Keep what was found, whole or not at all."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_suffix(f".{os.getpid()}.new")
        new.write_text(json.dumps(self._known), encoding="utf-8")
        new.replace(self._file)


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "twin" / "addresses"


def _read(file: Path) -> dict[str, list[int | str]]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # nothing is lost but time
    return known if isinstance(known, dict) else {}
