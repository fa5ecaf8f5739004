"""The entities that stand for loaded assets are made in TwinMaker, parents first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.integration.loading.plants import PUMP, SITE, asset_id, plant, pumps, relation
from twin.loading import AssetHasChildrenError, ModelMissingError
from twin.loading.entities import Entity, EntityComponent
from twin.loading.wanted import WantedSite
from twin_local.loading.account import Account
from twin_local.loading.loader import Loader

WORKSPACE = "mill-twin"
TYPE = "mill.pump"


@pytest.fixture
def graph(account: Account) -> Account:
    """The account with the workspace and component type that the stacks make."""
    twinmaker = account.twinmaker
    twinmaker.create_workspace(workspaceId=WORKSPACE)
    twinmaker.create_component_type(
        workspaceId=WORKSPACE,
        componentTypeId=TYPE,
        propertyDefinitions={
            "level": {"dataType": {"type": "STRING"}, "defaultValue": {"stringValue": "unit"}},
            "mesh_node": {"dataType": {"type": "STRING"}},
            "feeds": relation("feeds"),
        },
    )
    return account


def entity(name: str, parent: str | None = None, feeds: tuple[str, ...] = ()) -> Entity:
    telemetry = {"sitewiseAssetId": asset_id(name), "sitewiseAssetModelId": PUMP}
    values: dict[str, str | tuple[str, ...]] = {"mesh_node": name}
    return Entity(
        name,
        name,
        f"Pump {name}",
        parent,
        {
            "telemetry": EntityComponent("com.amazon.iotsitewise.connector", telemetry),
            "equipment": EntityComponent(TYPE, values | ({"feeds": feeds} if feeds else {})),
        },
    )


def site(*entities: Entity) -> WantedSite:
    return replace(plant(*pumps(3)), workspace=WORKSPACE, entities=entities)


def load(account: Account, wanted: WantedSite, *, delete: bool = False) -> dict[str, int]:
    counts = Loader(account, wanted).load(delete=delete).counts
    return {kind: count for kind, count in counts.items() if "Entity" in kind}


def test_entities_are_made_once_parents_first(graph: Account) -> None:
    wanted = site(entity("P-3", "P-2"), entity("P-2", "P-1"), entity("P-1"))
    assert load(graph, wanted) == {"CreateEntity": 3}
    assert load(graph, wanted) == {}
    found = graph.twinmaker.get_entity(workspaceId=WORKSPACE, entityId="P-3")
    assert found["parentEntityId"] == "P-2"
    model = graph.sitewise.describe_asset_model(assetModelId=f"externalId:{PUMP}")
    telemetry = found["components"]["telemetry"]["properties"]
    assert telemetry["sitewiseAssetId"]["value"] == {"stringValue": asset_id("P-3")}
    assert telemetry["sitewiseAssetModelId"]["value"] == {"stringValue": model["assetModelId"]}


def test_relations_may_run_in_circles_and_end(graph: Account) -> None:
    circle = site(entity("P-1", feeds=("P-2",)), entity("P-2", feeds=("P-1",)))
    assert load(graph, circle) == {"CreateEntity": 2, "UpdateEntity": 2}
    assert load(graph, circle) == {}
    line = site(entity("P-1", feeds=("P-2",)), entity("P-2"))
    assert load(graph, line) == {"UpdateEntity": 1}
    assert load(graph, line) == {}


def test_what_changes_is_changed(graph: Account) -> None:
    load(graph, site(entity("P-1"), entity("P-2")))
    moved = replace(entity("P-2", "P-1"), description="Reserve")
    assert load(graph, site(entity("P-1"), moved)) == {"UpdateEntity": 1}
    assert load(graph, site(entity("P-1"), moved)) == {}
    assert load(graph, site(entity("P-1"), replace(moved, parent_id=None))) == {"UpdateEntity": 1}
    found = graph.twinmaker.get_entity(workspaceId=WORKSPACE, entityId="P-2")
    assert (found["parentEntityId"], found["description"]) == ("$ROOT", "Reserve")


def test_entities_are_deleted_children_first_and_only_if_that_is_asked_for(graph: Account) -> None:
    load(graph, site(entity("P-1"), entity("P-2", "P-1"), entity("P-3", "P-2")))
    assert load(graph, site(entity("P-1"))) == {}
    assert load(graph, site(entity("P-1")), delete=True) == {"DeleteEntity": 2}
    assert load(graph, site(entity("P-1")), delete=True) == {}


def test_an_entity_whose_children_stay_is_not_deleted(graph: Account) -> None:
    load(graph, site(entity("P-1"), entity("P-2", "P-1")))
    with pytest.raises(AssetHasChildrenError) as raised:
        load(graph, site(entity("P-2")), delete=True)
    assert raised.value.found == "P-2"


def test_an_entity_of_someone_else_is_never_deleted(graph: Account) -> None:
    graph.twinmaker.create_entity(workspaceId=WORKSPACE, entityName="note", entityId="note")
    loaded = Loader(graph, site(entity("P-1"))).load(delete=True)
    assert loaded.left == ("entity note",)
    assert (
        graph.twinmaker.get_entity(workspaceId=WORKSPACE, entityId="note")["entityName"] == "note"
    )


def test_without_a_workspace_nothing_can_be_loaded(account: Account) -> None:
    with pytest.raises(ModelMissingError, match=f"{SITE}-twin"):
        Loader(account, site(entity("P-1"))).plan()
