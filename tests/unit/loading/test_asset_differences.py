"""What is wanted against what there is: which operations, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from twin.loading import AssetFailedError, AssetHasChildrenError, AssetTakenError
from twin.loading.asset_differences import asset_differences, attribute_differences
from twin.loading.assets import (
    AttributeValue,
    ObservedAsset,
    ObservedSite,
    Place,
    Settings,
    WantedAsset,
)
from twin.loading.operations import CreateAsset, DeleteAsset, PutAttributes
from twin.loading.plan import Plan
from twin.loading.wording import as_dict, line

PREFIX = "mill."


def wanted(name: str, parent: str | None = None, **changes: object) -> WantedAsset:
    asset = WantedAsset(
        asset_id=f"id-{name}",
        external_id=f"{PREFIX}{name}",
        model="mill.type.pump",
        name=f"mill {name}",
        description=name,
        place=Place(f"id-{parent}", "has.pump") if parent else None,
        settings={"flow": Settings(f"/mill/{name}/flow", "ENABLED", "m³/h")},
    )
    return replace(asset, **changes)  # type: ignore[arg-type]


def observed(asset: WantedAsset, **changes: object) -> ObservedAsset:
    found = ObservedAsset(
        asset.asset_id,
        asset.external_id,
        asset.model,
        asset.name,
        asset.description,
        place=asset.place,
        settings=dict(asset.settings),
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def plan(assets: list[WantedAsset], there: list[ObservedAsset], *, delete: bool = False) -> Plan:
    return asset_differences(assets, ObservedSite(tuple(there)), prefix=PREFIX, delete=delete)


def titles(found: Plan) -> list[str]:
    return [step.title for step in found.steps]


def test_a_new_site_is_made_from_the_assets_to_their_places() -> None:
    found = plan([wanted("P-1", "L-1"), wanted("L-1")], [])
    assert titles(found) == [
        "create assets",
        "set aliases, units, notifications",
        "put under parents",
    ]
    assert found.counts == {"CreateAsset": 2, "UpdateProperty": 2, "Associate": 1}


def test_what_is_there_needs_nothing() -> None:
    assets = [wanted("L-1"), wanted("P-1", "L-1")]
    assert plan(assets, [observed(one) for one in assets]) == Plan()


def test_a_move_takes_away_before_it_puts() -> None:
    there = [observed(wanted("P-1", "L-1")), observed(wanted("L-1")), observed(wanted("L-2"))]
    found = plan([wanted("P-1", "L-2"), wanted("L-1"), wanted("L-2")], there)
    assert titles(found) == ["take from parents", "put under parents"]


def test_deletions_come_last_and_children_first() -> None:
    there = [observed(wanted("A")), observed(wanted("B", "A")), observed(wanted("C", "B"))]
    found = plan([wanted("D")], there, delete=True)
    assert titles(found)[0] == "take from parents"
    assert titles(found)[-1] == "delete assets"
    deleted = [one.name for one in found.operations if isinstance(one, DeleteAsset)]
    assert deleted == ["mill C", "mill B", "mill A"]
    assert found.left == ()


def test_without_delete_what_is_not_wanted_stays_where_it_is() -> None:
    found = plan([wanted("A")], [observed(wanted("A")), observed(wanted("B", "A"))])
    assert found == Plan((), ("mill B",))


@pytest.mark.parametrize("new_parent", [None, "L-2"])
def test_an_asset_with_children_that_stay_is_not_deleted(new_parent: str | None) -> None:
    there = [observed(wanted("L-1")), observed(wanted("P-1", "L-1")), observed(wanted("L-2"))]
    with pytest.raises(AssetHasChildrenError) as raised:
        plan([wanted("P-1", new_parent), wanted("L-2")], there, delete=True)
    assert (raised.value.code, raised.value.found) == ("LOAD_ASSET_HAS_CHILDREN", "mill P-1")


def test_a_child_that_someone_else_made_keeps_its_parent_too() -> None:
    by_hand = observed(wanted("spare", "L-1"), external_id=None)
    with pytest.raises(AssetHasChildrenError, match="mill spare"):
        plan([], [observed(wanted("L-1")), by_hand], delete=True)


def test_an_asset_without_an_external_id_of_the_site_is_left() -> None:
    there = [observed(wanted("A"), external_id=None), observed(wanted("B"), external_id="other.B")]
    assert plan([], there, delete=True) == Plan((), ("mill A", "mill B"))


@pytest.mark.parametrize("taken", [{"name": "another"}, {"external_id": None}])
def test_an_asset_with_another_id_in_the_place_is_refused(taken: dict[str, str | None]) -> None:
    other = observed(wanted("P-1"), asset_id="id-other", **taken)
    with pytest.raises(AssetTakenError) as raised:
        plan([wanted("P-1")], [other])
    assert raised.value.expected == "id-P-1"


def test_a_failed_asset_is_told_with_its_reason() -> None:
    failed = observed(wanted("P-1"), state="FAILED", failure="circular reference")
    with pytest.raises(AssetFailedError, match="circular reference"):
        plan([wanted("P-1")], [failed])


def test_an_asset_that_is_going_is_made_again() -> None:
    found = plan([wanted("P-1")], [observed(wanted("P-1"), state="DELETING")])
    assert any(isinstance(one, CreateAsset) for one in found.operations)


def test_values_are_stored_ten_to_a_call_and_only_where_they_differ() -> None:
    values = tuple(AttributeValue(f"/mill/P-1/a{n}", "DOUBLE", float(n)) for n in range(23))
    stored = {value.alias: value.value for value in values[:2]}
    found = attribute_differences([wanted("P-1", attributes=values)], stored)
    sizes = [len(one.values) for one in found.operations if isinstance(one, PutAttributes)]
    assert sizes == [10, 10, 1]


def test_every_operation_says_what_it_does() -> None:
    there = [observed(wanted("L-1")), observed(wanted("old", "L-1")), observed(wanted("P-2"))]
    value = AttributeValue("/mill/P-1/power", "DOUBLE", 11.0)
    assets = [
        replace(wanted("L-1"), name="mill line"),
        wanted("P-1", "L-1", attributes=(value,)),
        wanted("P-2"),
    ]
    told = [line(one) for one in plan(assets, there, delete=True).operations]
    assert told == [
        "take mill old from id-L-1 (has.pump)",
        "create mill P-1 (P-1)",
        "rename mill L-1 to mill line (L-1)",
        "set mill P-1 flow: /mill/P-1/flow, m³/h, enabled",
        "put mill P-1 under id-L-1 (has.pump)",
        "store /mill/P-1/power = 11.0",
        "delete mill old and its history",
    ]
    first = plan(assets, there, delete=True).operations[0]
    assert as_dict(first)["operation"] == "Disassociate"
