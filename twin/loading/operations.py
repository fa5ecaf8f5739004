"""What the loader does to one asset: each operation is one call of AWS, or one batch of values."""

from __future__ import annotations

from dataclasses import dataclass

from twin.loading.assets import AttributeValue, Place, Settings, WantedAsset


@dataclass(frozen=True)
class Disassociate:
    """Take an asset from under its parent."""

    asset_id: str
    name: str
    place: Place


@dataclass(frozen=True)
class CreateAsset:
    """Make an asset of its model, under its own UUID and external id."""

    asset: WantedAsset

    @property
    def name(self) -> str:
        """Return the name of the asset."""
        return self.asset.name


@dataclass(frozen=True)
class UpdateAsset:
    """Give an asset another name or description; its values stay."""

    asset_id: str
    name: str
    description: str
    before: str
    """The name that it has now."""


@dataclass(frozen=True)
class UpdateProperty:
    """Set alias, notification and unit of a property together; `model` is an external id."""

    asset_id: str
    name: str
    model: str
    property: str
    settings: Settings


@dataclass(frozen=True)
class Associate:
    """Put an asset under its parent."""

    asset_id: str
    name: str
    place: Place


@dataclass(frozen=True)
class PutAttributes:
    """Store values of attributes, as many as one call takes."""

    values: tuple[AttributeValue, ...]

    @property
    def name(self) -> str:
        """Return the aliases of the values."""
        return ", ".join(value.alias for value in self.values)


@dataclass(frozen=True)
class DeleteAsset:
    """Remove an asset that has neither parent nor children, and all its values."""

    asset_id: str
    name: str


AssetOperation = (
    Disassociate
    | CreateAsset
    | UpdateAsset
    | UpdateProperty
    | Associate
    | PutAttributes
    | DeleteAsset
)
