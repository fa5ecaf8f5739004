"""Bindings are made, changed, found both ways and kept in revisions."""

from __future__ import annotations

import pytest

from tests.integration.spatial.bindings.conftest import PATH, Plant

SPHERE = {"kind": "sphere", "centre": [1.0, 0.0, 0.0], "radius": 0.1}


def ids(plant: Plant, **query: object) -> set[str]:
    rows = plant.call("listBindings", query=query).body["bindings"]
    return {row["binding_id"] for row in rows}


def found(plant: Plant, **query: object) -> set[str]:
    reply = plant.call("findBindings", query=query)
    assert reply.status == 200, reply.body
    return {row["binding_id"] for row in reply.body["bindings"]}


def test_a_binding_tells_what_the_part_was(plant: Plant) -> None:
    variables = [{"model": "pump-model", "variable": "flow"}]
    made = plant.bind("P-101/motor", variables=variables, equipment="P-101", note="drive")
    body = plant.call("getBinding", binding_id=made).body
    assert body["part"]["volume_cubic_metres"] == pytest.approx(0.6 * 0.25 * 0.25)
    assert (body["origin"], body["state"], body["file_version"]) == ("user", "bound", 1)
    assert body["signals"] == ["pump/flow"] and body["variables"] == variables


def test_bindings_are_found_both_ways(plant: Plant) -> None:
    motor = plant.bind("P-101/motor", "pump/speed", equipment="P-101")
    region = {"region": SPHERE, "variables": [{"model": "pump-model", "variable": "speed"}]}
    sphere = plant.call("createBinding", region).body["binding_id"]
    assert ids(plant, node="P-101/motor", path=PATH) == {motor}
    assert ids(plant, point="1.05,0,0") == {motor, sphere}
    assert ids(plant, point="0.95,0,0") == {sphere}
    assert ids(plant, signal="pump/speed") == {motor}
    assert found(plant, signal="pump/speed") == {motor}
    assert found(plant, equipment="P-101") == {motor}
    assert found(plant, model="pump-model", variable="speed") == {sphere}
    assert found(plant, signal="pump/power") == set()
    assert plant.call("findBindings").body["code"] == "QUERY_INVALID"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"signals": ["pump/flwo"]}, 422, "BINDING_SIGNAL_UNKNOWN"),
        ({"signals": [], "equipment": "P-999"}, 422, "BINDING_EQUIPMENT_UNKNOWN"),
        (
            {"variables": [{"model": "pump-model", "variable": "torque"}]},
            422,
            "BINDING_VARIABLE_UNKNOWN",
        ),
        ({"node_id": "P-101/nothing"}, 422, "PART_UNKNOWN"),
        ({"path": "other.step"}, 404, "ASSET_FILE_UNKNOWN"),
        ({"signals": []}, 400, "BINDING_INVALID"),
        ({"region": SPHERE}, 400, "BINDING_INVALID"),
        ({"binding_id": "Ä"}, 400, "BINDING_INVALID"),
    ],
)
def test_what_does_not_exist_is_not_bound(
    plant: Plant, body: dict[str, object], status: int, code: str
) -> None:
    whole = {"path": PATH, "node_id": "P-101/motor", "signals": ["pump/flow"], **body}
    reply = plant.call("createBinding", whole)
    assert (reply.status, reply.body["code"]) == (status, code)
    if code == "BINDING_SIGNAL_UNKNOWN":
        assert "pump/flow" in reply.body["expected"]
    assert ids(plant) == set()


def test_regions_without_an_inside_are_refused(plant: Plant) -> None:
    corners = [[0, 0], [1, 1], [2, 2]]
    flat = {"kind": "prism", "corners": corners, "low": 0, "high": 1}
    reply = plant.call("createBinding", {"region": flat, "signals": ["pump/flow"]})
    assert reply.body["code"] == "BINDING_INVALID"
    flat["corners"] = [[0, 0], [2, 0], [2, 2], [1, 1], [0, 2]]
    made = plant.call("createBinding", {"region": flat, "signals": ["pump/flow"]})
    assert made.status == 201
    assert len(ids(plant, point="0.5,0.5,0.5")) == 1
    assert ids(plant, point="1,1.9,0.5") == set()


def test_changes_name_the_revision_and_old_ones_stay_readable(plant: Plant) -> None:
    motor = plant.bind("P-101/motor")
    body = {"path": PATH, "node_id": "P-101/casing", "signals": ["pump/power"]}
    assert plant.call("updateBinding", body, binding_id=motor).status == 428
    late = plant.call("updateBinding", body, headers={"If-Match": '"9"'}, binding_id=motor)
    assert late.status == 412
    etag = plant.call("listBindings").etag
    changed = plant.call("updateBinding", body, headers=etag, binding_id=motor)
    assert changed.body["node_id"] == "P-101/casing"
    removed = plant.call("deleteBinding", headers=changed.etag, binding_id=motor)
    assert removed.status == 200 and ids(plant) == set()
    assert ids(plant, revision=1) == ids(plant, revision=2) == {motor}
    assert plant.call("listBindings", query={"revision": 9}).status == 404
    page = plant.call("listBindingRevisions", query={"limit": 2}).body
    rest = plant.call("listBindingRevisions", query={"limit": 2, "next_token": page["next_token"]})
    numbers = [row["revision"] for row in (*page["revisions"], *rest.body["revisions"])]
    assert numbers == [3, 2, 1]


def test_all_bindings_are_replaced_at_once_or_none(plant: Plant) -> None:
    etag = {"If-Match": '"0"'}
    rows = [
        {
            "binding_id": f"b-{at}",
            "path": PATH,
            "node_id": f"P-101/bolt_{1 + at % 4}",
            "signals": ["pump/flow"],
        }
        for at in range(250)
    ]
    bad = [*rows, {"binding_id": "b-0", "region": SPHERE, "signals": ["pump/flow"]}]
    assert plant.call("replaceBindings", {"bindings": bad}, headers=etag).status == 400
    reply = plant.call("replaceBindings", {"bindings": rows}, headers=etag)
    assert (reply.status, reply.body["bindings"], reply.body["revision"]) == (200, 250, 1)
    page = plant.call("listBindings", query={"limit": 200}).body
    rest = plant.call("listBindings", query={"limit": 200, "next_token": page["next_token"]})
    assert len(page["bindings"]) == 200 and len(rest.body["bindings"]) == 50


def test_the_same_request_twice_makes_one_binding(plant: Plant) -> None:
    body = {"path": PATH, "node_id": "P-101/motor", "signals": ["pump/flow"]}
    twice = [plant.call("createBinding", body, headers={"Idempotency-Key": "k"}) for _ in "ab"]
    assert twice[0].body == twice[1].body and len(ids(plant)) == 1


def test_a_viewer_reads_and_changes_nothing(plant: Plant) -> None:
    motor = plant.bind("P-101/motor")
    viewer = Plant("viewer")
    assert ids(viewer) == {motor}
    body = {"path": PATH, "node_id": "P-101/motor", "signals": ["pump/flow"]}
    reply = viewer.call("createBinding", body)
    assert (reply.status, reply.body["code"]) == (403, "ACCESS_DENIED")
    assert viewer.call("listBindings", asset_key="nothing").body["code"] == "ASSET_UNKNOWN"
