"""What differs between two versions of an asset."""

from __future__ import annotations

import pytest

from tests.integration.spatial.bindings.conftest import (
    BOLT,
    CASING,
    MOTOR,
    PATH,
    Plant,
    leaf,
    pump,
)
from twin_runtime import clients


def test_parts_that_differ_with_their_totals(plant: Plant) -> None:
    second = pump(
        leaf("casing", (0.0, 0.0, 0.0), CASING),
        leaf("motor", (1.0, 0.0, 0.2), MOTOR),
        leaf("guard", (9.0, 9.0, 9.0), BOLT),
        *(leaf(f"bolt_{n}", (0.1 * n, 0.5, 0.0), BOLT, "bolt") for n in range(1, 5)),
    )
    plant.publish(second, sha256="2" * 64)
    reply = plant.call("diffAsset", query={"from": 1, "to": 2})
    assert reply.status == 200, reply.body
    body = reply.body
    assert body["totals"] == {
        "same": 5,
        "moved": 1,
        "changed": 1,
        "renamed": 0,
        "added": 1,
        "removed": 0,
    }
    assert body["volume_delta_cubic_metres"] == pytest.approx(0.02 * 0.02 * 0.08)
    rows = {row["new_node_id"]: row for row in body["parts"]}
    assert rows["P-101/motor"]["move"]["distance_metres"] == pytest.approx(0.2)
    assert rows["P-101/guard"]["outcomes"] == ["added"]
    loose = plant.call("diffAsset", query={"from": 1, "to": 2, "tolerance_mm": 300}).body
    assert loose["totals"]["moved"] == 0


def test_large_differences_are_kept_and_paged(plant: Plant) -> None:
    parts = [leaf(f"tag-{at}x", (0.1 * at, 0.0, 0.0), BOLT) for at in range(600)]
    plant.publish(pump(*parts), sha256="2" * 64)
    query: dict[str, object] = {"from": 1, "to": 2, "path": PATH, "limit": 200}
    seen = 0
    while True:
        body = plant.call("diffAsset", query=query).body
        seen += len(body["parts"])
        if body["next_token"] is None:
            break
        query["next_token"] = body["next_token"]
    assert seen == sum(body["totals"].values()) - body["totals"]["same"]
    (kept,) = clients.s3().list_objects_v2(Bucket="assets", Prefix="diffs/")["Contents"]
    assert kept["Size"] > 1000


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"from": 1}, "QUERY_INVALID"),
        ({"from": 1, "to": 9}, "VERSION_UNKNOWN"),
        ({"from": 1, "to": 1, "path": "none"}, "QUERY_INVALID"),
        ({"from": 1, "to": 1, "tolerance_mm": "x"}, "QUERY_INVALID"),
    ],
)
def test_questions_without_an_answer(plant: Plant, query: dict[str, object], code: str) -> None:
    assert plant.call("diffAsset", query=query).body["code"] == code
