"""`python -m simulate`: a single prediction (`--input`), or a chunk of a study (`--study`).

`--input s3://…/input.json --output s3://…/output.json` runs the model that the input names.
`--study s3://…/study.json --output s3://…/folder --of 20` runs one chunk of twenty; which one is
`--index`, or the index that AWS Batch gives a child of an array job.
"""

from __future__ import annotations

import argparse
import os
import sys

from container_runtime.job import ERROR_FILE, run_job
from container_runtime.storage import S3Uri
from simulate.job import simulate

ARRAY_INDEX = "AWS_BATCH_JOB_ARRAY_INDEX"


def main() -> int:
    """Read the arguments, run, and return the exit code."""
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--input", help="s3:// address of input.json")
    what.add_argument("--study", help="s3:// address of study.json")
    parser.add_argument(
        "--output", required=True, help="s3:// address of output.json, or of a study's folder"
    )
    parser.add_argument("--index", type=int, default=int(os.environ.get(ARRAY_INDEX, "0")))
    parser.add_argument("--of", type=int, default=1, help="how many chunks the study has")
    options = parser.parse_args()
    target = S3Uri.parse(options.output)
    if options.study is None:
        source = S3Uri.parse(options.input)
        return run_job(lambda: simulate(source, target), error_file=target.sibling(ERROR_FILE))
    if not 0 <= options.index < options.of:
        parser.error(f"--index {options.index} is none of --of {options.of}")
    study = S3Uri.parse(options.study)
    error_file = target.child(f"chunks/{options.index:05d}-{options.of:05d}.{ERROR_FILE}")
    return run_job(lambda: _chunk(study, target, options), error_file=error_file)


def _chunk(study: S3Uri, target: S3Uri, options: argparse.Namespace) -> None:
    # Only here: a prediction need not wait for the libraries of studies.
    from simulate.chunk import run_chunk

    run_chunk(study, options.index, options.of, target=target)


if __name__ == "__main__":
    sys.exit(main())
