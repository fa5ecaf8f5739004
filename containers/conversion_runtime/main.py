"""The command of every conversion image."""

from __future__ import annotations

from container_runtime.function import serve
from container_runtime.job import run_job
from conversion_runtime.arguments import Job, read_arguments
from conversion_runtime.function import handle
from conversion_runtime.job import run
from conversion_runtime.labelled_output import label_output
from conversion_runtime.outgrown import outgrowing, run_or_outgrow
from twin.spatial.workflow import FUNCTION_COMMAND


def main(package: str, arguments: list[str]) -> int:
    """Run one job of an image's package and return its exit code.

    With the one argument `function` it serves AWS Lambda: each event is a job.
    """
    if arguments == [FUNCTION_COMMAND]:
        serve(lambda event: handle(package, event))
    job = read_arguments(package, arguments)
    if job.execution:
        label_output(job.execution)
    return run_or_outgrow(lambda: run_job(lambda: _work(package, job), error_file=job.error))


def _work(package: str, job: Job) -> None:
    outgrowing(lambda: run(package, job), larger_follows=job.larger_follows)
