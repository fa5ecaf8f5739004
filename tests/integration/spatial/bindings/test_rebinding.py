"""Bindings follow a new version of the model, or wait for a person; none is lost."""

from __future__ import annotations

from tests.integration.spatial.bindings.conftest import (
    BOLT,
    CASING,
    FIRST,
    MOTOR,
    PATH,
    Plant,
    leaf,
    pump,
    shape,
)


def test_bindings_follow_renamed_moved_and_changed_parts(plant: Plant) -> None:
    casing, motor = plant.bind("P-101/casing"), plant.bind("P-101/motor")
    bolt = plant.bind("P-101/bolt_2")
    wider = shape(0.41, 0.3, 0.3)
    second = pump(
        leaf("bolt_1", (0.2, 0.5, 0.0), BOLT, "bolt"),  # was bolt_2: exporters number anew
        leaf("bolt_2", (0.1, 0.5, 0.0), BOLT, "bolt"),
        leaf("bolt_3", (0.3, 0.5, 0.0), BOLT, "bolt"),
        leaf("bolt_4", (0.4, 0.5, 0.0), BOLT, "bolt"),
        leaf("motor", (1.3, 0.0, 0.0), MOTOR),
        leaf("casing", (0.0, 0.0, 0.0), wider),
        shapes=(wider, MOTOR, BOLT),
    )
    plant.publish(second, sha256="2" * 64)
    assert plant.nodes() == {
        casing: "bound P-101/casing",
        motor: "bound P-101/motor",
        bolt: "bound P-101/bolt_1",
    }
    row = plant.call("getBinding", binding_id=bolt).body
    assert row["carried"]["from_node"] == "P-101/bolt_2"
    assert {"SHAPE", "POSITION"} <= set(row["carried"]["reasons"])
    assert [kind for kind, _ in plant.told] == ["BindingsCarried"]
    assert plant.told[0][1]["carried"] == 3 and plant.told[0][1]["queued"] == 0


def test_doubtful_and_lost_bindings_wait_for_a_decision(plant: Plant) -> None:
    casing, motor = plant.bind("P-101/casing"), plant.bind("P-101/motor")
    bolt = plant.bind("P-101/bolt_1")
    second = pump(  # the motor is gone, and one of the bolts is somewhere else under another name
        leaf("casing", (0.0, 0.0, 0.0), CASING),
        leaf("screw", (5.0, 0.5, 0.0), BOLT),
        *(leaf(f"bolt_{n}", (0.1 * n, 0.5, 0.0), BOLT, "bolt") for n in (2, 3, 4)),
    )
    plant.publish(second, sha256="2" * 64)
    assert plant.nodes() == {
        casing: "bound P-101/casing",
        motor: "review P-101/motor",
        bolt: "review P-101/bolt_1",
    }
    reviews = plant.call("listBindingReviews")
    causes = {row["binding_id"]: row["review"]["cause"] for row in reviews.body["bindings"]}
    assert causes == {motor: "lost", bolt: "doubtful"}
    kinds = {kind: detail for kind, detail in plant.told}
    assert kinds["BindingsCarried"]["carried"] == 1
    assert kinds["BindingReviewNeeded"]["binding_ids"] == sorted((motor, bolt))

    (candidate,) = next(
        row["review"]["candidates"] for row in reviews.body["bindings"] if row["binding_id"] == bolt
    )
    assert candidate["node_id"] == "P-101/screw"
    wrong = {"node_id": "P-101/nothing"}
    reply = plant.call("resolveBindingReview", wrong, headers=reviews.etag, binding_id=bolt)
    assert (reply.status, reply.body["code"]) == (422, "PART_UNKNOWN")
    taken = plant.call(
        "resolveBindingReview", {"node_id": "P-101/screw"}, headers=reviews.etag, binding_id=bolt
    )
    assert taken.status == 200 and taken.body["state"] == "bound"
    late = plant.call(
        "resolveBindingReview", {"drop": True}, headers=reviews.etag, binding_id=motor
    )
    assert late.status == 412
    plant.call("resolveBindingReview", {"drop": True}, headers=taken.etag, binding_id=motor)
    assert plant.nodes() == {casing: "bound P-101/casing", bolt: "bound P-101/screw"}
    again = plant.call("listBindingReviews")
    assert again.body["bindings"] == []
    gone = plant.call("resolveBindingReview", {"drop": True}, headers=again.etag, binding_id=bolt)
    assert gone.body["code"] == "REVIEW_UNKNOWN"


def test_the_same_event_again_changes_nothing_and_tells_again(plant: Plant) -> None:
    plant.bind("P-101/casing")
    plant.publish(FIRST, sha256="2" * 64)
    revision = plant.call("listBindings").body["revision"]
    plant.tell()
    assert plant.call("listBindings").body["revision"] == revision == 2
    assert [kind for kind, _ in plant.told] == ["BindingsCarried", "BindingsCarried"]


def test_going_back_to_an_older_model_finds_what_was_lost(plant: Plant) -> None:
    motor = plant.bind("P-101/motor")
    plant.publish(pump(leaf("casing", (0.0, 0.0, 0.0), CASING)), sha256="2" * 64)
    assert plant.nodes() == {motor: "review P-101/motor"}
    plant.publish(FIRST, sha256="1" * 64)
    assert plant.nodes() == {motor: "bound P-101/motor"}
    old = plant.call("listBindings", query={"version": 2}).body["bindings"]
    assert [row["state"] for row in old] == ["review"]


def test_file_of_another_name_with_the_same_bytes_is_the_same_file(plant: Plant) -> None:
    motor = plant.bind("P-101/motor")
    plant.publish(FIRST, sha256="1" * 64, path="renamed.step")
    asset = plant.call("getAsset")
    plant.call("deleteFile", headers=asset.etag, file_path=PATH)
    made = plant.call("createVersion", {}, headers=plant.call("getAsset").etag)
    assert made.status == 201, made.body
    plant.tell()
    row = plant.call("getBinding", binding_id=motor).body
    assert (row["path"], row["state"]) == ("renamed.step", "bound")


def test_file_that_is_gone_waits(plant: Plant) -> None:
    motor = plant.bind("P-101/motor")
    plant.publish(None, sha256="7" * 64, path="notes.txt")
    asset = plant.call("getAsset")
    plant.call("deleteFile", headers=asset.etag, file_path=PATH)
    plant.call("createVersion", {}, headers=plant.call("getAsset").etag)
    plant.tell()
    row = plant.call("getBinding", binding_id=motor).body
    assert (row["state"], row["review"]["cause"]) == ("review", "file_gone")
