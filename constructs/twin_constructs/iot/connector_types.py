"""The component types of data connectors in a TwinMaker workspace, and components of them."""

from __future__ import annotations

from aws_cdk import aws_iottwinmaker as twinmaker
from constructs import Construct, IDependable

from twin.compile.connectors import ConnectorPlan
from twin.connectors.connector import Component, Kind, Property, component_type_id
from twin_constructs.iot.connectors import Connectors

Definition = twinmaker.CfnComponentType.PropertyDefinitionProperty
ComponentProperty = twinmaker.CfnEntity.ComponentProperty


class ConnectorTypes(Construct):
    """One component type a kind; what `after` stands for is there before them.

    CloudFormation has no scope for their functions: they read values of entities, which is the
    default.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        workspace_id: str,
        connectors: Connectors,
        after: IDependable,
    ) -> None:
        super().__init__(scope, construct_id)
        self._workspace_id, self._after = workspace_id, after
        self._connectors = connectors
        self.types: list[twinmaker.CfnComponentType] = []
        for plan in connectors.plans:
            made: list[twinmaker.CfnComponentType] = []
            for kind in plan.kinds:
                made.append(self._type(plan, kind, made))
            self.types += made

    def components(self, asset: str) -> dict[str, ComponentProperty]:
        """Return the components of the entity of an asset, by name."""
        return {
            component.name: self._component(plan, component)
            for plan in self._connectors.plans
            for component in plan.components
            if component.asset == asset
        }

    def _type(
        self, plan: ConnectorPlan, kind: Kind, earlier: list[twinmaker.CfnComponentType]
    ) -> twinmaker.CfnComponentType:
        arn = self._connectors.functions[plan.connector.name].function_arn
        component_type = twinmaker.CfnComponentType(
            self,
            kind.name,
            workspace_id=self._workspace_id,
            component_type_id=component_type_id(plan.site.document.name, kind.name),
            description=kind.title,
            extends_from=list(kind.extends) or None,
            property_definitions={one.name: _definition(one) for one in kind.properties},
            functions={name: _function(arn) for name in kind.functions} or None,
        )
        component_type.node.add_dependency(self._after)
        for one in earlier:
            component_type.add_resource_dependency(one)
        return component_type

    def _component(self, plan: ConnectorPlan, component: Component) -> ComponentProperty:
        kind = twinmaker.CfnEntity
        return kind.ComponentProperty(
            component_type_id=component_type_id(plan.site.document.name, component.kind),
            properties={
                name: kind.PropertyProperty(value=kind.DataValueProperty(string_value=value))
                for name, value in component.values
            },
        )


def _definition(one: Property) -> Definition:
    return Definition(
        data_type=twinmaker.CfnComponentType.DataTypeProperty(type=one.data_type),
        is_time_series=True if one.kind == "series" else None,
        is_stored_externally=None if one.kind == "static" else True,
        is_external_id=True if one.is_key else None,
        is_required_in_entity=True if one.is_key else None,
    )


def _function(arn: str) -> twinmaker.CfnComponentType.FunctionProperty:
    kind = twinmaker.CfnComponentType
    return kind.FunctionProperty(
        implemented_by=kind.DataConnectorProperty(lambda_=kind.LambdaFunctionProperty(arn=arn))
    )
