"""How one invocation ended, in the words of AWS Lambda."""

from __future__ import annotations

import json
import signal
from dataclasses import dataclass

SIGNALS = {
    signal.SIGABRT: "aborted",
    signal.SIGFPE: "floating point exception",
    signal.SIGILL: "illegal instruction",
    signal.SIGKILL: "killed",
    signal.SIGSEGV: "segmentation fault",
    signal.SIGTERM: "terminated",
}
"""Signals as AWS Lambda names them."""


@dataclass(frozen=True)
class Outcome:
    """How one invocation ended; `payload` is the JSON answer or the JSON error.

    `memory_mb` is the private memory of the process after it, in MiB; None where it is not known.
    """

    payload: bytes
    succeeded: bool
    output: str
    duration_s: float
    alive: bool
    memory_mb: int | None = None


@dataclass(frozen=True)
class Fault:
    """An environment that ended without an answer: the error's type, and what is said of it."""

    kind: str
    reason: str

    def outcome(self, *, request_id: str, output: str, duration_s: float) -> Outcome:
        """Return what the caller gets; the log ends with the reason."""
        message = f"RequestId: {request_id} Error: {self.reason}"
        payload = json.dumps({"errorType": self.kind, "errorMessage": message}).encode()
        said = f"{output}{request_id} {self.reason}\n"
        return Outcome(payload, succeeded=False, output=said, duration_s=duration_s, alive=False)


def timed_out(limit_s: float) -> Fault:
    """Return the fault of an invocation that took longer than its function may."""
    return Fault("Sandbox.Timedout", f"Task timed out after {limit_s:.2f} seconds")


def exited(code: int | None) -> Fault:
    """Return the fault of a process that ended: with an exit code, or minus a signal."""
    if code is not None and code < 0:
        name = SIGNALS.get(signal.Signals(-code), str(-code))
        return Fault("Runtime.ExitError", f"Runtime exited with error: signal: {name}")
    return Fault("Runtime.ExitError", f"Runtime exited with error: exit status {code}")
