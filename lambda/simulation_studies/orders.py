"""From a request to the study that it asks for, with all that decides its results."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

from simulation_runtime.registry_table import RegistryTable
from simulation_runtime.study_settings import job_price, storage
from twin.simulation.manifest import ModelManifest
from twin.simulation.request import find_model
from twin.simulation.study_cost import estimate
from twin.simulation.study_order import StudyOrder, study_order
from twin.simulation.study_plan import plan_study
from twin.simulation.study_request import StudyRequest
from twin.simulation.study_run import StudyRun
from twin_runtime import clients
from twin_runtime.http import Request
from twin_runtime.settings import setting
from twin_runtime.site import site


@dataclass(frozen=True)
class AskedStudy:
    """A request, the order it makes, and the study as it is before anything is done."""

    request: StudyRequest
    order: StudyOrder
    study: StudyRun


def asked_study(request: Request) -> AskedStudy:
    """Check a request for a study.

    Where it is known what the model is, the whole study is checked now, else when it is planned.

    Raises:
        ModelUnknown, StudyInvalid, DesignInvalid: the request is wrong.
        StudyModelUnsupported, StudyTooLarge: it is not run.
    """
    wanted = StudyRequest.from_body(request.json(), site())
    model = find_model(site(), wanted.model_id)
    active = RegistryTable(clients.dynamodb(), setting("REGISTRY_TABLE")).active(model)
    digests = json.loads(setting("STUDY_IMAGE_DIGESTS"))
    order = study_order(wanted, active, model, image_digests=digests)
    return AskedStudy(wanted, order, _study(request, wanted, order, storage().manifest(order)))


def _study(
    request: Request, wanted: StudyRequest, order: StudyOrder, manifest: ModelManifest | None
) -> StudyRun:
    speed = None if manifest is None else plan_study(order, manifest).steps_per_second
    caller = request.authenticated
    return StudyRun(
        study_id=order.study_id,
        model_id=order.model_id,
        kind=order.kind,
        design=str(order.design["name"]),
        varied=wanted.varied,
        outputs=order.outputs,
        rows=wanted.rows,
        steps=order.steps,
        step_seconds=order.step_seconds,
        seed=order.seed,
        estimate=estimate(
            rows=wanted.rows,
            steps=order.steps,
            steps_per_second=speed,
            price=job_price(order.kind),
        ),
        state="QUEUED",
        requested_by=caller.name,
        subject=caller.subject,
        requested_at=time.time(),
    )
