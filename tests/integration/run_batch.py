"""Convert many files, each in a limited process of its own; run by an image's own interpreter.

`run_batch.py PACKAGE FOLDER`: converts `FOLDER/*.<converter>` and prints one JSON line for each.
The processes are forked from this one, which loaded the libraries once; else they do what
`conversion_runtime.step` does in production, under the limits of the order.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import NoReturn

from container_runtime.child import Limits
from conversion_runtime import step
from conversion_runtime.conversions import conversion_of
from conversion_runtime.order import Order

LIMITS = Limits(memory_mebibytes=1024, timeout_seconds=20)
LOG = "log"


def main(package: str, folder: str, warm: str) -> int:
    preload(package, warm)
    for path in sorted(Path(folder).iterdir()):
        print(json.dumps(convert(package, path)), flush=True)
    return 0


def preload(package: str, names: str) -> None:
    """Load what conversions load when they are called."""
    for name in filter(None, names.split(",")):
        __import__(f"{package}.{name}")


def convert(package: str, path: Path) -> dict[str, object]:
    work = path.parent.parent / "work" / path.name
    work.mkdir(parents=True)
    order = Order(path.suffix[1:], path, work, json.loads(os.environ["PARAMETERS"]), LIMITS)
    conversion_of(package, order.converter)
    begin = time.monotonic()
    child = os.fork()
    if not child:
        os.chdir(work)
        log = os.open(LOG, os.O_CREAT | os.O_WRONLY)
        os.dup2(log, 1)
        os.dup2(log, 2)
        end(package, order)
    _, status, usage = os.wait4(child, 0)
    refusal = work / step.REFUSAL
    error = json.loads(refusal.read_text()) if refusal.is_file() else {}
    return {
        "name": path.stem,
        "folder": str(work),
        "exit_code": os.waitstatus_to_exitcode(status),
        "error": error,
        "log": (work / LOG).read_text(errors="replace")[-800:],
        "seconds": time.monotonic() - begin,
        "mebibytes": usage.ru_maxrss / 1024,
    }


def end(package: str, order: Order) -> NoReturn:
    """Convert, and end this process as an interpreter would: with the code, or a trace and 1."""
    code = 1
    try:
        code = step.main(package, order.to_json())
    finally:
        if sys.exc_info()[0] is not None:
            traceback.print_exc()
        os._exit(code)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
