"""GetPropertyValueHistory: from SiteWise, or from the connector of a component or type."""

from __future__ import annotations

import operator
from collections.abc import Callable

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker import data_values, times
from twin_local.services.iottwinmaker.component_types import ComponentTypes
from twin_local.services.iottwinmaker.component_views import Component
from twin_local.services.iottwinmaker.connector_answers import checked
from twin_local.services.iottwinmaker.connectors import Connectors
from twin_local.services.iottwinmaker.entities import Entities
from twin_local.services.iottwinmaker.exceptions import ValidationException
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.registry import Registry
from twin_local.services.iottwinmaker.sitewise_reader import Question, SiteWiseReader
from twin_local.services.iottwinmaker.type_resolution import ResolvedType

BY_ENTITY = ("dataReaderByEntity", "dataReader")
BY_TYPE = ("dataReaderByComponentType", "dataReader")
PAGE_DEFAULT = 200
COMPARISONS: dict[str, Callable[[object, object], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,  # type: ignore[dict-item] # both are of the property's type
    "<=": operator.le,  # type: ignore[dict-item]
    ">": operator.gt,  # type: ignore[dict-item]
    ">=": operator.ge,  # type: ignore[dict-item]
}


class PropertyHistory:
    """Reads the values of time series."""

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
        return {"GetPropertyValueHistory": self.get}

    def get(self, request: Json) -> Json:
        """Return the values of properties in a time."""
        role = self._registry.workspace(request["workspace_id"])["role"]
        span = times.span(request)
        if "entity_id" not in request:
            return self._of_type(request, span, role)
        entity, component = self._entities.component(request)
        if self._sitewise.reads(component):
            return self._of_sitewise(request, span, entity, component, role)
        _check_selected(request, component.properties, component.path)
        names: Json = {"entityId": entity["entityId"], "componentName": component.name}
        about = {**names, "componentTypeId": component.type.name}
        properties = component.properties
        return self._ask(
            request, span, component.type, BY_ENTITY, {**about, "properties": properties}, role
        )

    def _of_type(self, request: Json, span: times.Span, role: str) -> Json:
        if "component_type_id" not in request:
            raise ValidationException("the request names neither an entity nor a component type")
        kind = self._types.resolved(request["workspace_id"], request["component_type_id"])
        properties = {name: {"definition": one} for name, one in kind.properties.items()}
        _check_selected(request, properties, kind.name)
        about = {"componentTypeId": kind.name, "properties": properties}
        return self._ask(request, span, kind, BY_TYPE, about, role)

    def _ask(
        self,
        request: Json,
        span: times.Span,
        kind: ResolvedType,
        functions: tuple[str, ...],
        about: Json,
        role: str,
    ) -> Json:
        function: Json = next(
            (kind.functions[one] for one in functions if one in kind.functions), {}
        )
        arn = function.get("implementedBy", {}).get("lambda", {}).get("arn")
        if arn is None:
            raise ValidationException(f"{kind.name} has no function {' or '.join(functions)}")
        question = {
            "workspaceId": request["workspace_id"],
            "selectedProperties": request["selected_properties"],
            "propertyFilters": request.get("property_filters", []),
            **span.request_members(),
            "orderByTime": request.get("order_by_time", "ASCENDING"),
            "maxResults": request.get("max_results") or PAGE_DEFAULT,
            "interpolation": request.get("interpolation"),
            "nextToken": request.get("next_token"),
            **about,
        }
        given = {key: one for key, one in question.items() if one is not None}
        answer = self._connectors.ask(arn, given, role=role)
        return checked(answer, "propertyValues", "GetPropertyValueHistory")

    def _of_sitewise(
        self, request: Json, span: times.Span, entity: Json, component: Component, role: str
    ) -> Json:
        if "interpolation" in request:
            raise ValidationException("values of SiteWise are not interpolated here")
        question = Question(
            selected=request["selected_properties"],
            span=span,
            order=request.get("order_by_time", "ASCENDING"),
            limit=request.get("max_results") or PAGE_DEFAULT,
            token=request.get("next_token"),
        )
        found, token = self._sitewise.history(entity, component, question, role)
        filters = request.get("property_filters", [])
        values = [
            {
                "entityPropertyReference": {
                    "entityId": entity["entityId"],
                    "componentName": component.name,
                    "propertyName": name,
                },
                "values": [one for one in items if _passes(name, one, filters)],
            }
            for name, items in found.items()
        ]
        return {"propertyValues": values, **({"nextToken": token} if token else {})}


def _check_selected(request: Json, properties: Json, owner: str) -> None:
    for name in request["selected_properties"]:
        if name not in properties:
            raise ValidationException(f"{owner} has no property {name}")
        if not properties[name]["definition"]["isTimeSeries"]:
            raise ValidationException(f"{name} is no time series: GetPropertyValue reads it")


def _passes(name: str, one: Json, filters: list[Json]) -> bool:
    for item in filters:
        compare = COMPARISONS.get(item.get("operator", ""))
        if compare is None:
            raise ValidationException(f"the operator is one of {' '.join(COMPARISONS)}")
        if item.get("propertyName") == name:
            value, wanted = data_values.plain(one["value"]), data_values.plain(item["value"])
            if not compare(value, wanted):
                return False
    return True
