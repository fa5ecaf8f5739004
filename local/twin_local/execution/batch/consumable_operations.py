"""The operations on consumable resources.

https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateConsumableResource.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from moto.batch import urls
from moto.batch.exceptions import ClientException
from moto.batch.models import Job
from moto.batch.responses import BatchResponse

from twin_local.execution.batch.consumables import (
    KINDS,
    REPLENISHABLE,
    Consumable,
    find,
    known,
    needs,
)
from twin_local.execution.batch.limits import check_consumables
from twin_local.execution.patching import extend
from twin_local.services.paging import BadToken, page

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
PAGE = 100


def install() -> None:
    """Serve the operations."""
    for name, operation in OPERATIONS.items():
        extend(BatchResponse, name, operation)
        urls.url_paths.setdefault(f"{{0}}/v1/{name}", BatchResponse.dispatch)


def _find(response: BatchResponse) -> Consumable:
    name = str(response._get_param("consumableResource"))
    found = find(response.batch_backend, name)
    if found is None:
        raise ClientException(f"Consumable resource {name} does not exist")
    return found


def _create(response: BatchResponse) -> str:
    name = str(response._get_param("consumableResourceName"))
    kind = response._get_param("resourceType") or REPLENISHABLE
    total = int(response._get_param("totalQuantity") or 0)
    backend = response.batch_backend
    if not NAME.fullmatch(name):
        raise ClientException(f"Invalid consumableResourceName {name!r}")
    if kind not in KINDS or total < 0:
        raise ClientException("resourceType or totalQuantity is not allowed")
    if find(backend, name):
        raise ClientException(f"Consumable resource {name} already exists")
    check_consumables(len(known(backend)))
    place = f"{backend.region_name}:{backend.account_id}"
    arn = f"arn:{backend.partition}:batch:{place}:consumable-resource/{name}"
    known(backend)[arn] = Consumable(name, arn, kind, total)
    backend.tag_resource(arn, response._get_param("tags") or {})
    return json.dumps({"consumableResourceName": name, "consumableResourceArn": arn})


def _describe(response: BatchResponse) -> str:
    found = _find(response)
    described = {
        **found.summary(),
        "availableQuantity": found.available,
        "createdAt": int(found.created_at.timestamp() * 1000),
        "tags": response.batch_backend.list_tags_for_resource(found.arn),
    }
    return json.dumps(described)


def _update(response: BatchResponse) -> str:
    found = _find(response)
    quantity = int(response._get_param("quantity") or 0)
    operation = response._get_param("operation") or "SET"
    changes = {"SET": quantity, "ADD": found.total + quantity, "REMOVE": found.total - quantity}
    if operation not in changes or changes[operation] < 0:
        raise ClientException(f"{operation} of {quantity} is not allowed")
    found.total = changes[operation]
    described = found.summary()
    names = ("consumableResourceName", "consumableResourceArn", "totalQuantity")
    return json.dumps({name: described[name] for name in names})


def _delete(response: BatchResponse) -> str:
    found = _find(response)
    if found.in_use:
        raise ClientException(f"Consumable resource {found.name} is in use")
    del known(response.batch_backend)[found.arn]
    return ""


def _list(response: BatchResponse) -> str:
    prefixes = [
        value.rstrip("*")
        for one in response._get_param("filters") or []
        if one["name"] == "CONSUMABLE_RESOURCE_NAME"
        for value in one["values"]
    ]
    found = [
        one.summary()
        for one in known(response.batch_backend).values()
        if not prefixes or one.name.startswith(tuple(prefixes))
    ]
    return _page(response, found, "consumableResources")


def _list_jobs(response: BatchResponse) -> str:
    found = _find(response)
    rows = [
        _row(job, quantity)
        for job in list(response.batch_backend._jobs.values())
        for name, quantity in needs(job)
        if name in (found.name, found.arn) and not job._child_jobs
    ]
    return _page(response, rows, "jobs")


def _row(job: Job, quantity: int) -> dict[str, Any]:
    shown = job.describe_short()
    return {
        "jobArn": job.arn,
        "jobQueueArn": job.job_queue.arn,
        "jobName": job.job_name,
        "jobDefinitionArn": job.job_definition.arn,
        "jobStatus": job.status,
        "quantity": quantity,
        "createdAt": shown["createdAt"],
    }


def _page(response: BatchResponse, rows: list[dict[str, Any]], member: str) -> str:
    limit = int(response._get_param("maxResults") or PAGE)
    token = response._get_param("nextToken")
    try:
        return json.dumps(page(rows, limit=limit, token=token, member=member))
    except BadToken as error:
        raise ClientException("nextToken is not valid") from error


OPERATIONS: dict[str, Callable[[BatchResponse], str]] = {
    "createconsumableresource": _create,
    "describeconsumableresource": _describe,
    "updateconsumableresource": _update,
    "deleteconsumableresource": _delete,
    "listconsumableresources": _list,
    "listjobsbyconsumableresource": _list_jobs,
}
