"""Start a calibration, and stop one."""

from __future__ import annotations

import time

from botocore.exceptions import BotoCoreError, ClientError

from simulation_runtime.calibration_settings import announce_calibration, calibrations
from simulation_runtime.request_ids import id_of_request
from twin.recalibration.calibration import Calibration
from twin.recalibration.errors import CalibrationEnded, CalibrationNotStarted
from twin.recalibration.request import CalibrationRequest
from twin_runtime import workflow_executions
from twin_runtime.errors import IdempotencyKeyReused
from twin_runtime.http import Answer, Request
from twin_runtime.settings import setting
from twin_runtime.site import site

MACHINE = "CALIBRATE_STATE_MACHINE_ARN"


def start_calibration(request: Request) -> Answer:
    """Start a calibration; answer 202 with it.

    The same idempotency key of the same caller is the same calibration: a repetition starts it only
    where the first attempt recorded it but could not start it. A model is calibrated once at a
    time: a second request is refused while one goes on.
    """
    wanted = CalibrationRequest.from_body(request.json(), site())
    caller = request.authenticated
    calibration = Calibration(
        calibration_id=id_of_request(caller.subject, wanted.idempotency_key),
        model_id=wanted.model_id,
        trigger="request",
        state="QUEUED",
        requested_by=caller.name,
        requested_at=time.time(),
        request_digest=wanted.digest,
    )
    recorded = _same(calibrations().add(calibration), wanted)
    if recorded.state == "QUEUED":
        _begin(recorded, may_be_repeated=bool(wanted.idempotency_key))
    return Answer(202, recorded.to_body())


def cancel_calibration(request: Request) -> Answer:
    """Stop a calibration; answer 202 with it. Nothing of it is published.

    One that was cancelled before stays so; one that has ended otherwise, or is being published,
    cannot be cancelled.
    """
    table = calibrations()
    before = table.find(request.path["calibration_id"])
    cancelled = before.ended("CANCELLED", at=time.time())
    if before.state in ("QUEUED", "RUNNING") and table.save(cancelled, before=before):
        workflow_executions.stop(setting(MACHINE), before.calibration_id)
        announce_calibration(cancelled)
        return Answer(202, cancelled.to_body())
    found = table.find(before.calibration_id)
    if found.state != "CANCELLED":
        raise CalibrationEnded(
            "the calibration can no longer be cancelled",
            found=found.state,
            expected="QUEUED or RUNNING; a published version is taken back by the model's registry",
            where=found.calibration_id,
        )
    return Answer(202, found.to_body())


def _begin(calibration: Calibration, *, may_be_repeated: bool) -> None:
    """Start a calibration; one that nobody could start again ends instead of waiting for ever."""
    try:
        _start(calibration)
    except (BotoCoreError, ClientError) as error:
        refusal = CalibrationNotStarted(
            "the workflow did not take the calibration",
            found=str(error),
            expected="the same request again" if may_be_repeated else "a new request",
            where=calibration.calibration_id,
        )
        failed = calibration.ended("FAILED", at=time.time(), error=refusal.to_dict())
        if not may_be_repeated and calibrations().save(failed, before=calibration):
            announce_calibration(failed)
        raise refusal from error


def _start(calibration: Calibration) -> None:
    """Start the workflow under the id; where it was started already, nothing happens."""
    body = {
        "model_id": calibration.model_id,
        "trigger": calibration.trigger,
        "requested_by": calibration.requested_by,
    }
    workflow_executions.start_once(setting(MACHINE), calibration.calibration_id, body)


def _same(recorded: Calibration, wanted: CalibrationRequest) -> Calibration:
    if recorded.request_digest != wanted.digest:
        raise IdempotencyKeyReused(
            "this idempotency key belongs to another calibration",
            found=f"a calibration of {wanted.model_id}",
            expected=f"the request of calibration {recorded.calibration_id}, or a new key",
            where="idempotency_key",
        )
    return recorded
