"""The job: fetch what the order names, have a limited child calibrate, send what it answers."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from calibrate.child import LIMITS
from calibrate.files import ANSWER_FOLDER, FLEET, MODEL, ORDER, REFUSAL, SAMPLES
from container_runtime.child import LOG, REFUSED, run_child
from container_runtime.errors import ChildCrashed, JobError, ObjectCorrupt
from container_runtime.storage import S3Uri, download, read_json, upload
from twin.recalibration.order import ANSWER, PAGE, PARAMETERS, PLOTS, REPORT, CalibrationOrder
from twin.simulation.model_errors import ModelCrashed

LAST_LINES = 20
MEDIA_TYPES = {".json": "application/json", ".html": "text/html", ".png": "image/png"}


class CalibrationRefused(JobError):
    """What the child refused, under the child's own code."""

    def __init__(self, refusal: dict[str, str]) -> None:
        super().__init__(
            refusal.get("message", ""),
            found=refusal.get("found", ""),
            expected=refusal.get("expected", ""),
            where=refusal.get("where", ""),
        )
        self._refusal = refusal

    def to_dict(self) -> dict[str, str]:
        """Return the child's error."""
        return dict(self._refusal)


def calibrate(source: S3Uri, target: S3Uri) -> None:
    """Do what an order says and write its answer below `target`.

    Raises:
        ObjectMissing, ObjectCorrupt: the order, the samples, the model or a set of the fleet is not
            what it should be.
        CalibrationRefused: the window, the model or the estimate is of no use.
        ModelCrashed: the model took its process down.
        ChildTimeLimit: it took too long.
    """
    order = read_order(source)
    with tempfile.TemporaryDirectory(prefix="calibrate-") as name:
        folder = Path(name)
        _fetch(source, order, folder)
        _run(folder)
        _send(folder / ANSWER_FOLDER, target)


def read_order(source: S3Uri) -> CalibrationOrder:
    """Return an order.

    Raises:
        ObjectMissing: there is none.
        ObjectCorrupt: it is no order.
    """
    value: Any = read_json(source)
    try:
        return CalibrationOrder.from_mapping(value)
    except (KeyError, TypeError, ValueError) as error:
        raise ObjectCorrupt(
            f"{source} is no order of a calibration",
            found=f"{type(error).__name__}: {error}",
            expected="what the workflow's first step writes",
        ) from error


def _fetch(source: S3Uri, order: CalibrationOrder, folder: Path) -> None:
    (folder / ORDER).write_text(order.to_json(), encoding="utf-8")
    for name, key, sha256 in (
        (SAMPLES, order.samples.key, order.samples.sha256),
        (MODEL, order.artefact.key, order.artefact.sha256),
    ):
        download(S3Uri(source.bucket, key), folder / name, sha256=sha256)
    for stored_set in order.fleet:
        path = folder / FLEET / f"{stored_set.sha256}.json"
        download(S3Uri(source.bucket, stored_set.key), path, sha256=stored_set.sha256)


def _run(folder: Path) -> None:
    (folder / ANSWER_FOLDER).mkdir()
    try:
        code = run_child([sys.executable, "-m", "calibrate.child"], folder=folder, limits=LIMITS)
    except ChildCrashed as error:
        log = (folder / LOG).read_text(encoding="utf-8", errors="replace")
        print("\n".join(log.splitlines()[-LAST_LINES:]), file=sys.stderr)
        raise ModelCrashed(
            "the model took its process down", found=error.found, expected=error.expected
        ) from error
    if code == REFUSED:
        raise CalibrationRefused(json.loads((folder / REFUSAL).read_text(encoding="utf-8")))


def _send(folder: Path, target: S3Uri) -> None:
    for name in (*PLOTS, PAGE, REPORT, PARAMETERS, ANSWER):
        path = folder / name
        upload(path, target.child(name), media_type=MEDIA_TYPES[path.suffix])
