"""Metadata transfer jobs between S3 and TwinMaker.

A job is done when it is made, or, where the settings let changes take time, after that time.
"""

from __future__ import annotations

import uuid
from typing import Final

from botocore.exceptions import ClientError

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.component_types import ComponentTypes
from twin_local.services.iottwinmaker.connectors import Clients
from twin_local.services.iottwinmaker.entities import Entities
from twin_local.services.iottwinmaker.exceptions import ConflictException, ValidationException
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.pages import page
from twin_local.services.iottwinmaker.registry import Registry, dates
from twin_local.services.iottwinmaker.transfers import Transfers, place, transfer_of
from twin_local.services.settings import SETTINGS

KIND: Final = "metadata transfer job"
SHOWN = ("metadataTransferJobId", "arn", "status", "progress")
ROLE = "role/aws-service-role/iottwinmaker.amazonaws.com/AWSServiceRoleForIoTTwinMaker"


class TransferJobs:
    """The operations on metadata transfer jobs."""

    def __init__(
        self, registry: Registry, types: ComponentTypes, entities: Entities, clients: Clients
    ) -> None:
        self._registry = registry
        self._transfers = Transfers(registry, types, entities, clients)

    def operations(self) -> Operations:
        """Return the operations that do not wait for other services."""
        return {"CancelMetadataTransferJob": self._cancel}

    def unlocked(self) -> Operations:
        """Return the operations in which a job may be done."""
        return {
            "CreateMetadataTransferJob": self._create,
            "GetMetadataTransferJob": self._get,
            "ListMetadataTransferJobs": self._list,
        }

    def _create(self, request: Json) -> Json:
        key = request.get("metadata_transfer_job_id") or str(uuid.uuid4())
        (source,), destination = request["sources"], request["destination"]
        transfer = transfer_of(source, destination)
        workspace = self._registry.workspace(transfer.workspace)["workspaceId"]
        place(transfer.location)
        now = SETTINGS.now()
        job: Json = {
            "metadataTransferJobId": key,
            "arn": self._registry.account_arn(f"metadata-transfer-job/{key}"),
            "description": request.get("description", ""),
            "sources": request["sources"],
            "destination": destination,
            "workspace": workspace,
            "due": now + SETTINGS.transition_seconds,
            "status": {"state": "PENDING", "error": {}, "queuedPosition": 0},
            "progress": {},
        }
        with self._registry.lock:
            if self._registry.get(KIND, "", key) is not None:
                raise ConflictException(f"the {KIND} {key} exists")
            job = {**job, "creationDateTime": now, "updateDateTime": now}
            self._registry.put(KIND, "", key, job)
        self._do_due(job)
        shown = {one: job[one] for one in ("metadataTransferJobId", "arn", "creationDateTime")}
        return {**shown, "status": {"state": "VALIDATING", "error": {}}}

    def _do_due(self, job: Json) -> Json:
        """Do a job if its time has come; return it as it then is."""
        with self._registry.lock:
            job = self._registry.find(KIND, "", job["metadataTransferJobId"])
            if job["status"]["state"] != "PENDING" or job["due"] > SETTINGS.now():
                return job
            job = self._put(job, {"state": "RUNNING", "error": {}}, {})
        try:
            progress = self._transfers.do(transfer_of(job["sources"][0], job["destination"]), job)
        except (ValidationException, ClientError) as error:
            code = (
                "VALIDATION_ERROR" if isinstance(error, ValidationException) else "PROCESSING_ERROR"
            )
            return self._put(job, _error(code, str(error)), {})
        if progress["failedCount"]:
            message = "; ".join(progress.pop("problems"))
            return self._put(job, _error("PROCESSING_ERROR", message), progress)
        progress.pop("problems")
        return self._put(job, {"state": "COMPLETED", "error": {}}, progress)

    def _put(self, job: Json, status: Json, progress: Json) -> Json:
        now = SETTINGS.now()
        changed = {**job, "status": status, "progress": progress, "updateDateTime": now}
        with self._registry.lock:
            self._registry.put(KIND, "", job["metadataTransferJobId"], changed)
        return changed

    def _get(self, request: Json) -> Json:
        job = self._registry.find(KIND, "", request["metadata_transfer_job_id"])
        job = self._do_due(job)
        more = ("description", "sources", "destination")
        role = self._registry.workspace(job["workspace"])["role"]
        account = job["arn"].split(":")[4]
        return {
            **_shown(job),
            **{key: job[key] for key in more},
            "metadataTransferJobRole": role or f"arn:aws:iam::{account}:{ROLE}",
        }

    def _list(self, request: Json) -> Json:
        jobs = [self._do_due(one) for one in self._registry.all(KIND)]
        found = (_shown(one) for one in jobs if _matches(one, request))
        return page(found, request, "metadataTransferJobSummaries")

    def _cancel(self, request: Json) -> Json:
        job = self._registry.find(KIND, "", request["metadata_transfer_job_id"])
        state = job["status"]["state"]
        if state != "PENDING" or job["due"] <= SETTINGS.now():
            raise ConflictException(f"the job is {'RUNNING' if state == 'PENDING' else state}")
        changed = self._put(job, {"state": "CANCELLED", "error": {}}, {})
        keys = ("metadataTransferJobId", "arn", "updateDateTime", "status", "progress")
        return {key: changed[key] for key in keys}


def _error(code: str, message: str) -> Json:
    return {"state": "ERROR", "error": {"code": code, "message": message[:2048]}}


def _shown(job: Json) -> Json:
    return {**{key: job[key] for key in SHOWN}, **dates(job)}


def _matches(job: Json, request: Json) -> bool:
    if job["sources"][0]["type"] != request["source_type"]:
        return False
    if job["destination"]["type"] != request["destination_type"]:
        return False
    found = {"workspaceId": job["workspace"], "state": job["status"]["state"]}
    return all(found[key] == one[key] for one in request.get("filters", []) for key in one)
