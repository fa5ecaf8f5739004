"""Stop a conversion, and begin one again that did not succeed."""

from __future__ import annotations

import time

from catalogue_runtime.conversions import conversion_writes
from spatial_conversions import workflow
from spatial_conversions.places import permitted_conversion
from spatial_conversions.requests import begin
from spatial_conversions.services import once, store, uploads
from spatial_conversions.views import conversion_body
from twin.spatial.conversion_errors import stopped_on_request
from twin_runtime.http import Answer, Request


def cancel_conversion(request: Request) -> Answer:
    """Stop a conversion; answer 202: it is CANCELLED as soon as its execution has ended."""
    catalogue = store()
    before = permitted_conversion(request, catalogue)
    stopped = before.cancelled(request.authenticated.subject)
    catalogue.transact(conversion_writes(stopped, before=before))
    if not workflow.stop(before.execution):
        # Its request died before the workflow was started: no event will tell of an end.
        gone, stopped = stopped, stopped.failed(stopped_on_request().to_dict(), at=time.time())
        catalogue.transact(conversion_writes(stopped, before=gone))
    return Answer(202, dict(conversion_body(stopped)))


def rerun_conversion(request: Request) -> Answer:
    """Begin a conversion again that failed or was cancelled; answer 202 with it."""
    return once(request, _rerun)


def _rerun(request: Request) -> Answer:
    catalogue = store()
    before = permitted_conversion(request, catalogue)
    again = before.again()
    upload = uploads().find(again.upload_id) if again.upload_id else None
    catalogue.transact(conversion_writes(again, before=before))
    if upload is not None:
        uploads().move(upload.reopened(), states=("REJECTED",))
    begin(catalogue, again, upload.key if upload else again.key)
    return Answer(202, dict(conversion_body(again)))
