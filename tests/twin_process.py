"""A whole twin of the demo site as processes of its own, driven through the `twin` command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sysconfig
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psutil

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sysconfig.get_path("scripts")) / "twin"
PORT_BASE = int(os.environ.get("TWIN_TEST_PORT_BASE", "18700"))
"""The first of the ports; another one lets two checkouts of one machine be tested at a time."""

READY_SECONDS = 240
STOP_SECONDS = 60


@dataclass
class Twin:
    """A twin that was started with `twin up` on ports and in a folder of its own."""

    state: Path
    process: subprocess.Popen[str] | None = None
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of every command that speaks to this twin."""
        return {**os.environ, "TWIN_STATE": str(self.state)}

    @property
    def is_running(self) -> bool:
        """Say whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def start(self, *options: str) -> None:
        """Start and wait for `ready`."""
        self.lines = []
        self.process = subprocess.Popen(
            [str(COMMAND), "up", "--port-base", str(PORT_BASE), *options],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        ready = threading.Event()
        self.reader = threading.Thread(target=self._read, args=(ready,), daemon=True)
        self.reader.start()
        assert ready.wait(READY_SECONDS), self.said()
        assert self.process.poll() is None, self.said()

    def _read(self, ready: threading.Event) -> None:
        assert self.process is not None and self.process.stdout is not None
        with self.process.stdout as printed:
            for line in printed:
                self.lines.append(line)
                if line.startswith("ready "):
                    ready.set()
        ready.set()

    def said(self) -> str:
        """Return what `twin up` printed, and the ends of the logs."""
        logs = [
            f"--- {path.name}\n{path.read_text(encoding='utf-8', errors='replace')[-1500:]}"
            for path in sorted((self.state / "logs").glob("*"))
            if path.is_file()
        ]
        return "".join(self.lines[-60:]) + "\n".join(logs)

    def stop(self) -> list[psutil.Process]:
        """Press Ctrl-C, wait, and return the processes that are still there."""
        assert self.process is not None and self.reader is not None
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(STOP_SECONDS)
        self.reader.join(STOP_SECONDS)
        _, alive = psutil.wait_procs(family, timeout=5)
        return alive

    def run(self, *arguments: str, role: str = "admin", code: int = 0) -> Any:  # noqa: ANN401
        """Run `twin … --json` and return what it printed."""
        return json.loads(self._printed(*arguments, role=role, code=code))

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        """Run `twin … --json` of a long answer and return its rows, one a line."""
        return [json.loads(line) for line in self._printed(*arguments).splitlines()]

    def _printed(self, *arguments: str, role: str = "admin", code: int = 0) -> str:
        done = subprocess.run(
            [str(COMMAND), "--role", role, *arguments, "--json"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == code, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def latest(self, alias: str) -> dict[str, Any]:
        """Return the latest value of one signal."""
        (value,) = self.run("signals", "latest", alias)["values"]
        found: dict[str, Any] = value
        return found

    def alarm(self, alarm_id: str) -> dict[str, Any]:
        """Return one alarm."""
        for alarm in self.run("alarms", "list")["alarms"]:
            if alarm["alarm_id"] == alarm_id:
                found: dict[str, Any] = alarm
                return found
        raise AssertionError(f"no alarm {alarm_id}")

    def plc(self, *arguments: str) -> None:
        """Run `twin plc …`, which prints no JSON."""
        subprocess.run(
            [str(COMMAND), "plc", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            timeout=60,
        )


Found = TypeVar("Found")


def eventually(
    look: Callable[[], Found], *, seconds: float, what: str, every: float = 0.5
) -> Found:
    """Return the first true thing that `look` gives within a time; fail saying what lacked."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds:g} s"
        time.sleep(every)
