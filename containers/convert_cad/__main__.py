"""Start of the job."""

from __future__ import annotations

import sys

from container_runtime.job import run_job
from convert_cad.arguments import read_arguments
from convert_cad.job import run


def main(arguments: list[str]) -> int:
    """Run one job and return its exit code."""
    job = read_arguments(arguments)
    return run_job(lambda: run(job), error_file=job.error)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
