"""What indexes find is what reading all assets would find, also after changes that were undone."""

from __future__ import annotations

import copy
import random

import pytest
from moto.core.exceptions import ServiceException

from tests.integration.services.sitewise.computing import Computing, Json
from tests.integration.services.sitewise_samples import measurement, metric, transform
from twin_local.services.iotsitewise.hierarchy_paths import HierarchyPaths
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.series_index import SeriesIndex

ALIASES = [f"/alias/{number}" for number in range(6)]
ROUNDS = 150


class UndoneError(Exception):
    """Undoes the transaction that it leaves."""


@pytest.fixture
def plant(computing: Computing) -> Computing:
    """Return lines of pumps, whose metrics use one another; none is associated yet."""
    pump = computing.model(
        "pump",
        measurement("power"),
        transform("kilowatts", "p / 1000", p="power"),
        metric("energy", "sum(p)", p="power"),
    )
    of = {"hierarchyId": "pumps", "propertyId": "energy"}
    line = computing.model(
        "line",
        metric("energy", "sum(e)", e=of),
        asset_model_hierarchies=[{"name": "pumps", "childAssetModelId": pump}],
    )
    for number in range(2):
        computing.asset(f"L-{number}", line)
    for number in range(6):
        computing.asset(f"P-{number}", pump)
    return computing


def found(registry: Registry, index: SeriesIndex) -> Json:
    """Return all that is found: owners of aliases, users of series, places, names."""
    assets, table = registry.assets, registry.asset_index
    series = {one.key: one for one in index.all()}
    names = {(one["assetName"], one["assetModelId"]) for one in assets.values()}
    externals = [one["assetExternalId"] for one in assets.values() if "assetExternalId" in one]
    return {
        "assets": assets,
        "series": series,
        "aliases": {one: index.by_alias(one) for one in ALIASES},
        "users": {
            key: sorted(user.key for user in index.dependents(one)) for key, one in series.items()
        },
        "owners": {one: table.owner(one) for one in ALIASES},
        "places": {key: HierarchyPaths(registry).of(key) for key in assets},
        "of model": {key: sorted(table.of_model(key)) for key in registry.models},
        "named": {one: sorted(table.named(*one)) for one in names},
        "external": {one: registry.asset(f"externalId:{one}")["assetId"] for one in externals},
    }


def kept(computing: Computing) -> Json:
    """Return what the service finds."""
    service = computing.service
    return found(service._registry, service._data.index)


def read_anew(computing: Computing) -> Json:
    """Return what is found by what stands in the database."""
    store, now = computing.service.store, computing.clock.now
    registry = Registry(store, account="1", region="r", now=now)
    return found(registry, SeriesIndex(registry))


def change(computing: Computing, chance: random.Random) -> None:
    """Do something that the rules may refuse."""
    pump = computing.assets[f"P-{chance.randrange(6)}"]
    line = computing.assets[f"L-{chance.randrange(2)}"]
    place = {"asset_id": line, "child_asset_id": pump, "hierarchy_id": _hierarchy(computing, line)}
    flow = computing.key("P-0", "power")["property_id"]
    name = chance.choice(["Feed", "Spare", *computing.assets])
    alias = {"property_alias": chance.choice(ALIASES)} if chance.random() < 0.8 else {}
    doing: list[tuple[str, Json]] = [
        ("AssociateAssets", place),
        ("DisassociateAssets", place),
        ("UpdateAssetProperty", {"asset_id": pump, "property_id": flow, **alias}),
        ("UpdateAsset", {"asset_id": pump, "asset_name": name, "asset_external_id": name}),
    ]
    operation, request = chance.choice(doing)
    computing.call(operation, **request)


def _hierarchy(computing: Computing, line: str) -> str:
    hierarchies = computing.call("DescribeAsset", asset_id=line)["assetHierarchies"]
    return str(hierarchies[0]["id"])


def attempt(computing: Computing, chance: random.Random) -> None:
    """Change something; a third of the changes is undone."""
    try:
        with computing.service.store.transaction():
            change(computing, chance)
            if chance.random() < 1 / 3:
                raise UndoneError
    except (ServiceException, UndoneError):
        return


@pytest.mark.parametrize("seed", range(3))
def test_indexes_follow_changes_and_undone_changes(plant: Computing, seed: int) -> None:
    chance = random.Random(seed)
    owned = placed = 0
    for _ in range(ROUNDS):
        attempt(plant, chance)
        now = kept(plant)
        assert now == read_anew(plant)
        owned += any(now["owners"].values())
        placed += any(path.count("/") == 2 for path in now["places"].values())
    assert owned
    assert placed
    plant.restart()
    assert kept(plant) == now


def test_a_change_that_is_undone_leaves_nothing(plant: Computing) -> None:
    before = copy.deepcopy(kept(plant)["assets"])
    model = plant.call("DescribeAsset", asset_id=plant.assets["P-0"])["assetModelId"]
    named: Json = {"asset_name": "P-9", "asset_model_id": model, "asset_external_id": "p9"}
    store = plant.service.store
    with pytest.raises(UndoneError), store.transaction():
        made = plant.call("CreateAsset", **named)["assetId"]
        raise UndoneError
    assert kept(plant)["assets"] == before
    assert kept(plant) == read_anew(plant)
    with pytest.raises(ServiceException, match="there is no asset externalId:p9"):
        plant.call("DescribeAsset", asset_id="externalId:p9")
    again = plant.call("CreateAsset", **named)["assetId"]
    assert plant.call("DescribeAsset", asset_id="externalId:p9")["assetId"] == again != made
