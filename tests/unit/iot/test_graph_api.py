"""GET /graph/…: pages of the tree, of nodes and of neighbours, and paths."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from iot_graph import live_values
from iot_graph.handler import graph as cached_graph
from iot_graph.handler import handler

if TYPE_CHECKING:
    from tests.unit.iot.conftest import Call, Plant


@pytest.fixture(autouse=True)
def own_graph() -> Iterator[None]:
    """Have each test make the graph of its own site."""
    cached_graph.cache_clear()
    yield
    cached_graph.cache_clear()


def ask(api: Call, operation: str, member: str, **query: str) -> Any:  # noqa: ANN401
    status, body = api(
        handler, operation, role="viewer", query={name: [text] for name, text in query.items()}
    )
    assert status == 200, body
    return body[member]


def test_pages_of_the_tree_are_the_whole_tree(plant: Plant, api: Call) -> None:
    whole = ask(api, "getAssetTree", "assets")
    rows: list[Any] = []
    token = ""
    while True:
        more = {"next_token": token} if token else {}
        query = {"limit": "2", **more}
        _, body = api(handler, "getAssetTree", query={k: [v] for k, v in query.items()})
        rows += body["assets"]
        token = body["next_token"]
        if not token:
            break
    assert rows == whole
    assert {row["name"] for row in rows} == {asset.id for asset in plant.site.assets}


def test_nodes_by_type_and_property_of_the_site_file(plant: Plant, api: Call) -> None:
    pumps = ask(api, "listNodes", "nodes", kind="asset", type="pump")
    assert [node["name"] for node in pumps] == ["P-101", "P-102"]
    assert all(node["properties"]["level"] for node in pumps)
    numbers = {k: v for k, v in pumps[0]["properties"].items() if isinstance(v, float)}
    name, value = next(iter(numbers.items()))
    passing = ask(api, "listNodes", "nodes", type="pump", where=f"{name} >= {value}")
    assert pumps[0] in passing
    assert ask(api, "listNodes", "nodes", type="pump", where=f"{name} > 1e12") == []


def test_a_filter_by_what_is_measured_reads_the_newest_good_values(plant: Plant, api: Call) -> None:
    now = time.time()
    plant.sitewise.set("/demo/P-101/speed", 1300.0, now)
    plant.sitewise.set("/demo/P-102/speed", 1300.0, now, "BAD")
    found = ask(api, "listNodes", "nodes", type="pump", where="speed > 1000")
    assert [node["name"] for node in found] == ["P-101"]


def test_a_filter_that_would_read_too_much_is_refused(
    plant: Plant, api: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_values, "MAXIMUM_READ", 1)
    status, body = api(handler, "listNodes", query={"where": ["speed > 1"]})
    assert (status, body["code"]) == (400, "FILTER_TOO_WIDE")


def test_one_node_and_its_neighbours(plant: Plant, api: Call) -> None:
    status, node = api(handler, "getNode", path={"node_id": "P-101"})
    assert (status, node["id"]) == (200, "asset:P-101")
    status, body = api(
        handler,
        "listNeighbours",
        path={"node_id": "P-101"},
        query={"relation": ["alarm_of"], "direction": ["in"]},
    )
    alarms = [alarm.id for alarm in plant.site.alarms if alarm.asset == "P-101"]
    assert [one["node"]["name"] for one in body["neighbours"]] == alarms
    assert body["neighbours"][0]["edge"]["target"] == "asset:P-101"


def test_a_path_has_its_nodes_and_edges(plant: Plant, api: Call) -> None:
    (path,) = ask(api, "getPaths", "paths", **{"from": "P-101.high_vibration", "to": "P-102"})
    assert path["nodes"][0]["id"] == "alarm:P-101.high_vibration"
    assert path["nodes"][-1]["id"] == "asset:P-102"
    assert len(path["edges"]) == len(path["nodes"]) - 1
    assert ask(api, "getPaths", "paths", **{"from": "P-101", "to": "P-102", "depth": "1"}) == []


@pytest.mark.parametrize(
    ("operation", "query", "status", "code"),
    [
        ("getAssetTree", {"below": "P-999"}, 404, "UNKNOWN_NODE"),
        ("getAssetTree", {"below": "P-101.high_vibration"}, 404, "UNKNOWN_NODE"),
        ("getAssetTree", {"depth": "101"}, 400, "QUERY_INVALID"),
        ("getAssetTree", {"next_token": "x"}, 400, "QUERY_INVALID"),
        ("listNodes", {"kind": "thing"}, 400, "QUERY_INVALID"),
        ("listNodes", {"where": "power >"}, 400, "BAD_FILTER"),
        ("getPaths", {"from": "P-101"}, 400, "QUERY_INVALID"),
        ("getPaths", {"from": "P-101", "to": "P-102", "relation": "x"}, 400, "UNKNOWN_RELATION"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    plant: Plant, api: Call, operation: str, query: dict[str, str], status: int, code: str
) -> None:
    found, body = api(handler, operation, query={name: [text] for name, text in query.items()})
    assert (found, body["code"]) == (status, code)
