"""Say how far a job is, from a thread of its own: the work never waits for it, nor fails by it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from botocore.exceptions import BotoCoreError, ClientError

from conversion_runtime.progress_file import fraction_in
from twin.spatial.job_progress import INTERVAL_SECONDS, JobProgress, JobProgressed, JobStep

Put = Callable[[JobProgressed], None]

LAST_WORD_SECONDS = 2.0
"""How long a job waits at its end for what is just being said."""


class Progress:
    """The steps of one job; a context that tells until it is left.

    `conversion` and `execution` are those of the workflow; where they are empty nothing is told.
    """

    def __init__(self, put: Put, conversion: str, execution: str) -> None:
        self._put, self._conversion, self._execution = put, conversion, execution
        self._step: JobStep | None = None
        self._done = self._total = 0.0
        self._folder: Path | None = None
        self._wake, self._over = threading.Event(), threading.Event()
        self._told: tuple[JobStep, float | None] | None = None
        self._thread = threading.Thread(target=self._run, name="progress", daemon=True)

    def begin(self, step: JobStep, total: float = 0.0, folder: Path | None = None) -> None:
        """Begin a step that does `total` of something, or says in a folder how far it is."""
        print(f"step {step}")
        self._done, self._total, self._folder = 0.0, total, folder
        self._step = step
        self._wake.set()

    def add(self, done: float) -> None:
        """Note that more of the step is done."""
        self._done += done

    def __enter__(self) -> Self:
        if self._execution:
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(LAST_WORD_SECONDS)

    def _run(self) -> None:
        while not self._over.is_set():
            self._wake.wait(INTERVAL_SECONDS)
            self._wake.clear()
            if self._tell():
                self._over.wait(INTERVAL_SECONDS)

    def _tell(self) -> bool:
        """Tell where the job is, if that is new; say whether anything was told."""
        if self._step is None or self._over.is_set():
            return False
        now = (self._step, self._fraction())
        if now == self._told:
            return False
        said = JobProgress(*now, at=time.time())
        try:
            self._put(JobProgressed(self._conversion, self._execution, said))
        except (BotoCoreError, ClientError) as error:
            print(f"progress is not told: {type(error).__name__}")
        self._told = now
        return True

    def _fraction(self) -> float | None:
        if self._folder is not None:
            return fraction_in(self._folder)
        return min(self._done / self._total, 1.0) if self._total else None
