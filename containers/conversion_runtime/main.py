"""The command of every conversion image."""

from __future__ import annotations

from container_runtime.job import run_job
from conversion_runtime.arguments import read_arguments
from conversion_runtime.job import run


def main(package: str, arguments: list[str]) -> int:
    """Run one job of an image's package and return its exit code."""
    job = read_arguments(package, arguments)
    return run_job(lambda: run(package, job), error_file=job.error)
