"""What is made of a site in AWS IoT SiteWise: models and assets, with all ids and values.

The names of the fields follow `AWS::IoTSiteWise::AssetModel` and `AWS::IoTSiteWise::Asset`:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_IoTSiteWise.html. References
within a model go by `logical_id`, which for a property is its name. `id` is a UUID that follows
from the site file; CloudFormation cannot give it, the API and bulk jobs can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twin.site_document import DataType

TypeName = Literal["Attribute", "Measurement", "Transform", "Metric"]
ModelType = Literal["ASSET_MODEL", "COMPONENT_MODEL", "INTERFACE"]
NotificationState = Literal["ENABLED", "DISABLED"]
Path = tuple[str, str]
"""A part of a type and a property of its component: where a component gives the property."""


@dataclass(frozen=True)
class ModelVariable:
    """One variable of a formula and the property it stands for.

    The property is one of the same model; with `hierarchy_logical_id`, of the child assets in that
    hierarchy. With `path` it is one of a part, which has no logical id.
    """

    name: str
    property_logical_id: str
    hierarchy_logical_id: str | None = None
    child_type: str | None = None
    path: Path | None = None


@dataclass(frozen=True)
class ModelProperty:
    """One property of an asset model or of a composite model.

    `default_value` belongs to attributes, `expression` and `variables` to transforms and metrics,
    the window to metrics. `data_type_spec` is set for `STRUCT` only.
    """

    id: str
    logical_id: str
    external_id: str
    name: str
    data_type: DataType | Literal["STRUCT"]
    type_name: TypeName
    unit: str | None = None
    data_type_spec: str | None = None
    default_value: str | None = None
    expression: str | None = None
    variables: tuple[ModelVariable, ...] = ()
    window_interval: str | None = None
    window_offset: str | None = None


@dataclass(frozen=True)
class AlarmComposite:
    """An `AWS/ALARM` composite of type EXTERNAL; `properties` are its type and its state."""

    id: str
    logical_id: str
    external_id: str
    name: str
    description: str
    type: str
    properties: tuple[ModelProperty, ...]


@dataclass(frozen=True)
class PartComposite:
    """A `CUSTOM` composite that is made of a component model; its properties are the component's.

    https://docs.aws.amazon.com/iot-sitewise/latest/userguide/custom-composite-models.html
    """

    id: str
    external_id: str
    name: str
    component: str


@dataclass(frozen=True)
class ModelHierarchy:
    """A hierarchy from this model to the model of `child_type`."""

    id: str
    logical_id: str
    external_id: str
    name: str
    child_type: str


@dataclass(frozen=True)
class InterfaceRelationship:
    """An interface that a model implements: (external id in the interface, own logical id)."""

    interface: str
    mappings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AssetModel:
    """One model; `type` is the name of the equipment type, the component or the interface."""

    id: str
    type: str
    model_type: ModelType
    name: str
    external_id: str
    description: str
    properties: tuple[ModelProperty, ...]
    composites: tuple[AlarmComposite, ...] = ()
    parts: tuple[PartComposite, ...] = ()
    hierarchies: tuple[ModelHierarchy, ...] = ()
    interfaces: tuple[InterfaceRelationship, ...] = ()


@dataclass(frozen=True)
class AssetProperty:
    """What an asset says about a property of its model: alias, notification, unit.

    One that a part gives has a `path` instead of ids: SiteWise makes its id.
    """

    logical_id: str
    external_id: str | None
    alias: str
    notification_state: NotificationState
    unit: str | None
    path: Path | None = None


@dataclass(frozen=True)
class AttributeValue:
    """The value of one attribute of one asset that differs from the default of its type.

    It is ingested like a measured value: CloudFormation cannot state it.
    """

    asset: str
    name: str
    alias: str
    data_type: DataType
    value: float | bool | str


@dataclass(frozen=True)
class ChildAsset:
    """One association: which hierarchy of the parent's model holds the child."""

    hierarchy_logical_id: str
    child: str


@dataclass(frozen=True)
class SiteWiseAsset:
    """One asset; `id` is the asset id of the site file, `type` names its model.

    `identity` is the id under which it was first deployed. `uuid`, `external_id` and its logical id
    in CloudFormation follow from it, so that a renamed asset stays the same in SiteWise.
    """

    id: str
    identity: str
    uuid: str
    type: str
    name: str
    external_id: str
    description: str
    properties: tuple[AssetProperty, ...]
    children: tuple[ChildAsset, ...]
    attribute_values: tuple[AttributeValue, ...] = ()


@dataclass(frozen=True)
class SiteWisePlan:
    """Models and assets, children before their parents.

    `interfaces` and `components` come before `models`, which refer to them.
    """

    models: tuple[AssetModel, ...]
    assets: tuple[SiteWiseAsset, ...]
    components: tuple[AssetModel, ...] = ()
    interfaces: tuple[AssetModel, ...] = ()

    @property
    def all_models(self) -> tuple[AssetModel, ...]:
        """Return interfaces, components and models, in an order in which they can be made."""
        return (*self.interfaces, *self.components, *self.models)

    @property
    def attribute_values(self) -> tuple[AttributeValue, ...]:
        """Return the values of attributes that differ from the defaults of their types."""
        return tuple(value for asset in self.assets for value in asset.attribute_values)
