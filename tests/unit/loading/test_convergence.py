"""Whatever there is: after the operations are done, there is nothing more to do."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from twin.loading import AssetHasChildrenError
from twin.loading.asset_differences import asset_differences
from twin.loading.assets import ObservedAsset, ObservedSite, Place, Settings, WantedAsset
from twin.loading.operations import (
    Associate,
    CreateAsset,
    DeleteAsset,
    Disassociate,
    UpdateAsset,
    UpdateProperty,
)
from twin.loading.plan import Operation, Plan

PREFIX = "mill."
There = dict[str, ObservedAsset]


@st.composite
def trees(draw: st.DrawFn) -> list[WantedAsset]:
    """Draw assets, each below one that comes before it, or at the top."""
    names = draw(st.lists(st.sampled_from("ABCDEFG"), unique=True))
    return [
        WantedAsset(
            asset_id=name,
            external_id=f"{PREFIX}{name}",
            model="mill.type.pump",
            name=f"mill {name}",
            description=draw(st.sampled_from(["Pump", "Reserve pump"])),
            place=Place(draw(st.sampled_from(names[:index])), "has.pump")
            if index and draw(st.booleans())
            else None,
            settings={"flow": Settings(f"/mill/{name}/flow", "ENABLED", draw(UNITS))},
        )
        for index, name in enumerate(names)
    ]


UNITS = st.sampled_from(["m³/h", "l/s"])


def differences(assets: list[WantedAsset], there: There, *, delete: bool) -> Plan:
    observed = ObservedSite(tuple(there.values()))
    return asset_differences(assets, observed, prefix=PREFIX, delete=delete)


def do(operation: Operation, there: There) -> None:
    """Do what SiteWise does, and refuse what it refuses."""
    match operation:
        case CreateAsset(asset):
            assert asset.asset_id not in there
            there[asset.asset_id] = ObservedAsset(
                asset.asset_id, asset.external_id, asset.model, asset.name, asset.description
            )
        case UpdateAsset(key, name, description):
            there[key] = replace(there[key], name=name, description=description)
        case UpdateProperty(key, _, _, name, settings):
            changed = {**there[key].settings, name: settings}
            there[key] = replace(there[key], settings=changed)
        case Associate(key, _, place):
            assert there[key].place is None
            assert place.parent_id in there
            there[key] = replace(there[key], place=place)
        case Disassociate(key, _, place):
            assert there[key].place == place
            there[key] = replace(there[key], place=None)
        case DeleteAsset(key):
            assert there[key].place is None
            assert not [one for one in there.values() if one.place and one.place.parent_id == key]
            del there[key]


def loaded(assets: list[WantedAsset], there: There, *, delete: bool) -> Plan:
    plan = differences(assets, there, delete=delete)
    for operation in plan.operations:
        do(operation, there)
    return plan


@given(trees(), trees())
def test_a_load_leaves_nothing_to_do(before: list[WantedAsset], after: list[WantedAsset]) -> None:
    there: There = {}
    loaded(before, there, delete=False)
    plan = loaded(after, there, delete=False)
    assert set(plan.left) == {one.name for one in before} - {one.name for one in after}
    assert differences(after, there, delete=False).operations == ()


@given(trees(), trees())
def test_two_loads_the_second_with_delete_make_exactly_the_file(
    before: list[WantedAsset], after: list[WantedAsset]
) -> None:
    there: There = {}
    loaded(before, there, delete=False)
    loaded(after, there, delete=False)
    loaded(after, there, delete=True)
    assert there.keys() == {one.asset_id for one in after}
    assert differences(after, there, delete=True) == Plan()


@given(trees(), trees(), st.integers(0, 30))
def test_a_load_that_was_cut_off_anywhere_is_finished_by_the_next(
    before: list[WantedAsset], after: list[WantedAsset], done: int
) -> None:
    there: There = {}
    loaded(before, there, delete=False)
    for operation in differences(after, there, delete=False).operations[:done]:
        do(operation, there)
    loaded(after, there, delete=False)
    assert differences(after, there, delete=False).operations == ()


@given(trees(), trees())
def test_a_delete_is_done_whole_or_refused_before_anything(
    before: list[WantedAsset], after: list[WantedAsset]
) -> None:
    there: There = {}
    loaded(before, there, delete=False)
    try:
        loaded(after, there, delete=True)
    except AssetHasChildrenError as error:
        assert error.found
        assert there.keys() == {one.asset_id for one in before}
    else:
        assert there.keys() == {one.asset_id for one in after}
