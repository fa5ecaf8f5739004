"""Sync jobs: component types and entities kept in step with SiteWise's models and assets.

What has changed is brought over before the next request about the workspace is served; where there
is much of it, less often, so that it takes a fifth of the time at most.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from botocore.exceptions import ClientError

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker import sitewise_inventory
from twin_local.services.iottwinmaker.connectors import Clients
from twin_local.services.iottwinmaker.exceptions import ConflictException, ValidationException
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.pages import only, page
from twin_local.services.iottwinmaker.registry import Registry, dates
from twin_local.services.iottwinmaker.sitewise_copy import SOURCE
from twin_local.services.iottwinmaker.sync_changes import SyncChanges

Revision = Callable[[], int]
"""How often anything of SiteWise has changed."""

FEW, REST = 200, 4.0
"""Up to how many resources there is no rest, and how long it is compared with the work."""

JOB = ("arn", "workspaceId", "syncSource")


@dataclass(frozen=True)
class Done:
    """When a workspace was brought into step, with which SiteWise, and how long it took."""

    revision: int
    at: float
    seconds: float
    count: int


class SyncJobs:
    """The operations on sync jobs, and the syncing itself."""

    def __init__(self, registry: Registry, clients: Clients, revision: Revision) -> None:
        self._registry, self._clients, self._revision = registry, clients, revision
        self._changes = SyncChanges(registry)
        self._done: dict[str, Done] = {}

    def operations(self) -> Operations:
        """Return the operations on sync jobs."""
        return {
            "CreateSyncJob": self._create,
            "GetSyncJob": self._get,
            "DeleteSyncJob": self._delete,
            "ListSyncJobs": self._list,
            "ListSyncResources": self._list_resources,
        }

    def keep_in_step(self, workspace: str | None) -> None:
        """Bring over what has changed in SiteWise, if the workspace has a sync job."""
        job = self._registry.get("sync job", workspace, SOURCE) if workspace else None
        if workspace is None or job is None or "transition" in job:
            return
        done, revision = self._done.get(workspace), self._revision()
        if done is not None:
            resting = done.count > FEW
            if done.revision == revision or (
                resting and time.monotonic() < done.at + REST * done.seconds
            ):
                return
        began = time.monotonic()
        count = self._sync(workspace, job)
        ended = time.monotonic()
        self._done[workspace] = Done(revision, ended, ended - began, count)

    def _sync(self, workspace: str, job: Json) -> int:
        try:
            types, entities = sitewise_inventory.read(self._clients, job["syncRole"])
        except ClientError as error:
            message = error.response["Error"]["Message"]
            failure = {"code": "SYNC_PROCESSING_ERROR", "message": message}
            self._registry.put("sync job", workspace, SOURCE, {**job, "error": failure})
            return 0
        self._changes.apply(workspace, types, entities)
        if "error" in job:
            kept = {key: one for key, one in job.items() if key != "error"}
            self._registry.put("sync job", workspace, SOURCE, kept)
        return len(types) + len(entities)

    def _create(self, request: Json) -> Json:
        workspace = request["workspace_id"]
        self._registry.workspace(workspace)
        _check_source(request)
        if self._registry.get("sync job", workspace, SOURCE) is not None:
            raise ConflictException(f"the workspace {workspace} has a sync job")
        body = {
            "workspaceId": workspace,
            "syncSource": SOURCE,
            "syncRole": request["sync_role"],
            "arn": self._registry.arn(workspace, f"/sync-job/{SOURCE}"),
            "tags": request.get("tags", {}),
        }
        made = self._registry.create("sync job", workspace, SOURCE, body)
        self._done.pop(workspace, None)
        return {**{key: made[key] for key in ("arn", "creationDateTime")}, "state": "CREATING"}

    def _get(self, request: Json) -> Json:
        _check_source(request)
        workspace = request.get("workspace_id")
        if workspace is None:
            raise ValidationException("the request names no workspace")
        self.keep_in_step(workspace)
        job = self._registry.find("sync job", workspace, SOURCE)
        return {**_shown(job), "syncRole": job["syncRole"]}

    def _delete(self, request: Json) -> Json:
        _check_source(request)
        workspace = request["workspace_id"]
        self._registry.find("sync job", workspace, SOURCE)
        self._changes.remove_all(workspace)
        self._registry.remove("sync job", workspace, SOURCE)
        return {"state": "DELETING"}

    def _list(self, request: Json) -> Json:
        self._registry.workspace(request["workspace_id"])
        jobs = self._registry.all("sync job", request["workspace_id"])
        return page((_shown(one) for one in jobs), request, "syncJobSummaries")

    def _list_resources(self, request: Json) -> Json:
        _check_source(request)
        workspace = request["workspace_id"]
        self._registry.find("sync job", workspace, SOURCE)
        wanted = only(request.get("filters"))
        found = (
            {key: one for key, one in resource.items() if key != "workspaceId"}
            for resource in self._registry.all("sync resource", workspace)
            if _matches(resource, wanted)
        )
        return page(found, request, "syncResources")


def _check_source(request: Json) -> None:
    if request["sync_source"] != SOURCE:
        raise ValidationException(f"the source is {SOURCE}, not {request['sync_source']}")


def _shown(job: Json) -> Json:
    state = job.get("transition", {}).get("state", "ERROR" if "error" in job else "ACTIVE")
    status = {"state": state, "error": job.get("error", {})}
    return {**{key: job[key] for key in JOB}, "status": status, **dates(job)}


def _matches(resource: Json, wanted: Json) -> bool:
    found = {**resource, "state": resource["status"]["state"]}
    return all(found.get(key) == value for key, value in wanted.items())
