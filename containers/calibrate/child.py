"""The child process that loads the model and calibrates it: `python -m calibrate.child`.

It reads the order and its files in its folder and ends with 0 and the files of the answer, or with
`REFUSED` and `refused.json`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from calibrate.files import ANSWER_FOLDER, FLEET, MODEL, ORDER, REFUSAL, SAMPLES
from container_runtime.child import REFUSED, Limits, limit_this_process
from twin.errors import TwinError
from twin.recalibration.order import CalibrationOrder
from twin.recalibration.samples import Samples

LIMITS = Limits(memory_mebibytes=1536, timeout_seconds=3000)


def main() -> int:
    """Calibrate and return the exit code."""
    # One thread: equal orders give equal bits whatever machine they are on.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    folder = Path.cwd()  # FMPy stays in the model's folder when loading it fails
    os.environ["MPLBACKEND"], os.environ["MPLCONFIGDIR"] = "Agg", str(folder / "matplotlib")
    limit_this_process(LIMITS)
    try:
        calibrate(folder)
    except TwinError as error:
        (folder / REFUSAL).write_text(json.dumps(error.to_dict()), encoding="utf-8")
        return REFUSED
    return 0


def calibrate(folder: Path) -> None:
    """Calibrate by the files of a folder and write the answer.

    Raises:
        TwinError: the window, the model or the estimate is of no use.
    """
    # Only here: the libraries take a second to load, and the limits must hold before that.
    from calibrate.answer import write_answer
    from calibrate.fleet import read_fleet
    from calibrate.work import calibrated
    from simulate.runtimes import opener_of

    order = CalibrationOrder.from_mapping(json.loads(_text(folder / ORDER)))
    samples = Samples.from_mapping(json.loads(_text(folder / SAMPLES)))
    fleet = [(_text(folder / FLEET / f"{one.sha256}.json"), one.sha256) for one in order.fleet]
    unpacked = folder / "unpacked"
    unpacked.mkdir()
    with opener_of(order.kind)(folder / MODEL, unpacked) as model:
        outcome = calibrated(order, samples, read_fleet(fleet, order.settings), model)
    write_answer(order, outcome, folder / ANSWER_FOLDER)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # The files are complete: what a model's libraries do when a process ends is of no use any more,
    # and may crash.
    os._exit(code)
