"""BatchPutPropertyValues: through the writers of component types; errors are entry by entry."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TypeAlias

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker import data_values, times
from twin_local.services.iottwinmaker.component_views import Component
from twin_local.services.iottwinmaker.connector_answers import checked
from twin_local.services.iottwinmaker.connectors import Connectors
from twin_local.services.iottwinmaker.entities import Entities
from twin_local.services.iottwinmaker.exceptions import (
    AccessDeniedException,
    ConnectorFailureException,
    ConnectorTimeoutException,
    ResourceNotFoundException,
    ValidationException,
)
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.registry import Registry

WRITER = "dataWriter"
OUR_ERRORS = (
    AccessDeniedException,
    ConnectorFailureException,
    ConnectorTimeoutException,
    ResourceNotFoundException,
    ValidationException,
)
Entry: TypeAlias = tuple[Json, Json, Component]
"""The entry of the request, its entity and its component."""


class PropertyWrites:
    """Writes values of time series."""

    def __init__(self, registry: Registry, entities: Entities, connectors: Connectors) -> None:
        self._registry, self._entities, self._connectors = registry, entities, connectors

    def unlocked(self) -> Operations:
        """Return the operation, which waits for connectors."""
        return {"BatchPutPropertyValues": self.put}

    def put(self, request: Json) -> Json:
        """Hand each entry to the writer of its component's type."""
        workspace = self._registry.workspace(request["workspace_id"])
        wrong: list[Json] = []
        of_writer: dict[str, list[Entry]] = defaultdict(list)
        for entry in request["entries"]:
            try:
                arn, found = self._writer(workspace["workspaceId"], entry)
            except OUR_ERRORS as error:
                wrong.append({"errors": [_error(error, entry)]})
            else:
                of_writer[arn].append(found)
        for arn, entries in of_writer.items():
            wrong += self._write(arn, entries, workspace)
        return {"errorEntries": wrong}

    def _writer(self, workspace: str, entry: Json) -> tuple[str, Entry]:
        entity, component = self._target(workspace, entry["entityPropertyReference"])
        name = entry["entityPropertyReference"]["propertyName"]
        item = component.properties.get(name)
        if item is None:
            raise ValidationException(f"{component.path} has no property {name}")
        if not item["definition"]["isTimeSeries"]:
            raise ValidationException(f"{name} is no time series: UpdateEntity writes it")
        for one in entry.get("propertyValues", []):
            data_type = item["definition"]["dataType"]
            if found := list(data_values.problems(one["value"], data_type, name)):
                raise ValidationException("; ".join(found))
        arn = (
            (component.function(WRITER) or {}).get("implementedBy", {}).get("lambda", {}).get("arn")
        )
        if arn is None:
            raise ValidationException(f"{component.type.name} has no function {WRITER}")
        return arn, (entry, entity, component)

    def _target(self, workspace: str, reference: Json) -> tuple[Json, Component]:
        if "entityId" in reference:
            asked = {
                "workspace_id": workspace,
                "entity_id": reference["entityId"],
                "component_name": reference.get("componentName"),
                "component_path": reference.get("componentPath"),
            }
            return self._entities.component(asked)
        wanted = reference.get("externalIdProperty")
        if not wanted:
            raise ValidationException("the reference names no entity")
        for entity in self._registry.all("entity", workspace):
            for component in self._entities.components(entity):
                if _has_external_ids(component, wanted):
                    return entity, component
        raise ResourceNotFoundException("no component has these external ids")

    def _write(self, arn: str, entries: list[Entry], workspace: Json) -> list[Json]:
        properties: dict[str, Json] = defaultdict(dict)
        for entry, entity, component in entries:
            name = entry["entityPropertyReference"]["propertyName"]
            properties[entity["entityId"]][name] = component.properties[name]
        question = {
            "workspaceId": workspace["workspaceId"],
            "properties": properties,
            "entries": [
                {"entryId": str(number), **_timed(entry)}
                for number, (entry, _, _) in enumerate(entries)
            ],
        }
        try:
            answer = self._connectors.ask(arn, question, role=workspace["role"])
            found = checked(
                {"errorEntries": [], **answer}, "errorEntries", "BatchPutPropertyValues"
            )
        except OUR_ERRORS as error:
            return [{"errors": [_error(error, entry)]} for entry, _, _ in entries]
        return list(found["errorEntries"])


def _timed(entry: Json) -> Json:
    values = []
    for one in entry.get("propertyValues", []):
        moment = one.get("timestamp")
        rest = {key: item for key, item in one.items() if key != "timestamp"}
        if isinstance(moment, datetime):
            rest.setdefault("time", times.text(moment))
        values.append(rest)
    return {**entry, "propertyValues": values}


def _has_external_ids(component: Component, wanted: Json) -> bool:
    return all(
        component.properties.get(name, {}).get("definition", {}).get("isExternalId")
        and (component.value(name) or {}).get("stringValue") == value
        for name, value in wanted.items()
    )


def _error(error: Exception, entry: Json) -> Json:
    assert isinstance(error, OUR_ERRORS)
    return {"errorCode": error.code, "errorMessage": error.message[:256], "entry": entry}
