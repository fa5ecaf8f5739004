"""Read from AWS which entities a workspace has; botocore has no paginators for TwinMaker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from twin.loading.entities import Entity, EntityComponent, ObservedEntity
from twin.loading.errors import ModelMissingError
from twin_local.loading.account import Account
from twin_local.loading.conflicts import GONE, code_of

if TYPE_CHECKING:
    from mypy_boto3_iottwinmaker.type_defs import EntitySummaryTypeDef

PAGE = 200
ROOT = "$ROOT"


class EntityReading:
    """Reads the entities of a workspace."""

    def __init__(self, account: Account, workspace: str) -> None:
        self._account, self._workspace = account, workspace

    def states(self) -> dict[str, str]:
        """Return the state of each entity by its id.

        Raises:
            ModelMissingError: there is no such workspace.
        """
        self._require_workspace()
        return {one["entityId"]: one["status"]["state"] for one in self._summaries()}

    def entities(self, read: Callable[[], None] = lambda: None) -> tuple[ObservedEntity, ...]:
        """Return all entities; `read` is called for each that has been read.

        Raises:
            ModelMissingError: there is no such workspace.
        """
        self._require_workspace()

        def entity(summary: EntitySummaryTypeDef) -> ObservedEntity | None:
            found = self._entity(summary)
            read()
            return found

        with ThreadPoolExecutor(self._account.workers) as pool:
            return tuple(one for one in pool.map(entity, list(self._summaries())) if one)

    def _require_workspace(self) -> None:
        try:
            self._account.twinmaker.get_workspace(workspaceId=self._workspace)
        except ClientError as error:
            if code_of(error) not in GONE:
                raise
            raise ModelMissingError(
                f"there is no TwinMaker workspace {self._workspace}",
                expected="the deployed stacks of the site",
                where="deploy the site, then load its instances",
            ) from error

    def _summaries(self) -> Iterator[EntitySummaryTypeDef]:
        token = ""
        while True:
            more: dict[str, Any] = {"nextToken": token} if token else {}
            page = self._account.twinmaker.list_entities(
                workspaceId=self._workspace, maxResults=PAGE, **more
            )
            yield from page["entitySummaries"]
            token = page.get("nextToken", "")
            if not token:
                return

    def _entity(self, summary: EntitySummaryTypeDef) -> ObservedEntity | None:
        """Return an entity with its components; None where it is gone since it was listed."""
        try:
            found = self._account.twinmaker.get_entity(
                workspaceId=self._workspace, entityId=summary["entityId"]
            )
        except ClientError as error:
            if code_of(error) in GONE:
                return None
            raise
        parent = found.get("parentEntityId")
        entity = Entity(
            entity_id=found["entityId"],
            name=found["entityName"],
            description=found.get("description", ""),
            parent_id=None if parent in (None, ROOT) else parent,
            components={name: _component(one) for name, one in found.get("components", {}).items()},
        )
        status = found["status"]
        return ObservedEntity(
            entity, status.get("state", "ACTIVE"), status.get("error", {}).get("message", "")
        )


def _component(found: Mapping[str, Any]) -> EntityComponent:
    properties: Mapping[str, Mapping[str, Any]] = found.get("properties", {})
    return EntityComponent(
        type_id=found["componentTypeId"],
        values={name: _plain(one["value"]) for name, one in properties.items() if "value" in one},
        defaults={
            name: _plain(one["definition"]["defaultValue"])
            for name, one in properties.items()
            if "defaultValue" in one.get("definition", {})
        },
    )


def _plain(value: Mapping[str, Any]) -> str | tuple[str, ...]:
    if "listValue" in value:
        return tuple(
            str(one.get("relationshipValue", {}).get("targetEntityId") or one.get("stringValue"))
            for one in value["listValue"]
        )
    return str(value.get("stringValue", ""))
