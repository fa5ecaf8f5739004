"""The files of the answer: parameter set, report as data, plots, page, and the decision last."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from calibrate.figures import draw
from calibrate.page import page
from calibrate.report_data import report_data
from calibrate.work import Outcome, champion_values
from twin.calibration.parameter_set import (
    ConditionRange,
    FitWindow,
    Origin,
    ParameterSet,
    parameter_set,
)
from twin.calibration.report import shifts
from twin.recalibration.calibration import Ground, Shift, Verdict
from twin.recalibration.order import ANSWER, PAGE, PARAMETERS, PLOTS, REPORT, CalibrationOrder


def write_answer(order: CalibrationOrder, outcome: Outcome, folder: Path) -> None:
    """Write all files; `decision.json` names the order and the digests of the others."""
    candidate = candidate_set(order, outcome)
    _write(folder / PARAMETERS, candidate.to_json())
    data = report_data(order, outcome, candidate.version)
    _write(folder / REPORT, _canonical(data))
    draw(order, outcome, folder)
    _write(folder / PAGE, page(data, folder))
    names = (*PLOTS, PAGE, REPORT, PARAMETERS)
    _write(folder / ANSWER, _canonical(_decision(order, outcome, candidate, folder, names)))


def candidate_set(order: CalibrationOrder, outcome: Outcome) -> ParameterSet:
    """Return the parameter set that the estimate makes, with the conditions it was made in."""
    window = outcome.parts.fit.window
    times = window.times_seconds
    return parameter_set(
        outcome.estimate,
        model=order.model_id,
        asset=order.asset,
        origin=Origin(
            method=outcome.estimate.method,
            seed=order.seed,
            model_digest=order.artefact.sha256,
            image_digest=order.image_digest,
            code_revision=order.code_revision,
        ),
        windows=(FitWindow("fit", float(times[0]), float(times[-1]), window.digest),),
        conditions=tuple(
            ConditionRange(
                name, order.units.get(name, ""), float(column.min()), float(column.max())
            )
            for name, column in zip(outcome.samples.input_names, window.inputs.T, strict=True)
        ),
        parent=order.champion_version or None,
    )


def _decision(
    order: CalibrationOrder,
    outcome: Outcome,
    candidate: ParameterSet,
    folder: Path,
    names: tuple[str, ...],
) -> dict[str, Any]:
    moved = shifts(champion_values(order), outcome.estimate)
    verdict = Verdict(
        is_accepted=outcome.decision.is_accepted,
        grounds=tuple(
            Ground(str(one.reason), one.found, one.expected) for one in outcome.decision.grounds
        ),
        champion_error=outcome.champion.test.error,
        candidate_error=outcome.candidate.test.error,
        shifts=tuple(Shift(m.name, m.before, m.after, m.sigma, m.sigmas) for m in moved),
        candidate_version=candidate.version,
    )
    return {
        "order_digest": order.digest,
        "verdict": asdict(verdict),
        "parameters": [
            {"name": one.name, "value": one.value, "standard_uncertainty": one.sigma}
            for one in candidate.parameters
        ],
        "conditions": {one.name: [one.lower, one.upper] for one in candidate.conditions},
        "intervals": {
            item.variable: {"level": one.level, "radius": one.radius, "count": one.count}
            for item, one in zip(order.settings.outputs, outcome.candidate.intervals, strict=True)
        },
        "files": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names},
    }


def _canonical(value: Mapping[str, Any]) -> str:
    """Return canonical JSON; a figure that does not exist (infinite, or none) is null."""
    return json.dumps(_finite(value), sort_keys=True, separators=(",", ":"), allow_nan=False)


def _finite(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
