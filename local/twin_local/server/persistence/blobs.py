"""Bodies of S3 objects as files named by their SHA-256.

moto keeps a body in a temporary file of its key. `install` gives keys a buffer that writes the body
to the store at once, so that a snapshot only names it.
"""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from moto.s3 import models
from moto.s3.models import FakeKey

from twin_local.execution.patching import replace

IN_MEMORY_BYTES = 64 * 1024
"""Bodies up to this size are also kept in memory, larger ones are read from their file."""


class BlobStore:
    """A folder of immutable files; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.referenced: set[str] = set()
        self._unsynced: set[str] = set()
        self._lock = threading.Lock()

    def path(self, digest: str) -> Path:
        """Return where a body is kept."""
        return self.folder / digest[:2] / digest

    def put(self, body: bytes) -> str:
        """Keep a body and return its digest; a body that is there already is not written again."""
        digest = hashlib.sha256(body).hexdigest()
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(f"{digest}.{threading.get_ident()}.partial")
            try:
                partial.write_bytes(body)
            except OSError:
                partial.unlink(missing_ok=True)
                raise
            partial.replace(path)
            with self._lock:
                self._unsynced.add(digest)
        return digest

    def sync(self) -> None:
        """Make sure that every body kept so far is on the disk."""
        with self._lock:
            digests, self._unsynced = self._unsynced, set()
        for digest in digests:
            handle = os.open(self.path(digest), os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def collect(self) -> int:
        """Remove the bodies that no restored object refers to; return how many."""
        removed = 0
        for path in self.folder.glob("??/*"):
            if path.name not in self.referenced:
                path.unlink()
                removed += 1
        return removed


_store: BlobStore | None = None


def install(store: BlobStore) -> None:
    """Make moto's S3 keep bodies in `store`."""
    global _store
    _store = store
    replace(models, "tempfile", SimpleNamespace(SpooledTemporaryFile=BlobBuffer))
    replace(FakeKey, "__getstate__", _get_state)
    replace(FakeKey, "__setstate__", _set_state)


def _get_state(self: FakeKey) -> dict[str, Any]:
    state = dict(self.__dict__)
    del state["lock"]
    return state


def _set_state(self: FakeKey, state: dict[str, Any]) -> None:
    self.__dict__.update(state)
    self.lock = threading.Lock()


def _installed() -> BlobStore:
    if _store is None:
        raise RuntimeError("no blob store is installed")
    return _store


class BlobBuffer:
    """The buffer of one S3 key: a body is written once and read often."""

    def __init__(self, max_size: int = 0) -> None:
        self._digest = ""
        self._size = 0
        self._body: bytes | None = b""
        self._position = 0
        self.closed = False

    def __reduce__(self) -> tuple[Any, ...]:
        return restored, (self._digest, self._size)

    def seek(self, position: int) -> int:
        """Set where the next read begins."""
        self._position = position
        return position

    def truncate(self) -> int:
        """Forget the body: a new one is written next."""
        self._digest, self._size, self._body = "", 0, b""
        return 0

    def write(self, body: bytes) -> int:
        """Keep the whole body."""
        body = bytes(body)
        self._size = len(body)
        self._digest = _installed().put(body) if body else ""
        self._body = body if len(body) <= IN_MEMORY_BYTES else None
        return len(body)

    def tell(self) -> int:
        """Return where the next read begins."""
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Return the body, or `size` bytes of it, from where the last read ended."""
        end = self._size if size < 0 else min(self._size, self._position + size)
        if self._body is not None:
            part = self._body[self._position : end]
        else:
            with _installed().path(self._digest).open("rb") as file:
                file.seek(self._position)
                part = file.read(end - self._position)
        self._position = end
        return part

    def close(self) -> None:
        """Let go; the file stays until the next start finds it unused."""
        self.closed = True


def restored(digest: str, size: int) -> BlobBuffer:
    """Return the buffer of a body that is in the store."""
    store = _installed()
    buffer = BlobBuffer()
    buffer._digest, buffer._size = digest, size
    if digest:
        store.referenced.add(digest)
        buffer._body = store.path(digest).read_bytes() if size <= IN_MEMORY_BYTES else None
    return buffer
