"""The operations on component types."""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker import quotas
from twin_local.services.iottwinmaker.built_in_types import BUILT_IN, built_in
from twin_local.services.iottwinmaker.exceptions import ConflictException, ValidationException
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.pages import only, page
from twin_local.services.iottwinmaker.registry import Registry, dates, status
from twin_local.services.iottwinmaker.type_resolution import ResolvedType, TypeOf, resolve
from twin_local.services.iottwinmaker.type_rules import problems

PARTS = {
    "description": "description",
    "is_singleton": "isSingleton",
    "extends_from": "extendsFrom",
    "functions": "functions",
    "property_definitions": "propertyDefinitions",
    "property_groups": "propertyGroups",
    "component_type_name": "componentTypeName",
    "composite_component_types": "compositeComponentTypes",
}


class ComponentTypes:
    """Create, read, change, remove and list component types."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def operations(self) -> Operations:
        """Return the operations on component types."""
        return {
            "CreateComponentType": self.create,
            "GetComponentType": self._get,
            "UpdateComponentType": self.update,
            "DeleteComponentType": self._delete,
            "ListComponentTypes": self._list,
        }

    def document(self, workspace: str, name: str) -> Json:
        """Return a type as it is kept.

        Raises:
            ResourceNotFoundException: there is none.
        """
        return built_in(name, workspace) or self._registry.find("component type", workspace, name)

    def type_of(self, workspace: str) -> TypeOf:
        """Return what finds the types of a workspace."""
        return lambda name: self.document(workspace, name)

    def resolved(self, workspace: str, name: str) -> ResolvedType:
        """Return a type with what it inherits.

        Raises:
            ResourceNotFoundException: there is none.
        """
        return resolve(name, self.type_of(workspace))

    def create(self, request: Json) -> Json:
        """Make a component type."""
        workspace, name = request["workspace_id"], request["component_type_id"]
        self._registry.workspace(workspace)
        count = self._registry.count("component type", workspace)
        quotas.check("twinmaker-component-types-per-workspace", count + 1)
        body = {
            "workspaceId": workspace,
            "componentTypeId": name,
            "arn": self._registry.arn(workspace, f"/component-type/{name}"),
            "tags": request.get("tags", {}),
            **_parts(request),
        }
        self._check(body)
        made = self._registry.create("component type", workspace, name, body)
        when = {"creationDateTime": made["creationDateTime"]}
        return {**when, "arn": made["arn"], "state": "CREATING"}

    def update(self, request: Json) -> Json:
        """Replace the parts of a component type that are given."""
        workspace, name = request["workspace_id"], request["component_type_id"]
        before = self._registry.find("component type", workspace, name)
        _refuse_synced(before)
        changed = {**before, **_parts(request)}
        self._check(changed)
        self._registry.change("component type", workspace, name, changed)
        shown = {key: before[key] for key in ("workspaceId", "arn", "componentTypeId")}
        return {**shown, "state": "UPDATING"}

    def _check(self, body: Json) -> None:
        workspace, name = body["workspaceId"], body["componentTypeId"]

        def type_of(wanted: str) -> Json:
            return body if wanted == name else self.document(workspace, wanted)

        for parent in body.get("extendsFrom", []):
            self._check_parent(workspace, name, parent)
        found = list(problems(resolve(name, type_of), body, type_of))
        if found:
            raise ValidationException("; ".join(found))

    def _check_parent(self, workspace: str, name: str, parent: str) -> None:
        if parent == name or self.resolved(workspace, parent).is_a(name):
            raise ValidationException(f"{name} would extend itself")
        if self.document(workspace, parent).get("syncSource"):
            raise ValidationException(f"{parent} is synced; no other type can extend it")

    def _get(self, request: Json) -> Json:
        workspace, name = request["workspace_id"], request["component_type_id"]
        self._registry.workspace(workspace)
        document, resolved = self.document(workspace, name), self.resolved(workspace, name)
        optional = ("syncSource", "componentTypeName")
        return {
            **{key: document[key] for key in ("workspaceId", "componentTypeId", "arn")},
            **dates(document),
            **{key: document[key] for key in optional if key in document},
            "description": document.get("description", ""),
            "isSingleton": document.get("isSingleton", False),
            "extendsFrom": document.get("extendsFrom", []),
            "propertyDefinitions": resolved.properties,
            "functions": resolved.functions,
            "propertyGroups": resolved.groups,
            "compositeComponentTypes": resolved.composites,
            "isAbstract": resolved.is_abstract,
            "isSchemaInitialized": "schemaInitializer" not in resolved.functions,
            "status": status(document),
        }

    def _delete(self, request: Json) -> Json:
        workspace, name = request["workspace_id"], request["component_type_id"]
        _refuse_synced(self._registry.find("component type", workspace, name))
        self._registry.refuse_under_change("component type", workspace, name)
        for entity in self._registry.all("entity", workspace):
            if any(one["componentTypeId"] == name for one in entity["components"].values()):
                raise ConflictException(f"{name} is used by the entity {entity['entityId']}")
        for other in self._registry.all("component type", workspace):
            composites = other.get("compositeComponentTypes", {}).values()
            inner = [one["componentTypeId"] for one in composites]
            if name in (*other.get("extendsFrom", []), *inner):
                raise ConflictException(f"{name} is used by {other['componentTypeId']}")
        self._registry.remove("component type", workspace, name)
        return {"state": "DELETING"}

    def _list(self, request: Json) -> Json:
        workspace = request["workspace_id"]
        self._registry.workspace(workspace)
        found = self._filtered(workspace, only(request.get("filters")))
        answer = page(found, request, "componentTypeSummaries")
        return {**answer, "workspaceId": workspace}

    def _filtered(self, workspace: str, wanted: Json) -> Iterator[Json]:
        names = [*BUILT_IN, *(one["componentTypeId"] for one in self._all(workspace))]
        for name in sorted(names):
            resolved = self.resolved(workspace, name)
            parent, space = wanted.get("extendsFrom"), wanted.get("namespace")
            if parent and parent not in resolved.ancestors:
                continue
            if space and not (name == space or name.startswith(f"{space}.")):
                continue
            if wanted.get("isAbstract") in (None, resolved.is_abstract):
                yield _summary(self.document(workspace, name))

    def _all(self, workspace: str) -> list[Json]:
        return self._registry.all("component type", workspace)


def _parts(request: Json) -> Json:
    return {member: request[name] for name, member in PARTS.items() if name in request}


def _summary(document: Json) -> Json:
    name = document.get("componentTypeName")
    return {
        **{key: document[key] for key in ("arn", "componentTypeId")},
        **dates(document),
        "description": document.get("description", ""),
        "status": status(document),
        **({"componentTypeName": name} if name else {}),
    }


def _refuse_synced(document: Json) -> None:
    if document.get("syncSource"):
        raise ValidationException(f"{document['componentTypeId']} is changed in its source only")
