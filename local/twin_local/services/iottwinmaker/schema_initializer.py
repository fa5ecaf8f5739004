"""Properties that a component gets from where its data is, when it is made.

The built-in connector of SiteWise brings in the properties of its asset; a type of one's own has a
function `schemaInitializer`. What fails is the component's ERROR, not the request's: AWS runs it
after it has answered.
"""

from __future__ import annotations

from collections.abc import Iterable

from botocore.model import MapShape, StructureShape
from moto.core.utils import get_service_model

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.component_types import ComponentTypes
from twin_local.services.iottwinmaker.component_views import Component, components
from twin_local.services.iottwinmaker.connectors import Connectors
from twin_local.services.iottwinmaker.exceptions import (
    AccessDeniedException,
    ConnectorFailureException,
    ConnectorTimeoutException,
)
from twin_local.services.iottwinmaker.registry import Registry
from twin_local.services.iottwinmaker.sitewise_properties import definition_of
from twin_local.services.iottwinmaker.sitewise_reader import PROPERTY, SiteWiseReader, asset_of
from twin_local.services.model_driven.validation import problems

INITIALIZER = "schemaInitializer"
MISSING_ERROR = "VALIDATION_ERROR"


class SchemaInitializer:
    """Brings in the properties of new components."""

    def __init__(
        self,
        registry: Registry,
        types: ComponentTypes,
        connectors: Connectors,
        sitewise: SiteWiseReader,
    ) -> None:
        self._registry, self._types = registry, types
        self._connectors, self._sitewise = connectors, sitewise

    def initialized(self, entity: Json, names: Iterable[str]) -> Json:
        """Return an entity with the properties that some of its components get."""
        wanted = set(names)
        workspace = entity["workspaceId"]
        found = dict(entity["components"])
        for one in components(entity, self._types.type_of(workspace)):
            if one.path in wanted and not one.kept.get("syncSource"):
                found[one.path] = self._component(entity, one)
        return {**entity, "components": found}

    def _component(self, entity: Json, component: Component) -> Json:
        role = self._registry.workspace(entity["workspaceId"])["role"]
        try:
            imported = self._imported(entity, component, role)
        except (
            AccessDeniedException,
            ConnectorFailureException,
            ConnectorTimeoutException,
        ) as error:
            return {**component.kept, "error": {"code": MISSING_ERROR, "message": error.message}}
        own = component.kept["properties"]
        merged = {name: {**one, **own.get(name, {})} for name, one in imported.items()}
        return {**component.kept, "properties": {**own, **merged}}

    def _imported(self, entity: Json, component: Component, role: str) -> Json:
        if self._sitewise.reads(component):
            if component.value("sitewiseAssetId") is None:
                return {}
            found = self._sitewise.properties(asset_of(entity, component), role)
            return {f"{PROPERTY}{one['id']}": {"definition": definition_of(one)} for one in found}
        function = component.function(INITIALIZER)
        if function is None:
            return {}
        question = {
            "workspaceId": entity["workspaceId"],
            "entityId": entity["entityId"],
            "componentName": component.name,
            "properties": component.properties,
        }
        arn = function["implementedBy"]["lambda"]["arn"]
        return _checked(self._connectors.ask(arn, question, role=role).get("properties"))


def _checked(given: object) -> Json:
    shape = get_service_model("iottwinmaker").shape_for("PropertyRequests")
    assert isinstance(shape, MapShape)
    if not isinstance(given, dict):
        raise ConnectorFailureException("the connector's answer has no properties")
    if found := list(problems(shape, given)):
        raise ConnectorFailureException(f"the connector's answer is wrong: {'; '.join(found)}")
    request = shape.value
    assert isinstance(request, StructureShape)
    member = request.members["definition"]
    assert isinstance(member, StructureShape)
    return {name: _imported(one, member) for name, one in given.items()}


def _imported(given: Json, shape: StructureShape) -> Json:
    known = {key: one for key, one in given.get("definition", {}).items() if key in shape.members}
    value = given.get("value")
    return {
        "definition": {**known, "isImported": True},
        **({"value": value} if value is not None else {}),
    }
