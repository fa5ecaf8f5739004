"""`python -m simulate`: a prediction (`--input`), or a part of a study, as a workflow orders it.

`--input s3://…/input.json --output s3://…/output.json` runs the model that the input names.
`--describe s3://…/model --sha256 … --output s3://…/manifest.json` says what a model is.
`--study s3://…/study.json --output s3://…/folder --of 20` runs one chunk of twenty; which one is
`--index`, or `--first` and the index that AWS Batch gives a child of an array job. With
`--and-collect` it then joins all rows, as `--collect s3://…/study.json --output … --of 20` does.
A part of a study that refuses says why below `--errors`.
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
    parser = _parser()
    options = parser.parse_args()
    target = S3Uri.parse(options.output)
    if options.input is not None:
        source = S3Uri.parse(options.input)
        return run_job(lambda: simulate(source, target), error_file=target.sibling(ERROR_FILE))
    if options.describe is not None:
        refusal = _error_file(options, target.sibling(ERROR_FILE), "describe")
        return run_job(lambda: _describe(target, options), error_file=refusal)
    index = _index(options)
    if not 0 <= index < options.of:
        parser.error(f"chunk {index} is none of --of {options.of}")
    name = "collect" if options.study is None else f"{index:05d}-{options.of:05d}"
    refusal = _error_file(options, target.child(f"chunks/{name}.{ERROR_FILE}"), name)
    return run_job(lambda: _part(target, index, options), error_file=refusal)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--input", help="s3:// address of input.json")
    what.add_argument("--describe", help="s3:// address of a model's file")
    what.add_argument("--study", help="s3:// address of study.json, of which a chunk is run")
    what.add_argument("--collect", help="s3:// address of study.json, whose chunks have run")
    parser.add_argument(
        "--output", required=True, help="s3:// address of the result, or of a study's folder"
    )
    parser.add_argument("--index", type=int, help="which chunk")
    parser.add_argument("--first", type=int, default=0, help="the chunk of an array's child 0")
    parser.add_argument("--of", type=int, default=1, help="how many chunks the study has")
    parser.add_argument("--and-collect", action="store_true", help="collect after the chunk")
    parser.add_argument("--errors", help="s3:// address of the folder for refusals")
    parser.add_argument("--sha256", default="", help="of the file that is described")
    return parser


def _index(options: argparse.Namespace) -> int:
    if options.index is not None:
        return int(options.index)
    return int(options.first) + int(os.environ.get(ARRAY_INDEX, "0"))


def _error_file(options: argparse.Namespace, otherwise: S3Uri, name: str) -> S3Uri:
    if not options.errors:
        return otherwise
    return S3Uri.parse(options.errors).child(f"{name}.{ERROR_FILE}")


def _describe(target: S3Uri, options: argparse.Namespace) -> None:
    # Only here and below: a prediction need not wait for the libraries of studies.
    from simulate.describe import describe

    describe(S3Uri.parse(options.describe), sha256=options.sha256, target=target)


def _part(target: S3Uri, index: int, options: argparse.Namespace) -> None:
    from simulate.chunk import run_chunk
    from simulate.collect import collect

    study = S3Uri.parse(options.study or options.collect)
    if options.study is not None:
        run_chunk(study, index, options.of, target=target)
    if options.collect is not None or options.and_collect:
        collect(study, options.of, target=target, is_own_job=options.collect is not None)


if __name__ == "__main__":
    sys.exit(main())
