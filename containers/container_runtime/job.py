"""How a job ends: exit code 0, or a typed error beside its output and exit code 10.

Any other exit code means that the job died (killed, out of memory, a defect): trying again may
help, and there is no error file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from container_runtime.storage import S3Uri, write_json
from twin.errors import TwinError

REFUSED = 10
"""Exit code of a job that said what is wrong; a retry would end the same."""

ERROR_FILE = "error.json"
"""Name of the error file in the folder of the job's output: `{"error": TwinError.to_dict()}`."""


def run_job(work: Callable[[], None], *, error_file: S3Uri) -> int:
    """Do the work and return the exit code; a typed error is written to `error_file`."""
    try:
        work()
    except TwinError as error:
        print(error, file=sys.stderr)
        write_json(error_file, {"error": error.to_dict()})
        return REFUSED
    return 0
