"""GetPropertyValue: static values, attributes of a connector, and SiteWise's latest values."""

from __future__ import annotations

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.component_types import ComponentTypes
from twin_local.services.iottwinmaker.component_views import Component
from twin_local.services.iottwinmaker.connector_answers import checked
from twin_local.services.iottwinmaker.connectors import Connectors
from twin_local.services.iottwinmaker.entities import Entities
from twin_local.services.iottwinmaker.exceptions import ValidationException
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.pages import page
from twin_local.services.iottwinmaker.registry import Registry
from twin_local.services.iottwinmaker.sitewise_reader import SiteWiseReader

ATTRIBUTES = "attributePropertyValueReaderByEntity"
TABULAR = ("property_group_name", "propertyGroupName"), ("tabular_conditions", "tabularConditions")


class PropertyValues:
    """Reads the present values of components."""

    def __init__(
        self,
        registry: Registry,
        types: ComponentTypes,
        entities: Entities,
        connectors: Connectors,
        sitewise: SiteWiseReader,
    ) -> None:
        self._registry, self._types, self._entities = registry, types, entities
        self._connectors, self._sitewise = connectors, sitewise

    def unlocked(self) -> Operations:
        """Return the operation, which waits for connectors."""
        return {"GetPropertyValue": self.get}

    def get(self, request: Json) -> Json:
        """Return the values of a component, or the defaults of a type."""
        workspace = self._registry.workspace(request["workspace_id"])
        if "entity_id" not in request:
            return self._of_type(request)
        entity, component = self._entities.component(request)
        if "property_group_name" in request:
            return self._of_connector(request, entity, component, workspace["role"], tabular=True)
        external = [one for one in request["selected_properties"] if self._external(component, one)]
        if external:
            if len(external) < len(request["selected_properties"]):
                raise ValidationException("values of TwinMaker and of a connector are not mixed")
            return self._of_connector(request, entity, component, workspace["role"])
        return self._static(request, entity, component, workspace["role"])

    def _external(self, component: Component, name: str) -> bool:
        if self._sitewise.reads(component) or name not in component.properties:
            return False
        definition = component.properties[name]["definition"]
        if definition["isTimeSeries"]:
            raise ValidationException(f"{name} is a time series: GetPropertyValueHistory reads it")
        return bool(definition["isStoredExternally"])

    def _of_type(self, request: Json) -> Json:
        if "component_type_id" not in request:
            raise ValidationException("the request names neither an entity nor a component type")
        kind = self._types.resolved(request["workspace_id"], request["component_type_id"])
        values: Json = {}
        for name in request["selected_properties"]:
            if name not in kind.properties:
                raise ValidationException(f"{kind.name} has no property {name}")
            default = kind.properties[name].get("defaultValue")
            if default is not None:
                reference = {"propertyName": name}
                values[name] = {"propertyReference": reference, "propertyValue": default}
        return {"propertyValues": values}

    def _static(self, request: Json, entity: Json, component: Component, role: str) -> Json:
        selected = request["selected_properties"]
        found = {name: self._value(entity, component, name, role) for name in selected}
        more: Json = {}
        if len(selected) == 1 and (items := (found[selected[0]] or {}).get("listValue")):
            paged = page(({"item": one} for one in items), {"max_results": 200, **request}, "items")
            found[selected[0]] = {"listValue": [one["item"] for one in paged["items"]]}
            more = {"nextToken": paged["nextToken"]} if "nextToken" in paged else {}
        values = {
            name: {"propertyReference": _reference(entity, component, name), "propertyValue": value}
            for name, value in found.items()
            if value is not None
        }
        return {"propertyValues": values, **more}

    def _value(self, entity: Json, component: Component, name: str, role: str) -> Json | None:
        value = component.value(name)
        if value is not None:
            return value
        known = component.properties.get(name)
        if self._sitewise.reads(component) and (known is None or known["definition"]["isImported"]):
            return self._sitewise.latest(entity, component, name, role)
        if known is None:
            raise ValidationException(f"{component.path} has no property {name}")
        return None

    def _of_connector(
        self, request: Json, entity: Json, component: Component, role: str, *, tabular: bool = False
    ) -> Json:
        function = component.function(ATTRIBUTES)
        if function is None:
            raise ValidationException(f"{component.type.name} has no function {ATTRIBUTES}")
        question = {
            "workspaceId": entity["workspaceId"],
            "entityId": entity["entityId"],
            "componentName": component.name,
            "selectedProperties": request["selected_properties"],
            "properties": component.properties,
            **{member: request[name] for name, member in TABULAR if name in request},
        }
        for name, member in (("max_results", "maxResults"), ("next_token", "nextToken")):
            if tabular and name in request:
                question[member] = request[name]
        arn = function["implementedBy"]["lambda"]["arn"]
        answer = self._connectors.ask(arn, question, role=role)
        wanted = "tabularPropertyValues" if tabular else "propertyValues"
        return checked(answer, wanted, "GetPropertyValue")


def _reference(entity: Json, component: Component, name: str) -> Json:
    path = {"componentPath": component.path} if "/" in component.path else {}
    return {
        "entityId": entity["entityId"],
        "componentName": component.name,
        **path,
        "propertyName": name,
    }
