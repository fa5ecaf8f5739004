"""`python -m simulate --input s3://… --output s3://…`: run the model that the input names."""

from __future__ import annotations

import argparse
import sys

from container_runtime.job import ERROR_FILE, run_job
from container_runtime.storage import S3Uri
from simulate.job import simulate


def main() -> int:
    """Read the arguments, run, and return the exit code."""
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--input", required=True, help="s3:// address of input.json")
    parser.add_argument("--output", required=True, help="s3:// address of output.json")
    options = parser.parse_args()
    source, target = S3Uri.parse(options.input), S3Uri.parse(options.output)
    return run_job(lambda: simulate(source, target), error_file=target.sibling(ERROR_FILE))


if __name__ == "__main__":
    sys.exit(main())
