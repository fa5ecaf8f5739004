"""How large each function's zip is, and what a new interpreter spends to import its handler.

The reference of the import is a new interpreter that imports boto3 and nothing else, which every
function has in Lambda anyway. Both are processor time, the least of three runs: what else the
machine does is not in it. The zip is what the synthesized template
deploys, without its layers, compared with the 50 MB that Lambda takes
(https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

from benchmarks.harness import Result, Unavailable
from twin_constructs.staging import StagingError, layers_of, stage_function, stage_layer

LAMBDA = Path(__file__).resolve().parents[1] / "lambda"
MAXIMUM_ZIP_MB = 50.0
RUNS = 3


def run() -> list[Result]:
    """Measure every function of the repository."""
    boto3_ms = _import_ms("boto3", [])
    reference = Result("import boto3 in a new interpreter", boto3_ms, "ms")
    return [reference, *(one for name in functions() for one in _measured(name, boto3_ms))]


def functions() -> list[str]:
    """Return the names of the packages that are functions: those with a handler."""
    return sorted(path.parent.name for path in LAMBDA.glob("*/handler.py"))


def _measured(name: str, boto3_ms: float) -> list[Result]:
    try:
        folder = stage_function(name)
        layers = [stage_layer(shared) / "python" for shared in layers_of(name)]
    except StagingError as error:
        raise Unavailable(str(error)) from error
    size = _zipped_bytes(folder) / 1e6
    took = _import_ms(f"{name}.handler", [folder, *layers])
    return [
        Result(f"{name}, zip", size, "MB", "largest zip of Lambda", MAXIMUM_ZIP_MB),
        Result(f"{name}, cold import", took, "ms", "import boto3", boto3_ms),
    ]


def _zipped_bytes(folder: Path) -> int:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                archive.write(path, path.relative_to(folder))
    return len(content.getvalue())


def _import_ms(module: str, path: list[Path]) -> float:
    """Return the milliseconds of processor time that a new interpreter needs for a module."""
    search = [str(folder) for folder in path]
    program = f"import sys; sys.path[:0] = {search!r}; import {module}"
    command = [sys.executable, "-c", program]
    return 1000 * min(_processor_seconds(command) for _ in range(RUNS))


def _processor_seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, cwd="/")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
