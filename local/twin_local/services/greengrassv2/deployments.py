"""Deployments: which components a target is to have, and which revision of that is in force."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from twin_local.services.documents import Documents, Json
from twin_local.services.greengrassv2.components import Components
from twin_local.services.greengrassv2.exceptions import ResourceNotFoundException
from twin_local.services.greengrassv2.pages import page
from twin_local.services.settings import SETTINGS

KIND = "deployment"
SUMMARY = (
    "targetArn",
    "revisionId",
    "deploymentId",
    "deploymentName",
    "creationTimestamp",
    "deploymentStatus",
    "isLatestForTarget",
)


class Deployments:
    """The operations on deployments."""

    def __init__(self, documents: Documents, components: Components) -> None:
        self._documents, self._components = documents, components

    def operations(self) -> dict[str, Callable[[Json], Json]]:
        """Return the operations on deployments."""
        return {
            "CreateDeployment": self._create,
            "GetDeployment": self._get,
            "ListDeployments": self._list,
            "CancelDeployment": self._cancel,
            "DeleteDeployment": self._delete,
        }

    def of_target(self, target: str) -> list[Json]:
        """Return the deployments of a thing or thing group, the oldest first."""
        found = [one for one in self._documents.all(KIND) if one["targetArn"] == target]
        return sorted(found, key=_made)

    def _create(self, request: Json) -> Json:
        components = request.get("components", {})
        for name, one in components.items():
            self._components.check(name, one.get("componentVersion", ""))
        older = self.of_target(request["target_arn"])
        key = str(uuid.uuid4())
        document: Json = {
            "deploymentId": key,
            "revisionId": str(1 + len(older)),
            "targetArn": request["target_arn"],
            "deploymentName": request.get("deployment_name", ""),
            "deploymentStatus": "ACTIVE",
            "components": components,
            "deploymentPolicies": request.get("deployment_policies", {}),
            "iotJobConfiguration": request.get("iot_job_configuration", {}),
            "creationTimestamp": SETTINGS.now(),
            "tags": request.get("tags", {}),
        }
        for one in older:
            if one["deploymentStatus"] == "ACTIVE":
                self._save({**one, "deploymentStatus": "INACTIVE"})
        self._save(document)
        return {"deploymentId": key}

    def _save(self, document: Json) -> None:
        self._documents.put(KIND, document["deploymentId"], document)

    def _find(self, key: str) -> Json:
        found = self._documents.get(KIND, key)
        if found is None:
            raise ResourceNotFoundException(
                f"there is no deployment {key}", resource_id=key, resource_type=KIND
            )
        return found

    def _get(self, request: Json) -> Json:
        return self._with_latest(self._find(request["deployment_id"]))

    def _list(self, request: Json) -> Json:
        target = request.get("target_arn")
        found = self.of_target(target) if target else self._documents.all(KIND)
        shown = [self._with_latest(one) for one in sorted(found, key=_made, reverse=True)]
        if request.get("history_filter", "LATEST_ONLY") == "LATEST_ONLY":
            shown = [one for one in shown if one["isLatestForTarget"]]
        return page([{key: one[key] for key in SUMMARY} for one in shown], request, "deployments")

    def _with_latest(self, deployment: Json) -> Json:
        newest = self.of_target(deployment["targetArn"])[-1]
        latest = newest["deploymentId"] == deployment["deploymentId"]
        return {**deployment, "isLatestForTarget": latest}

    def _cancel(self, request: Json) -> Json:
        deployment = self._find(request["deployment_id"])
        self._save({**deployment, "deploymentStatus": "CANCELED"})
        return {"message": "canceled"}

    def _delete(self, request: Json) -> Json:
        self._find(request["deployment_id"])
        self._documents.delete(KIND, request["deployment_id"])
        return {}


def _made(document: Json) -> float:
    return float(document["creationTimestamp"])
