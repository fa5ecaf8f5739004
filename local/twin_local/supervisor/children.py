"""The processes of a twin: started, watched, started again, stopped with all they started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

MARK = "TWIN_OWNER"
"""Environment variable that names the state folder in every process of a twin."""

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
"""A process that ran this long had started well: the next pause is the first one again."""

STOP_SECONDS = 15.0
KEPT_LOG_BYTES = 5 * 1024 * 1024

Tell = Callable[[str], None]


@dataclass
class Child:
    """One process of the twin, in a session of its own; its output goes to a log file."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _pause: float = FIRST_PAUSE_SECONDS
    _again_at: float | None = None
    _output: IO[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the process."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > KEPT_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "twin_local.supervisor.launch", *self.command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**self.environment, "TWIN_PARENT": str(os.getpid())},
                start_new_session=True,
            )
        self._started = time.monotonic()
        self._again_at = None

    @property
    def exit_code(self) -> int | None:
        """The exit code, None while it runs."""
        return self._process.poll() if self._process else None

    @property
    def process_id(self) -> int | None:
        """The process id, None before the start."""
        return self._process.pid if self._process else None

    def tend(self, tell: Tell) -> None:
        """Start the process again when it has ended, after a pause that doubles each time."""
        code = self.exit_code
        if code is None:
            return
        now = time.monotonic()
        if self._again_at is None:
            if now - self._started > STEADY_SECONDS:
                self._pause = FIRST_PAUSE_SECONDS
            self._again_at = now + self._pause
            tell(
                f"{self.name} stopped (exit code {code}); starting again in "
                f"{self._pause:g} s; see {self.log}"
            )
            self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
        elif now >= self._again_at:
            self.start()

    def stop(self) -> None:
        """Ask the process to end, and make it end when it does not."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def last_line(self) -> str:
        """Return the last line of the log."""
        if not self.log.exists():
            return ""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return next((line for line in reversed(lines) if line.strip()), "")


def marked(state: Path) -> Iterator[psutil.Process]:
    """Yield the processes that carry the mark of a state folder, this one excepted."""
    for process in psutil.process_iter():
        if process.pid == os.getpid():
            continue
        try:
            if process.environ().get(MARK) == str(state):
                yield process
        except (psutil.Error, OSError):
            continue


def sweep(state: Path) -> int:
    """End every process that an earlier run or a stop left behind; return how many there were."""
    left = list(marked(state))
    _end(left, psutil.Process.terminate)
    _, alive = psutil.wait_procs(left, timeout=3)
    _end(alive, psutil.Process.kill)
    psutil.wait_procs(alive, timeout=3)
    return len(left)


def _end(processes: Iterable[psutil.Process], how: Callable[[psutil.Process], None]) -> None:
    for process in processes:
        try:
            how(process)
        except psutil.Error:
            continue
