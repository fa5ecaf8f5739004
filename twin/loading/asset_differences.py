"""The operations that make of a site's assets in AWS what the site file wants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from twin.loading.assets import AttributeValue, ObservedAsset, ObservedSite, Settings, WantedAsset
from twin.loading.errors import AssetFailedError, AssetHasChildrenError, AssetTakenError
from twin.loading.operations import (
    Associate,
    CreateAsset,
    DeleteAsset,
    Disassociate,
    PutAttributes,
    UpdateAsset,
    UpdateProperty,
)
from twin.loading.plan import Operation, Plan, steps

VALUES_PER_CALL = 10
"""Entries of BatchPutAssetPropertyValue."""


def asset_differences(
    wanted: Sequence[WantedAsset], observed: ObservedSite, *, prefix: str, delete: bool = False
) -> Plan:
    """Return what there is to do; `prefix` begins the external id of every asset of the site.

    Assets of the site's models with another external id were not made by the loader: they are left.

    Raises:
        AssetTakenError: an asset with another UUID has a wanted name or external id.
        AssetFailedError: the last change of an asset has failed.
        AssetHasChildrenError: an asset to delete has children that are not deleted.
    """
    there = {asset.asset_id: asset for asset in observed.assets if asset.state != "DELETING"}
    _refuse_failed(there)
    _refuse_taken(wanted, there)
    ids = {asset.asset_id for asset in wanted}
    unwanted = [one for one in _children_first(there) if one.asset_id not in ids]
    doomed = [one for one in unwanted if delete and (one.external_id or "").startswith(prefix)]
    _refuse_orphans(doomed, there)
    found: list[tuple[str, list[Operation]]] = [
        ("take from parents", list(_disassociations(wanted, there, doomed))),
        ("create assets", [CreateAsset(one) for one in wanted if one.asset_id not in there]),
        ("update assets", list(_updates(wanted, there))),
        ("set aliases, units, notifications", list(_property_updates(wanted, there))),
        ("put under parents", list(_associations(wanted, there))),
        ("store attributes", list(_attributes(wanted, observed.attributes))),
        ("delete assets", [DeleteAsset(one.asset_id, one.name) for one in doomed]),
    ]
    left = tuple(one.name for one in unwanted if one not in doomed)
    return Plan(steps(*found), left)


def attribute_differences(
    wanted: Sequence[WantedAsset], stored: Mapping[str, float | bool | str]
) -> Plan:
    """Return what there is to do where CloudFormation makes the assets: it knows no values.

    `stored` are the latest values of the attributes, by alias.
    """
    return Plan(steps(("store attributes", list(_attributes(wanted, stored)))))


def _disassociations(
    wanted: Sequence[WantedAsset],
    there: Mapping[str, ObservedAsset],
    doomed: Sequence[ObservedAsset],
) -> Iterator[Operation]:
    places = {asset.asset_id: asset.place for asset in wanted}
    leaving = {asset.asset_id for asset in doomed}
    for asset in there.values():
        if asset.place is None:
            continue
        moved = asset.asset_id in places and places[asset.asset_id] != asset.place
        if moved or asset.asset_id in leaving:
            yield Disassociate(asset.asset_id, asset.name, asset.place)


def _updates(
    wanted: Sequence[WantedAsset], there: Mapping[str, ObservedAsset]
) -> Iterator[Operation]:
    for asset in wanted:
        before = there.get(asset.asset_id)
        if before and (before.name, before.description) != (asset.name, asset.description):
            yield UpdateAsset(asset.asset_id, asset.name, asset.description, before.name)


def _property_updates(
    wanted: Sequence[WantedAsset], there: Mapping[str, ObservedAsset]
) -> Iterator[Operation]:
    for asset in wanted:
        before = there.get(asset.asset_id)
        for name, settings in asset.settings.items():
            # A new asset has the settings that its model gives: no alias, no notifications.
            now = before.settings.get(name) if before else None
            if (now or Settings(alias=None, unit=settings.unit)) != settings:
                yield UpdateProperty(asset.asset_id, asset.name, asset.model, name, settings)


def _associations(
    wanted: Sequence[WantedAsset], there: Mapping[str, ObservedAsset]
) -> Iterator[Operation]:
    for asset in wanted:
        before = there.get(asset.asset_id)
        if asset.place is not None and (before is None or before.place != asset.place):
            yield Associate(asset.asset_id, asset.name, asset.place)


def _attributes(
    wanted: Sequence[WantedAsset], stored: Mapping[str, float | bool | str]
) -> Iterator[Operation]:
    values = (value for asset in wanted for value in asset.attributes)
    changed = (value for value in values if not _is_stored(value, stored))
    while batch := tuple(islice(changed, VALUES_PER_CALL)):
        yield PutAttributes(batch)


def _is_stored(value: AttributeValue, stored: Mapping[str, float | bool | str]) -> bool:
    if value.alias not in stored:
        return value.is_default
    return stored[value.alias] == value.value


def _children_first(there: Mapping[str, ObservedAsset]) -> list[ObservedAsset]:
    def depth(asset: ObservedAsset) -> int:
        above = there.get(asset.place.parent_id) if asset.place else None
        return 0 if above is None else 1 + depth(above)

    return sorted(there.values(), key=lambda one: (-depth(one), one.name))


def _refuse_failed(there: Mapping[str, ObservedAsset]) -> None:
    for asset in there.values():
        if asset.state == "FAILED":
            raise AssetFailedError(
                f"the last change of the asset {asset.name} has failed",
                found=asset.failure or "FAILED",
                expected="an ACTIVE asset",
                where=f"delete or repair the asset {asset.asset_id}, then load again",
            )


def _refuse_taken(wanted: Sequence[WantedAsset], there: Mapping[str, ObservedAsset]) -> None:
    external_ids = {one.external_id: one for one in there.values() if one.external_id}
    names = {(one.model, one.name): one for one in there.values()}
    ids = {asset.asset_id for asset in wanted}
    for asset in wanted:
        for other in (external_ids.get(asset.external_id), names.get((asset.model, asset.name))):
            if other is not None and other.asset_id not in ids:
                raise AssetTakenError(
                    f"an asset that the loader did not make stands in the place of {asset.name}",
                    found=f"{other.asset_id} ({other.name})",
                    expected=asset.asset_id,
                    where="the stack or the person that made it has to give it up",
                )


def _refuse_orphans(doomed: Sequence[ObservedAsset], there: Mapping[str, ObservedAsset]) -> None:
    leaving = {asset.asset_id for asset in doomed}
    for asset in doomed:
        staying = [
            one.name
            for one in there.values()
            if one.place and one.place.parent_id == asset.asset_id and one.asset_id not in leaving
        ]
        if staying:
            raise AssetHasChildrenError(
                f"the asset {asset.name} is not deleted: it has children that stay",
                found=", ".join(sorted(staying)),
                expected="no children, or only ones that are deleted too",
                where="load without --delete first, which moves what has another parent now",
            )
