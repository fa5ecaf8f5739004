"""What of a prediction is stored beside the measured values."""

from __future__ import annotations

from twin.simulation.run import Run
from twin.simulation.trust.validity import Validity
from twin.site_document import SimulationModel


def predicted_values(
    run: Run, model: SimulationModel, validity: Validity
) -> dict[str, float | str]:
    """Return the values by alias; a coverage that nobody knows yet is not written."""
    values: dict[str, float | str] = {
        model.version_alias: run.model_version,
        model.valid_alias: validity.valid,
        model.validity_alias: validity.text,
    }
    for prediction in model.predictions:
        output = run.outputs[prediction.variable]
        values[prediction.value] = output.value
        values[prediction.lower] = output.lower
        values[prediction.upper] = output.upper
        if output.coverage is not None:
            values[prediction.coverage] = output.coverage.share
    return values
