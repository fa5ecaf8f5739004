"""What metadata transfer jobs do: import a document from S3, or export one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from moto.core.exceptions import ServiceException

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker import transfer_formats
from twin_local.services.iottwinmaker.component_types import ComponentTypes
from twin_local.services.iottwinmaker.connectors import Clients
from twin_local.services.iottwinmaker.entities import Entities
from twin_local.services.iottwinmaker.exceptions import ValidationException
from twin_local.services.iottwinmaker.registry import Registry
from twin_local.services.model_driven.response import NotImplementedLocally

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

S3, TWINMAKER = "s3", "iottwinmaker"
PLACE = re.compile(r"(?:arn:aws[a-z-]*:s3:::|s3://)(?P<bucket>[^/]+)/?(?P<key>.*)")


@dataclass(frozen=True)
class Transfer:
    """From where to where; `filters` say what is exported."""

    is_import: bool
    workspace: str
    location: str
    filters: list[Json]


def transfer_of(source: Json, destination: Json) -> Transfer:
    """Return what a job is to do.

    Raises:
        ValidationException: the configuration of a side is missing.
        NotImplementedLocally: one side is neither S3 nor TwinMaker, or both are the same.
    """
    kinds = source["type"], destination["type"]
    if kinds not in ((S3, TWINMAKER), (TWINMAKER, S3)):
        raise NotImplementedLocally(f"no metadata is transferred here from {' to '.join(kinds)}")
    is_import = kinds[0] == S3
    outer, inner = (source, destination) if is_import else (destination, source)
    place_of, graph = outer.get("s3Configuration"), inner.get("iotTwinMakerConfiguration")
    if not place_of or not graph:
        raise ValidationException("the configuration of source or destination is missing")
    filters = graph.get("filters", [])
    return Transfer(is_import, graph["workspace"], place_of["location"], filters)


def place(location: str) -> tuple[str, str]:
    """Return the bucket and the key of a location.

    Raises:
        ValidationException: it is neither an ARN of S3 nor an s3:// address.
    """
    found = PLACE.fullmatch(location)
    if found is None:
        raise ValidationException(f"{location} is no place on S3")
    return found["bucket"], found["key"]


class Transfers:
    """Imports and exports."""

    def __init__(
        self, registry: Registry, types: ComponentTypes, entities: Entities, clients: Clients
    ) -> None:
        self._registry, self._types = registry, types
        self._entities, self._clients = entities, clients

    def do(self, transfer: Transfer, job: Json) -> Json:
        """Do one transfer and return its progress, with the `problems` of what has failed.

        Raises:
            ValidationException: the document is none.
            botocore.exceptions.ClientError: S3 refused.
        """
        role = self._registry.find("workspace", "", job["workspace"])["role"]
        s3 = cast("S3Client", self._clients("s3", role or None))
        bucket, key = place(transfer.location)
        if transfer.is_import:
            body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
            return self._import(transfer_formats.read(body), job["workspace"])
        name = "/".join(
            part for part in (key.rstrip("/"), f"{job['metadataTransferJobId']}.json") if part
        )
        types, entities = self._chosen(transfer, job["workspace"])
        s3.put_object(Bucket=bucket, Key=name, Body=transfer_formats.written(types, entities))
        return _progress(len(types) + len(entities), [])

    def _import(self, document: dict[str, list[Json]], workspace: str) -> Json:
        problems: list[str] = []
        steps = list(self._steps(document, workspace))
        for name, step in steps:
            try:
                step()
            except ServiceException as error:
                problems.append(f"{name}: {error.message}")
        return _progress(len(steps), problems)

    def _steps(
        self, document: dict[str, list[Json]], workspace: str
    ) -> Iterator[tuple[str, Callable[[], object]]]:
        types = transfer_formats.in_order(
            document["componentTypes"], "componentTypeId", "extendsFrom"
        )
        for one in types:
            asked = transfer_formats.request(one, workspace)
            yield one["componentTypeId"], lambda asked=asked: self._type(asked)  # type: ignore[misc]
        for one in transfer_formats.in_order(document["entities"], "entityId", "parentEntityId"):
            asked = transfer_formats.request(one, workspace)
            yield one["entityId"], lambda asked=asked: self._entity(asked)  # type: ignore[misc]
        for one in document["entityComponents"]:
            yield one["entityId"], lambda one=one: self._component(one, workspace)  # type: ignore[misc]

    def _type(self, asked: Json) -> None:
        exists = self._registry.get(
            "component type", asked["workspace_id"], asked["component_type_id"]
        )
        with self._registry.lock:
            if exists:
                self._types.update(asked)
            else:
                self._types.create(asked)

    def _entity(self, asked: Json) -> None:
        before = self._registry.get("entity", asked["workspace_id"], asked["entity_id"])
        if before is None:
            self._entities.create(asked)
            return
        updates = {
            name: {**one, "propertyUpdates": one.get("properties", {}),
                   "updateType": "UPDATE" if name in before["components"] else "CREATE"}
            for name, one in asked.get("components", {}).items()
        }  # fmt: skip
        parent = asked.get("parent_entity_id")
        moved = {"parent_entity_update": {"updateType": "UPDATE", "parentEntityId": parent}}
        self._entities.update({**asked, "component_updates": updates, **(moved if parent else {})})

    def _component(self, one: Json, workspace: str) -> None:
        before = self._registry.find("entity", workspace, one["entityId"])
        kind = "UPDATE" if one["componentName"] in before["components"] else "CREATE"
        update = {**one, "propertyUpdates": one.get("properties", {}), "updateType": kind}
        asked = {"workspace_id": workspace, "entity_id": one["entityId"]}
        self._entities.update({**asked, "component_updates": {one["componentName"]: update}})

    def _chosen(self, transfer: Transfer, workspace: str) -> tuple[list[Json], list[Json]]:
        types = self._registry.all("component type", workspace)
        entities = self._registry.all("entity", workspace)
        if not transfer.filters:
            return types, entities
        names = {
            one["filterByComponentType"]["componentTypeId"]
            for one in transfer.filters
            if "filterByComponentType" in one
        }
        keys = {
            one["filterByEntity"]["entityId"] for one in transfer.filters if "filterByEntity" in one
        }
        chosen_types = [one for one in types if one["componentTypeId"] in names]
        return chosen_types, [one for one in entities if one["entityId"] in keys]


def _progress(total: int, problems: list[str]) -> Json:
    return {
        "totalCount": total,
        "succeededCount": total - len(problems),
        "skippedCount": 0,
        "failedCount": len(problems),
        "problems": problems,
    }
