"""A conversion image as a function: every event is the command of one job.

Each job has a process of its own, as in a container that runs one job: nothing that a library
leaves behind reaches the next one, and its memory is measured alone.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from container_runtime.function import FunctionFailed
from container_runtime.job import REFUSED
from conversion_runtime.labelled_output import LabelledLines
from conversion_runtime.outgrown import OUTGROWN
from twin.spatial.workflow import JOB_DIED, JOB_OUTGROWN, JOB_REFUSED, FunctionEvent

ENDINGS = {
    REFUSED: (JOB_REFUSED, "the job wrote why it refuses the file"),
    OUTGROWN: (JOB_OUTGROWN, "the file needs more time or memory than a function has"),
}


def handle(package: str, event: FunctionEvent) -> dict[str, Any]:
    """Run the job of an event; the answer is empty, for its manifest says what was made.

    Raises:
        FunctionFailed: `JOB_REFUSED`, `JOB_OUTGROWN` or `JOB_DIED`.
    """
    # Fixed program; the arguments come from the workflow and never pass a shell.
    command = [sys.executable, "-m", package, *event["command"]]
    code = subprocess.run(command, check=False).returncode
    if not code:
        return {}
    failed = FunctionFailed(*_ending(code))
    LabelledLines(sys.stdout, event.get("execution", "")).write(f"{failed}\n")
    raise failed


def _ending(code: int) -> tuple[str, str]:
    """Return the error's type and what is said of a job that ended with a code."""
    if code < 0:
        # Linux kills the largest process where memory ends.
        return JOB_OUTGROWN, f"the job was ended by signal {-code}"
    return ENDINGS.get(code, (JOB_DIED, f"the job ended with {code}"))
