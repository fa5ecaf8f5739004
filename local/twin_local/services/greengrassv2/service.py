"""The operations of AWS IoT Greengrass V2 that are served."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable

import yaml

from twin_local.services.documents import Documents, Json
from twin_local.services.greengrassv2 import recipe
from twin_local.services.greengrassv2.core_devices import CoreDevices
from twin_local.services.greengrassv2.effective_deployments import effective
from twin_local.services.greengrassv2.exceptions import (
    ConflictException,
    ResourceNotFoundException,
    ValidationException,
)
from twin_local.services.paging import BadToken, page
from twin_local.services.settings import SETTINGS

PAGE_DEFAULT = 50
SUMMARY_OF_DEPLOYMENT = (
    "targetArn",
    "revisionId",
    "deploymentId",
    "deploymentName",
    "creationTimestamp",
    "deploymentStatus",
    "isLatestForTarget",
)
DEPLOYABLE: Json = {"componentState": "DEPLOYABLE", "message": "", "errors": {}}


class Greengrass:
    """One account's Greengrass in one region."""

    def __init__(self, *, account: str, region: str) -> None:
        self._documents = Documents(SETTINGS.database("greengrassv2", account, region))
        self._account, self._region = account, region
        self._lock = threading.RLock()
        self.core_devices = CoreDevices(self._documents, self._lock)

    def close(self) -> None:
        """Close the store."""
        self._documents.close()

    def operations(self) -> frozenset[str]:
        """Return the names of the operations that are served."""
        return frozenset(self._operations())

    def call(self, operation: str, request: Json) -> Json | None:
        """Serve one operation; None where it is not implemented."""
        method = self._operations().get(operation)
        if method is None:
            return None
        with self._lock:
            try:
                return method(request)
            except BadToken as error:
                raise ValidationException(str(error)) from error

    def _operations(self) -> dict[str, Callable[[Json], Json]]:
        return {
            "CreateComponentVersion": self._create_component_version,
            "DescribeComponent": self._describe_component,
            "GetComponent": self._get_component,
            "ListComponents": self._list_components,
            "ListComponentVersions": self._list_component_versions,
            "DeleteComponent": self._delete_component,
            "CreateDeployment": self._create_deployment,
            "GetDeployment": self._get_deployment,
            "ListDeployments": self._list_deployments,
            "CancelDeployment": self._cancel_deployment,
            "DeleteDeployment": self._delete_deployment,
            "TagResource": self._tag,
            "UntagResource": self._untag,
            "ListTagsForResource": self._list_tags,
            "ListEffectiveDeployments": self._list_effective_deployments,
            **self.core_devices.operations(),
        }

    # ---- components -----------------------------------------------------------------------------

    def _component_arn(self, name: str) -> str:
        return f"arn:aws:greengrass:{self._region}:{self._account}:components:{name}"

    def _create_component_version(self, request: Json) -> Json:
        if "inline_recipe" not in request:
            raise ValidationException("components are made from an inlineRecipe")
        read = recipe.read(request["inline_recipe"])
        arn = f"{self._component_arn(read.name)}:versions:{read.version}"
        if self._documents.get("component", arn) is not None:
            raise ConflictException(
                f"{read.name} {read.version} exists", resource_id=arn, resource_type="component"
            )
        document: Json = {
            "arn": arn,
            "componentName": read.name,
            "componentVersion": read.version,
            "creationTimestamp": SETTINGS.now(),
            "publisher": read.publisher,
            "description": read.description,
            "status": DEPLOYABLE,
            "platforms": list(read.platforms),
            "recipe": read.body,
            "tags": request.get("tags", {}),
        }
        self._documents.put("component", arn, document)
        keys = ("arn", "componentName", "componentVersion", "creationTimestamp", "status")
        return {key: document[key] for key in keys}

    def _component(self, arn: str) -> Json:
        found = self._documents.get("component", arn)
        if found is None:
            raise ResourceNotFoundException(
                f"there is no component {arn}", resource_id=arn, resource_type="component"
            )
        return found

    def _describe_component(self, request: Json) -> Json:
        found = self._component(request["arn"])
        return {key: value for key, value in found.items() if key != "recipe"}

    def _get_component(self, request: Json) -> Json:
        found = self._component(request["arn"])
        wanted = request.get("recipe_output_format", "JSON")
        text = json.dumps(found["recipe"]) if wanted == "JSON" else yaml.safe_dump(found["recipe"])
        return {"recipeOutputFormat": wanted, "recipe": text.encode(), "tags": found["tags"]}

    def _list_components(self, request: Json) -> Json:
        newest: dict[str, Json] = {}
        is_private = request.get("scope", "PRIVATE") == "PRIVATE"
        for one in sorted(self._documents.all("component"), key=_made):
            newest[one["componentName"]] = {
                "arn": self._component_arn(one["componentName"]),
                "componentName": one["componentName"],
                "latestVersion": {
                    key: one[key]
                    for key in (
                        "arn",
                        "componentVersion",
                        "creationTimestamp",
                        "description",
                        "publisher",
                        "platforms",
                    )
                },
            }
        # AWS's own components are public; of these there is none here.
        return self._page(list(newest.values()) if is_private else [], request, "components")

    def _list_component_versions(self, request: Json) -> Json:
        prefix = f"{request['arn']}:versions:"
        keys = ("arn", "componentName", "componentVersion")
        found = [
            {key: one[key] for key in keys}
            for one in sorted(self._documents.all("component"), key=_made, reverse=True)
            if one["arn"].startswith(prefix)
        ]
        return self._page(found, request, "componentVersions")

    def _delete_component(self, request: Json) -> Json:
        self._component(request["arn"])
        self._documents.delete("component", request["arn"])
        return {}

    # ---- deployments ----------------------------------------------------------------------------

    def _create_deployment(self, request: Json) -> Json:
        components = request.get("components", {})
        for name, one in components.items():
            self._check_component(name, one)
        key = str(uuid.uuid4())
        document: Json = {
            "deploymentId": key,
            "revisionId": str(1 + len(self._of_target(request["target_arn"]))),
            "targetArn": request["target_arn"],
            "deploymentName": request.get("deployment_name", ""),
            "deploymentStatus": "ACTIVE",
            "components": components,
            "deploymentPolicies": request.get("deployment_policies", {}),
            "iotJobConfiguration": request.get("iot_job_configuration", {}),
            "creationTimestamp": SETTINGS.now(),
            "tags": request.get("tags", {}),
        }
        for older in self._of_target(request["target_arn"]):
            if older["deploymentStatus"] == "ACTIVE":
                self._save_deployment({**older, "deploymentStatus": "INACTIVE"})
        self._save_deployment(document)
        return {"deploymentId": key}

    def _check_component(self, name: str, component: Json) -> None:
        if name.startswith("aws.greengrass."):
            return
        version = component.get("componentVersion", "")
        arn = f"{self._component_arn(name)}:versions:{version}"
        if self._documents.get("component", arn) is None:
            raise ResourceNotFoundException(
                f"there is no {name} {version}", resource_id=arn, resource_type="component"
            )

    def _save_deployment(self, document: Json) -> None:
        self._documents.put("deployment", document["deploymentId"], document)

    def _deployment(self, key: str) -> Json:
        found = self._documents.get("deployment", key)
        if found is None:
            raise ResourceNotFoundException(
                f"there is no deployment {key}", resource_id=key, resource_type="deployment"
            )
        return found

    def _of_target(self, target: str | None) -> list[Json]:
        found = [one for one in self._documents.all("deployment") if one["targetArn"] == target]
        return sorted(found, key=_made)

    def _get_deployment(self, request: Json) -> Json:
        return self._with_latest(self._deployment(request["deployment_id"]))

    def _list_deployments(self, request: Json) -> Json:
        target = request.get("target_arn")
        found = self._of_target(target) if target else self._documents.all("deployment")
        shown = [self._with_latest(one) for one in sorted(found, key=_made, reverse=True)]
        if request.get("history_filter", "LATEST_ONLY") == "LATEST_ONLY":
            shown = [one for one in shown if one["isLatestForTarget"]]
        summaries = [{key: one[key] for key in SUMMARY_OF_DEPLOYMENT} for one in shown]
        return self._page(summaries, request, "deployments")

    def _with_latest(self, deployment: Json) -> Json:
        newest = self._of_target(deployment["targetArn"])[-1]
        latest = newest["deploymentId"] == deployment["deploymentId"]
        return {**deployment, "isLatestForTarget": latest}

    def _cancel_deployment(self, request: Json) -> Json:
        deployment = self._deployment(request["deployment_id"])
        self._save_deployment({**deployment, "deploymentStatus": "CANCELED"})
        return {"message": "canceled"}

    def _delete_deployment(self, request: Json) -> Json:
        self._deployment(request["deployment_id"])
        self._documents.delete("deployment", request["deployment_id"])
        return {}

    def _list_effective_deployments(self, request: Json) -> Json:
        device = self.core_devices.find(request)
        target = f"arn:aws:iot:{self._region}:{self._account}:thing/{device['thing']}"
        newest_first = reversed(self._of_target(target))
        found = [effective(one, device) for one in newest_first]
        return self._page(found, request, "effectiveDeployments")

    # ---- tags and pages -------------------------------------------------------------------------

    def _tag(self, request: Json) -> Json:
        document = self._component(request["resource_arn"])
        tags = {**document["tags"], **request["tags"]}
        self._documents.put("component", document["arn"], {**document, "tags": tags})
        return {}

    def _untag(self, request: Json) -> Json:
        document = self._component(request["resource_arn"])
        gone = set(request["tag_keys"])
        tags = {key: value for key, value in document["tags"].items() if key not in gone}
        self._documents.put("component", document["arn"], {**document, "tags": tags})
        return {}

    def _list_tags(self, request: Json) -> Json:
        return {"tags": self._component(request["resource_arn"])["tags"]}

    def _page(self, items: list[Json], request: Json, member: str) -> Json:
        limit = int(request.get("max_results") or PAGE_DEFAULT)
        return page(items, limit=limit, token=request.get("next_token"), member=member)


def _made(document: Json) -> float:
    return float(document["creationTimestamp"])
