"""An event loop in a thread of its own, for a server beside those that threads serve."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine

START_SECONDS = 10.0

Serve = Callable[[], Coroutine[None, None, None]]


class LoopThread:
    """Runs a server between `start` and `close`."""

    def __init__(self, name: str, serve: Serve) -> None:
        """Take the thread's name, and what listens and then awaits `until_closed`."""
        self._name = name
        self._serve = serve
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._failure: OSError | None = None
        self._end: Callable[[], object] = lambda: None

    def start(self) -> None:
        """Begin, and wait until it listens.

        Raises:
            OSError: it cannot listen.
            TimeoutError: it does not in time.
        """
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise TimeoutError(f"{self._name} did not start")
        if self._failure:
            raise self._failure

    def close(self) -> None:
        """End it, and wait until it has ended."""
        self._end()
        if self._thread:
            self._thread.join(START_SECONDS)

    async def until_closed(self) -> None:
        """Say that the server listens, and return when it is to end."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        self._end = lambda: loop.call_soon_threadsafe(ended.set)
        self._ready.set()
        try:
            await ended.wait()
        finally:
            self._end = lambda: None

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as error:
            self._failure = error
            self._ready.set()
