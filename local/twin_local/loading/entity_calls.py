"""Do one operation on an entity: one call, done as well when another loader was faster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from twin.loading.entities import (
    CreateEntity,
    DeleteEntity,
    Entity,
    EntityComponent,
    EntityOperation,
    UpdateEntity,
)
from twin_local.loading.account import Account
from twin_local.loading.conflicts import CONFLICTS, GONE, code_of, patiently

if TYPE_CHECKING:
    from mypy_boto3_iottwinmaker.type_defs import (
        ComponentUpdateRequestTypeDef,
        DataValueTypeDef,
        PropertyRequestTypeDef,
    )

ROOT = "$ROOT"


class EntityCalls:
    """Does operations on entities of a workspace."""

    def __init__(self, account: Account, workspace: str) -> None:
        self._account, self._workspace = account, workspace

    def do(self, operation: EntityOperation) -> bool:
        """Do an operation; False says that another loader had done it.

        Raises:
            ClientError: AWS refuses.
        """
        match operation:
            case CreateEntity(entity):
                return self._create(entity)
            case UpdateEntity():
                patiently(lambda: self._update(operation))
                return True
            case DeleteEntity(entity_id):
                return self._delete(entity_id)

    def _create(self, entity: Entity) -> bool:
        def call() -> bool:
            try:
                self._account.twinmaker.create_entity(
                    workspaceId=self._workspace,
                    entityId=entity.entity_id,
                    entityName=entity.name,
                    description=entity.description,
                    components={
                        name: {
                            "componentTypeId": one.type_id,
                            "properties": _properties(one, one.values),
                        }
                        for name, one in entity.components.items()
                    },
                    parentEntityId=entity.parent_id or ROOT,
                )
            except ClientError as error:
                # TwinMaker says the same of an entity that exists and of one under change.
                if code_of(error) in CONFLICTS and self._exists(entity.entity_id):
                    return False
                raise
            return True

        return patiently(call)

    def _update(self, operation: UpdateEntity) -> object:
        entity, before = operation.entity, operation.before
        return self._account.twinmaker.update_entity(
            workspaceId=self._workspace,
            entityId=entity.entity_id,
            entityName=entity.name,
            description=entity.description,
            componentUpdates=component_updates(entity, before),
            parentEntityUpdate={
                "updateType": "UPDATE",
                "parentEntityId": entity.parent_id or ROOT,
            },
        )

    def _delete(self, entity_id: str) -> bool:
        def call() -> object:
            return self._account.twinmaker.delete_entity(
                workspaceId=self._workspace, entityId=entity_id
            )

        try:
            patiently(call)
        except ClientError as error:
            if code_of(error) in GONE:
                return False
            raise
        return True

    def _exists(self, entity_id: str) -> bool:
        try:
            self._account.twinmaker.get_entity(workspaceId=self._workspace, entityId=entity_id)
        except ClientError as error:
            if code_of(error) in GONE:
                return False
            raise
        return True


def component_updates(entity: Entity, before: Entity) -> dict[str, ComponentUpdateRequestTypeDef]:
    """Return what makes the components of an entity those that are wanted.

    The type of a component cannot change; a component of another type has to have another name.
    """
    updates: dict[str, ComponentUpdateRequestTypeDef] = {
        name: {"updateType": "DELETE"}
        for name in before.components
        if name not in entity.components
    }
    for name, wanted in entity.components.items():
        now = before.components.get(name)
        if now is None:
            updates[name] = {
                "updateType": "CREATE",
                "componentTypeId": wanted.type_id,
                "propertyUpdates": _properties(wanted, wanted.values),
            }
        elif not now.is_as(wanted):
            changed = {key: one for key, one in wanted.values.items() if now.values.get(key) != one}
            reset: dict[str, PropertyRequestTypeDef] = {
                key: {"updateType": "RESET_VALUE"} for key in now.surplus(wanted)
            }
            updates[name] = {
                "updateType": "UPDATE",
                "propertyUpdates": {**_properties(wanted, changed), **reset},
            }
    return updates


def _properties(
    component: EntityComponent, values: Mapping[str, str | tuple[str, ...]]
) -> dict[str, PropertyRequestTypeDef]:
    return {name: {"value": _value(one)} for name, one in values.items()}


def _value(value: str | tuple[str, ...]) -> DataValueTypeDef:
    if isinstance(value, str):
        return {"stringValue": value}
    return {"listValue": [{"relationshipValue": {"targetEntityId": one}} for one in value]}
