"""`python -m calibrate --order s3://…/order.json --output s3://…/calibrations/<id>/`.

Everything that decides the answer is in the order and in the files that it names by digest. The
answer's files come first and `decision.json` last: a job that was killed half-way has decided
nothing, and does the same again.
"""

from __future__ import annotations

import argparse
import sys

from calibrate.job import calibrate
from container_runtime.job import ERROR_FILE, run_job
from container_runtime.storage import S3Uri


def main() -> int:
    """Read the arguments, calibrate, and return the exit code."""
    parser = argparse.ArgumentParser(prog="calibrate", description=__doc__)
    parser.add_argument("--order", required=True, help="s3:// address of order.json")
    parser.add_argument("--output", required=True, help="s3:// address of the answer's folder")
    options = parser.parse_args()
    source, target = S3Uri.parse(options.order), S3Uri.parse(options.output)
    return run_job(lambda: calibrate(source, target), error_file=target.child(ERROR_FILE))


if __name__ == "__main__":
    sys.exit(main())
