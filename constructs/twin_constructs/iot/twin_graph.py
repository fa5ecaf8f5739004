"""The site as an AWS IoT TwinMaker workspace: entities bound to SiteWise assets, and a scene."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aws_cdk import Aws, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_iottwinmaker as twinmaker
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct, DependencyGroup

from twin.compile.twinmaker import (
    EQUIPMENT_COMPONENT,
    SITEWISE_CONNECTOR,
    TELEMETRY_COMPONENT,
    ComponentType,
    TwinEntity,
    TwinMakerPlan,
)
from twin_constructs.acknowledge import acknowledge
from twin_constructs.file_upload import FileUpload
from twin_constructs.iot import grants
from twin_constructs.iot.asset_catalogue import AssetCatalogue
from twin_constructs.iot.connector_types import ConnectorTypes
from twin_constructs.iot.connectors import Connectors
from twin_constructs.secure_bucket import SecureBucket

SCENE_FILE = "scene.json"
MODELS_IN_A_POLICY = 50
"""A managed policy holds 6,144 characters, the ARN of a model has up to 102."""


class TwinGraph(Construct):
    """Workspace, component types, entities (parents first) and the scene document.

    Where the loader makes the assets, it makes the entities of them too.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        plan: TwinMakerPlan,
        scene_json: str,
        catalogue: AssetCatalogue,
        connectors: Connectors,
        access_logs: s3.IBucket,
    ) -> None:
        super().__init__(scope, construct_id)
        self._plan = plan
        self._catalogue = catalogue
        self._connectors = connectors
        self.bucket = SecureBucket(self, "Files", access_logs=access_logs).bucket
        role = self._role()
        self.workspace = twinmaker.CfnWorkspace(
            self,
            "Workspace",
            workspace_id=plan.workspace_id,
            role=role.role_arn,
            s3_location=self.bucket.bucket_arn,
        )
        self._connected = self._connector_types(role)
        self._types = {item.component_type_id: self._type(item) for item in plan.component_types}
        self._entities: dict[str, twinmaker.CfnEntity] = {}
        for entity in plan.entities if catalogue.assets else ():
            self._entities[entity.entity_id] = self._entity(entity)
        self._scene(scene_json)

    def _role(self) -> iam.Role:
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal(
                "iottwinmaker.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
            ),
        )
        self._allow(role, ["s3:GetBucketLocation", "s3:ListBucket"], [self.bucket.bucket_arn])
        objects = self.bucket.arn_for_objects("*")
        self._allow(role, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], [objects])
        self._catalogue.asset_scope().by_id(
            role,
            [
                "iotsitewise:DescribeAsset",
                "iotsitewise:GetAssetPropertyValue",
                "iotsitewise:GetAssetPropertyValueHistory",
            ],
        )
        self._read_models(role)
        if functions := [one.function_arn for one in self._connectors.functions.values()]:
            self._allow(role, ["lambda:InvokeFunction"], functions)
        grants.acknowledge_own_policy(role)
        bucket_id = Stack.of(self).resolve(self.bucket.bucket_arn)["Fn::GetAtt"][0]
        acknowledge(
            role,
            {
                f"AwsSolutions-IAM5[Resource::<{bucket_id}.Arn>/*]": (
                    "The workspace keeps scenes and models under names that are not known before; "
                    "the statement names the three object operations and this one bucket"
                )
            },
        )
        return role

    def _read_models(self, role: iam.Role) -> None:
        """Let the role read the models: of many types more than its inline policies can name."""
        models = [model.attr_asset_model_arn for model in self._catalogue.models.values()]
        for first in range(0, len(models), MODELS_IN_A_POLICY):
            some = models[first : first + MODELS_IN_A_POLICY]
            read = iam.PolicyStatement(actions=["iotsitewise:DescribeAssetModel"], resources=some)
            name = f"Models{first // MODELS_IN_A_POLICY}"
            iam.ManagedPolicy(role, name, roles=[role], statements=[read])

    def _allow(self, role: iam.Role, actions: list[str], resources: list[str]) -> None:
        role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))

    def _connector_types(self, role: iam.Role) -> ConnectorTypes:
        """Make the types of the connectors: entities of them call functions under the role."""
        return ConnectorTypes(
            self,
            "Connectors",
            workspace_id=self._plan.workspace_id,
            connectors=self._connectors,
            after=DependencyGroup(self.workspace, role),
        )

    def _type(self, item: ComponentType) -> twinmaker.CfnComponentType:
        kind = twinmaker.CfnComponentType
        component = twinmaker.CfnComponentType(
            self,
            f"Type-{item.component_type_id}",
            workspace_id=self._plan.workspace_id,
            component_type_id=item.component_type_id,
            description=item.description,
            property_definitions={
                **{name: _relation_definition(name) for name in item.relations},
                **{
                    definition.name: kind.PropertyDefinitionProperty(
                        data_type=kind.DataTypeProperty(type=definition.data_type),
                        is_required_in_entity=definition.is_required_in_entity,
                        default_value=None
                        if definition.default_value is None
                        else kind.DataValueProperty(string_value=definition.default_value),
                    )
                    for definition in item.properties
                },
            },
        )
        component.add_resource_dependency(self.workspace)
        return component

    def _entity(self, item: TwinEntity) -> twinmaker.CfnEntity:
        entity = twinmaker.CfnEntity(
            self,
            f"Entity-{item.entity_id}",
            workspace_id=self._plan.workspace_id,
            entity_id=item.entity_id,
            entity_name=item.entity_name,
            description=item.description,
            parent_entity_id=item.parent_entity_id,
            components={
                TELEMETRY_COMPONENT: self._telemetry(item),
                EQUIPMENT_COMPONENT: _component(
                    item.component_type_id, dict(item.equipment), dict(item.relations)
                ),
                **self._connected.components(item.asset),
            },
        )
        entity.add_resource_dependency(self._types[item.component_type_id])
        entity.node.add_dependency(self._connected)
        if item.parent_entity_id is not None:
            entity.add_resource_dependency(self._entities[item.parent_entity_id])
        for target in dict.fromkeys(one for _, targets in item.relations for one in targets):
            # Relations may run in circles: who comes later names who is there.
            if target in self._entities and target != item.parent_entity_id:
                entity.add_resource_dependency(self._entities[target])
        return entity

    def _telemetry(self, item: TwinEntity) -> twinmaker.CfnEntity.ComponentProperty:
        asset = self._catalogue.assets[item.asset]
        return _component(
            SITEWISE_CONNECTOR,
            {"sitewiseAssetId": asset.attr_asset_id, "sitewiseAssetModelId": asset.asset_model_id},
        )

    def _scene(self, scene_json: str) -> None:
        upload = FileUpload(
            self,
            "Scene",
            bucket=self.bucket,
            sources=[deployment.Source.data(SCENE_FILE, scene_json)],
            prune=False,
        )
        scene = twinmaker.CfnScene(
            self,
            "SceneDocument",
            workspace_id=self._plan.workspace_id,
            scene_id=self._plan.scene_id,
            content_location=f"s3://{self.bucket.bucket_name}/{SCENE_FILE}",
        )
        scene.add_resource_dependency(self.workspace)
        scene.node.add_dependency(upload.resource)


def _component(
    type_id: str,
    values: Mapping[str, str],
    relations: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> twinmaker.CfnEntity.ComponentProperty:
    kind = twinmaker.CfnEntity
    texts = {
        name: kind.PropertyProperty(value=kind.DataValueProperty(string_value=value))
        for name, value in values.items()
    }
    leading = {
        name: kind.PropertyProperty(value=kind.DataValueProperty(list_value=_leading_to(targets)))
        for name, targets in relations.items()
    }
    return kind.ComponentProperty(component_type_id=type_id, properties={**texts, **leading})


def _leading_to(targets: tuple[str, ...]) -> list[twinmaker.CfnEntity.DataValueProperty]:
    kind = twinmaker.CfnEntity
    return [
        # Of the type JSON, which CDK writes as it is: the names are those of CloudFormation.
        kind.DataValueProperty(relationship_value={"TargetEntityId": target})
        for target in targets
    ]


def _relation_definition(name: str) -> twinmaker.CfnComponentType.PropertyDefinitionProperty:
    kind = twinmaker.CfnComponentType
    relationship = kind.RelationshipProperty(relationship_type=name)
    return kind.PropertyDefinitionProperty(
        data_type=kind.DataTypeProperty(
            type="LIST",
            nested_type=kind.DataTypeProperty(type="RELATIONSHIP", relationship=relationship),
        )
    )
