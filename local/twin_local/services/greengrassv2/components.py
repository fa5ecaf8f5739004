"""Components: their versions, recipes and tags."""

from __future__ import annotations

import json
from collections.abc import Callable

import yaml

from twin_local.services.documents import Documents, Json
from twin_local.services.greengrassv2 import recipe
from twin_local.services.greengrassv2.exceptions import (
    ConflictException,
    ResourceNotFoundException,
    ValidationException,
)
from twin_local.services.greengrassv2.pages import page
from twin_local.services.settings import SETTINGS

KIND = "component"
DEPLOYABLE: Json = {"componentState": "DEPLOYABLE", "message": "", "errors": {}}
LATEST = ("arn", "componentVersion", "creationTimestamp", "description", "publisher", "platforms")
MADE = ("arn", "componentName", "componentVersion", "creationTimestamp", "status")
VERSION = ("arn", "componentName", "componentVersion")


class Components:
    """The operations on components."""

    def __init__(self, documents: Documents, *, account: str, region: str) -> None:
        self._documents = documents
        self._account, self._region = account, region

    def operations(self) -> dict[str, Callable[[Json], Json]]:
        """Return the operations on components."""
        return {
            "CreateComponentVersion": self._create_version,
            "DescribeComponent": self._describe,
            "GetComponent": self._get,
            "ListComponents": self._list,
            "ListComponentVersions": self._list_versions,
            "DeleteComponent": self._delete,
            "TagResource": self._tag,
            "UntagResource": self._untag,
            "ListTagsForResource": self._list_tags,
        }

    def check(self, name: str, version: str) -> None:
        """Check that a version of a component is there; AWS's own components always are.

        Raises:
            ResourceNotFoundException: it is not.
        """
        if not name.startswith("aws.greengrass."):
            self._find(self._version_arn(name, version))

    def _arn(self, name: str) -> str:
        return f"arn:aws:greengrass:{self._region}:{self._account}:components:{name}"

    def _version_arn(self, name: str, version: str) -> str:
        return f"{self._arn(name)}:versions:{version}"

    def _find(self, arn: str) -> Json:
        found = self._documents.get(KIND, arn)
        if found is None:
            raise ResourceNotFoundException(
                f"there is no component {arn}", resource_id=arn, resource_type=KIND
            )
        return found

    def _create_version(self, request: Json) -> Json:
        if "inline_recipe" not in request:
            raise ValidationException("components are made from an inlineRecipe")
        read = recipe.read(request["inline_recipe"])
        arn = self._version_arn(read.name, read.version)
        if self._documents.get(KIND, arn) is not None:
            raise ConflictException(
                f"{read.name} {read.version} exists", resource_id=arn, resource_type=KIND
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
        self._documents.put(KIND, arn, document)
        return {key: document[key] for key in MADE}

    def _describe(self, request: Json) -> Json:
        found = self._find(request["arn"])
        return {key: value for key, value in found.items() if key != "recipe"}

    def _get(self, request: Json) -> Json:
        found = self._find(request["arn"])
        wanted = request.get("recipe_output_format", "JSON")
        text = json.dumps(found["recipe"]) if wanted == "JSON" else yaml.safe_dump(found["recipe"])
        return {"recipeOutputFormat": wanted, "recipe": text.encode(), "tags": found["tags"]}

    def _list(self, request: Json) -> Json:
        newest = {one["componentName"]: one for one in sorted(self._all(), key=_made)}
        found = [
            {
                "arn": self._arn(name),
                "componentName": name,
                "latestVersion": {key: one[key] for key in LATEST},
            }
            for name, one in newest.items()
        ]
        # AWS's own components are public; of these there is none here.
        is_private = request.get("scope", "PRIVATE") == "PRIVATE"
        return page(found if is_private else [], request, "components")

    def _list_versions(self, request: Json) -> Json:
        prefix = f"{request['arn']}:versions:"
        found = [
            {key: one[key] for key in VERSION}
            for one in sorted(self._all(), key=_made, reverse=True)
            if one["arn"].startswith(prefix)
        ]
        return page(found, request, "componentVersions")

    def _delete(self, request: Json) -> Json:
        self._find(request["arn"])
        self._documents.delete(KIND, request["arn"])
        return {}

    def _all(self) -> list[Json]:
        return self._documents.all(KIND)

    def _tag(self, request: Json) -> Json:
        document = self._find(request["resource_arn"])
        return self._put_tags(document, {**document["tags"], **request["tags"]})

    def _untag(self, request: Json) -> Json:
        document = self._find(request["resource_arn"])
        gone = set(request["tag_keys"])
        kept = {key: value for key, value in document["tags"].items() if key not in gone}
        return self._put_tags(document, kept)

    def _put_tags(self, document: Json, tags: dict[str, str]) -> Json:
        self._documents.put(KIND, document["arn"], {**document, "tags": tags})
        return {}

    def _list_tags(self, request: Json) -> Json:
        return {"tags": self._find(request["resource_arn"])["tags"]}


def _made(document: Json) -> float:
    return float(document["creationTimestamp"])
