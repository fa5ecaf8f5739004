"""Why a run gave no result, as an error with a code."""

from __future__ import annotations

from collections.abc import Mapping

from simulation_runtime.step_failures import cause_of, error_in_file, words_of
from twin.simulation import errors, model_errors, registry_errors
from twin.simulation.errors import RunFailed, SimulationError
from twin.simulation.job import error_key
from twin_runtime.job_errors import MAXIMUM_TEXT


def reason_of_failure(failure: Mapping[str, str]) -> dict[str, str]:
    """Return the error of a step's `Error` and `Cause`.

    An error of ours raised by a function arrives as its class name with the text in the cause.
    """
    raised = _error_named(failure.get("Error", ""))
    if raised is not None:
        text = cause_of(failure)[:MAXIMUM_TEXT]
        return {"code": raised.code, "message": text.removeprefix(f"{raised.code}: ")}
    return RunFailed("a step of the run failed", found=words_of(failure)).to_dict()


def reason_of_end(status: str) -> dict[str, str]:
    """Return the error of an execution that is over without having recorded why."""
    return RunFailed(
        "the workflow ended without a result; the run may be started again", found=status
    ).to_dict()


def reason_of_job(run_id: str) -> dict[str, str] | None:
    """Return the typed error that the job wrote before it ended, if it did."""
    return error_in_file(error_key(run_id))


def _error_named(name: str) -> type[SimulationError] | None:
    for module in (errors, model_errors, registry_errors):
        found = getattr(module, name, None)
        if isinstance(found, type) and issubclass(found, SimulationError):
            return found
    return None
