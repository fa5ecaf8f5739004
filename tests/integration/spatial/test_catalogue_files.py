"""Files of assets and their versions, from upload to download."""

from __future__ import annotations

import hashlib
import json

import pytest
import urllib3

from tests.integration.spatial.catalogue import (
    ASSET,
    FILE,
    FILES,
    VERSIONS,
    Catalogue,
    objects,
)
from tests.integration.spatial.plane import STEP, SpatialPlane
from twin_runtime import clients

OTHER = STEP.replace(b"HEADER", b"HEADER ")
NAMES = ["Zeichnungen/Größe 1.step", 'it\'s "quoted".step', "a#00000001.step", "水泵/*/b&c?.step"]


@pytest.fixture
def catalogue(plane: SpatialPlane) -> Catalogue:
    return Catalogue(plane)


def versions_of(catalogue: Catalogue, name: str) -> list[int]:
    reply = catalogue.plane.ask(
        "GET", f"{FILE}/versions", path=catalogue.path("pump", file_path=name)
    )
    return [one["number"] for one in reply.body["files"]]


def test_a_published_file_makes_its_asset_and_a_version(catalogue: Catalogue) -> None:
    assert catalogue.publish_version("pump", "pump.step")["decision"] == "published"

    asset = catalogue.get("pump").body
    assert (asset["title"], asset["version"], asset["created_by"]) == ("pump", 1, "ana")
    (file,) = catalogue.all(FILES, "files", "pump")
    assert (file["path"], file["number"], file["content_type"]) == ("pump.step", 1, "step")
    assert file["sha256"] == hashlib.sha256(STEP).hexdigest()
    assert "model.glb" in [one["file_name"] for one in file["derivatives"]]
    told = [event for event in catalogue.plane.events if event["type"] == "AssetPublished"]
    assert [(one["database_id"], one["path"], one["version"]) for one in told] == [
        ("site", "pump.step", 1)
    ]


def test_the_same_bytes_by_the_same_recipe_are_no_new_version(catalogue: Catalogue) -> None:
    catalogue.publish_version("pump", "pump.step")
    known = catalogue.get("pump")
    catalogue.publish_version("pump", "pump.step")

    assert catalogue.get("pump").body == known.body
    assert versions_of(catalogue, "pump.step") == [1]


def test_held_files_wait_for_a_version(catalogue: Catalogue) -> None:
    catalogue.publish("pump", "a.step")
    catalogue.publish("pump", "b.step", OTHER)
    assert catalogue.get("pump").body["version"] == 0
    assert not catalogue.all(VERSIONS, "versions", "pump")

    kept = catalogue.keep("pump", "As built")
    assert (kept.status, kept.body["number"], kept.body["file_count"]) == (201, 1, 2)
    assert kept.body["size_bytes"] == len(STEP) + len(OTHER)
    unchanged = catalogue.keep("pump")
    assert (unchanged.status, unchanged.body["code"]) == (409, "VERSION_UNCHANGED")
    assert catalogue.get("pump").body["version"] == 1


def test_a_version_never_changes(catalogue: Catalogue) -> None:
    catalogue.publish_version("pump", "a.step")
    catalogue.publish_version("pump", "b.step")
    catalogue.publish_version("pump", "a.step", OTHER)
    seen = [
        [
            (file["path"], file["number"])
            for file in catalogue.plane.ask(
                "GET", f"{VERSIONS}/{{number}}/files", path=catalogue.path("pump", number=number)
            ).body["files"]
        ]
        for number in ("1", "2", "3")
    ]

    assert seen == [
        [("a.step", 1)],
        [("a.step", 1), ("b.step", 1)],
        [("a.step", 2), ("b.step", 1)],
    ]
    numbers = [one["number"] for one in catalogue.all(VERSIONS, "versions", "pump", limit=2)]
    assert numbers == [3, 2, 1]


@pytest.mark.parametrize("name", NAMES)
def test_names_are_kept_as_they_are(catalogue: Catalogue, name: str) -> None:
    catalogue.publish_version("pump", name)
    catalogue.publish_version("pump", name, OTHER)
    found = catalogue.plane.ask("GET", FILE, path=catalogue.path("pump", file_path=name))

    assert (found.status, found.body["path"], found.body["number"]) == (200, name, 2)
    assert versions_of(catalogue, name) == [2, 1]


def test_names_that_look_like_keys_are_different_files(catalogue: Catalogue) -> None:
    for name in ("a", "a#00000001", "a/1", "a#"):
        catalogue.publish_version("pump", f"{name}.step")
    catalogue.publish_version("pump", "a.step", OTHER)

    assert versions_of(catalogue, "a.step") == [2, 1]
    assert len(catalogue.all(FILES, "files", "pump", limit=2)) == 4
    assert [row["path"] for row in catalogue.all(FILES, "files", "pump", prefix="a/")] == [
        "a/1.step"
    ]


@pytest.mark.parametrize("path", ["../a", "/a", "a//b", "a/./b", "a\\b", "a\x00b", "x" * 300, ""])
def test_a_path_that_leaves_the_asset_is_refused(catalogue: Catalogue, path: str) -> None:
    catalogue.create("pump")
    refused = catalogue.plane.ask("GET", FILE, path=catalogue.path("pump", file_path=path))

    assert (refused.status, refused.body["code"]) == (400, "CATALOGUE_INVALID")


def test_an_address_gives_the_bytes_of_a_version_in_ranges(served_plane: SpatialPlane) -> None:
    catalogue = Catalogue(served_plane)
    catalogue.publish_version("pump", "a.step", STEP, b"glTF 1")
    catalogue.publish_version("pump", "a.step", OTHER, b"glTF 2")
    url = f"{FILE}/versions/{{number}}/url"
    path = catalogue.path("pump", file_path="a.step", number="1")
    source = served_plane.ask("GET", url, path=path).body
    made = served_plane.ask("GET", url, path=path, query={"derivative": ["model.glb"]}).body

    part = urllib3.request("GET", source["url"], headers={"Range": "bytes=0-8"})
    assert (part.status, part.data) == (206, STEP[:9])
    assert urllib3.request("GET", made["url"]).data == b"glTF 1"
    missing = served_plane.ask("GET", url, path=path, query={"derivative": ["none"]})
    assert (missing.status, missing.body["code"]) == (404, "ASSET_FILE_UNKNOWN")


def test_a_file_taken_out_stays_in_its_versions_and_may_come_back(catalogue: Catalogue) -> None:
    catalogue.publish_version("pump", "a.step")
    path = catalogue.path("pump", file_path="a.step")
    known = catalogue.plane.ask("GET", FILE, path=path)
    removed = catalogue.plane.ask("DELETE", FILE, path=path, headers=known.etag)
    assert (removed.status, removed.body["revision"]) == (200, 2)
    assert not catalogue.all(FILES, "files", "pump")
    gone = catalogue.plane.ask("GET", FILE, path=path)
    assert (gone.status, gone.body["code"]) == (404, "ASSET_FILE_UNKNOWN")
    version = catalogue.plane.ask(
        "GET", f"{FILE}/versions/{{number}}", path={**path, "number": "1"}
    )
    assert version.status == 200
    assert catalogue.keep("pump", "Without it").body["file_count"] == 0

    catalogue.publish_version("pump", "a.step")
    assert catalogue.plane.ask("GET", FILE, path=path).body["number"] == 2
    assert catalogue.get("pump").body["version"] == 3


def test_nothing_is_published_into_a_deleted_asset(catalogue: Catalogue) -> None:
    plane = catalogue.plane
    upload_id = plane.uploaded(STEP, "a.step", asset_key="pump")
    outcome = plane.inspect(upload_id)
    plane.convert(outcome)
    catalogue.create("pump")
    catalogue.delete("pump")
    answer = plane.publish(outcome)

    assert (answer["decision"], answer["error"]["code"]) == ("reject", "ASSET_DELETED")
    assert plane.fail(answer)["decision"] == "reject"
    assert plane.state(upload_id)["error"]["code"] == "ASSET_DELETED"


def test_a_file_that_nothing_converts_is_published_as_it_is(catalogue: Catalogue) -> None:
    assert catalogue.publish_version("pump", "notes.txt", b"Hello\n")["decision"] == "published"
    (file,) = catalogue.all(FILES, "files", "pump")

    assert (file["converter"], file["derivatives"]) == (None, [])


def test_the_list_of_files_is_named_by_its_content(catalogue: Catalogue) -> None:
    catalogue.publish_version("pump", "a.step")
    (key,) = [key for key in objects() if key.startswith("versions/")]
    digest = key.rpartition("/")[2].removesuffix(".json")
    content = clients.s3().get_object(Bucket="assets", Key=key)["Body"].read()
    assert hashlib.sha256(content).hexdigest() == digest
    assert json.loads(content)[0][:2] == ["a.step", 1]


def test_the_scene_shows_the_file_of_the_asset(catalogue: Catalogue) -> None:
    catalogue.publish_version("station", "station.step")
    catalogue.publish_version("valve", "parts/valve.step", OTHER)
    models = catalogue.plane.ask("GET", "/scene").body["models"]

    assert [(one["asset_key"], one["path"], one["title"]) for one in models] == [
        ("station", "station.step", "Pump station"),
        ("valve", "parts/valve.step", "valve"),
    ]
    assert all(model["url"] for model in models)
    assert catalogue.plane.ask("GET", ASSET, path=catalogue.path("station")).body["title"] == (
        "Pump station"
    )
