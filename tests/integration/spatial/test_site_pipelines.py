"""A pipeline of a site converts like any other converter: one entry of the site file adds it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import urllib3

from tests.integration.spatial.pipeline_site import (
    DIGEST,
    ENTRY,
    FILE,
    FOREIGN,
    IMAGES,
    TABLE,
    VERSION,
    Site,
)
from tests.integration.spatial.plane import SpatialPlane
from twin_runtime import clients
from twin_runtime.settings import setting


@pytest.fixture
def plant(served_plane: SpatialPlane, repository_root: Path) -> Site:
    return Site(served_plane, repository_root)


def test_one_entry_of_the_site_file_is_one_more_converter(
    plant: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, before = plant.plane.call("GET", "/converters")
    plant.declare(monkeypatch, count_rows=ENTRY)
    _, after = plant.plane.call("GET", "/converters")
    (added,) = [row for row in after["converters"] if row not in before["converters"]]
    assert added["name"] == "count_rows" and added["inputs"] == ["csv"]
    assert len(after["converters"]) == len(before["converters"]) + 1


def test_a_file_is_converted_by_the_image_of_the_site(
    plant: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant.declare(monkeypatch, count_rows=ENTRY)
    plane = plant.plane
    ordered = plane.inspect(plane.uploaded(TABLE, "flows.csv"))
    assert ordered["decision"] == "convert"
    assert ordered["job"]["definition"] == "count_rows:1"
    assert "function" not in ordered["job"] and "gpus" not in ordered["job"]
    assert plant.run(ordered, "-m", "count_rows") == 0
    assert plane.publish(ordered)["decision"] == "published"

    explained = plant.why("first_rows.tsv")
    assert explained["recipe"]["tool_digest"] == DIGEST
    assert explained["media_type"] == "text/tab-separated-values"
    assert explained["run"]["seconds"] > 0
    (row,) = plane.ask("GET", "/conversions").body["conversions"]
    assert (row["converter"], row["state"]) == ("count_rows", "SUCCEEDED")

    again = plane.inspect(plane.uploaded(TABLE, "flows.csv", asset_key="copy"), "second")
    assert again["decision"] == "publish"  # the same bytes, image and parameters


def test_other_parameters_or_another_image_are_another_derivative(
    plant: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = set()
    for number, (parameters, digest) in enumerate([(2, DIGEST), (3, DIGEST), (3, "ef" * 32)]):
        plant.declare(monkeypatch, count_rows={**ENTRY, "parameters": {"first_rows": parameters}})
        plant.plane.pipelines["count_rows"]["tool_digest"] = digest
        upload_id = plant.plane.uploaded(TABLE, "flows.csv", asset_key=f"flows-{number}")
        command = plant.plane.inspect(upload_id, f"run-{number}")["job"]["command"]
        addresses.add(command[command.index("--output") + 1])
    assert len(addresses) == 3


def test_a_file_that_the_image_refuses_is_rejected_with_its_reason(
    plant: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant.declare(monkeypatch, count_rows=ENTRY)
    upload_id = plant.plane.uploaded(TABLE + b"4,20.1,7\n", "flows.csv")
    ordered = plant.plane.inspect(upload_id)
    assert plant.run(ordered, "-m", "count_rows") == 10
    plant.fail(ordered)
    assert plant.plane.state(upload_id)["error"]["code"] == "SOURCE_DAMAGED"
    assert plant.plane.assets() == []


def test_an_image_that_knows_nothing_of_ours_speaks_the_contract(
    plant: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant.declare(monkeypatch, tables=FOREIGN)
    plane = plant.plane
    ordered = plane.inspect(plane.uploaded(TABLE, "flows.csv"))
    assert plant.run(ordered, str(IMAGES / "foreign_tool.py")) == 0
    assert plane.publish(ordered)["decision"] == "published"
    explained = plant.why("rows.json")
    assert explained["facts"] == {"rows": 4}
    assert explained["run"] is None  # it measured nothing, and nothing is made up
    content = urllib3.request("GET", plant.address("rows.json"))
    assert json.loads(content.data) == {"rows": 4}


@pytest.mark.parametrize(
    ("name", "media_type"), [("rows.json", "text/html"), ("other.json", "application/json")]
)
def test_what_an_image_writes_undeclared_is_not_published(
    plant: Site, monkeypatch: pytest.MonkeyPatch, name: str, media_type: str
) -> None:
    plant.declare(monkeypatch, tables=FOREIGN)
    upload_id = plant.plane.uploaded(TABLE, "flows.csv")
    ordered = plant.plane.inspect(upload_id)
    command = ordered["job"]["command"]
    command[command.index("--media-types") + 1] = json.dumps({name: media_type})
    assert plant.run(ordered, str(IMAGES / "foreign_tool.py")) == 0
    answer = plant.plane.publish(ordered)
    assert answer["decision"] == "reject"
    assert answer["error"]["code"] == "MANIFEST_INVALID"
    assert plant.plane.assets() == []


def test_an_image_that_cannot_be_pulled_is_a_typed_failure(
    plant: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant.declare(monkeypatch, tables=FOREIGN)
    upload_id = plant.plane.uploaded(TABLE, "flows.csv")
    ordered = plant.plane.inspect(upload_id)
    plant.fail(ordered, "CannotPullContainerError: no such image")
    error = plant.plane.state(upload_id)["error"]
    assert error["code"] == "CONVERSION_IMAGE_UNAVAILABLE"
    assert "CannotPullContainerError" in error["found"]


def test_a_pipeline_runs_on_request_of_a_published_file(
    plant: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant.declare(monkeypatch, count_rows={**ENTRY, "automatic": False})
    plane = plant.plane
    plain = plane.inspect(plane.uploaded(TABLE, "flows.csv"))
    assert "recipe" not in plain and plane.publish(plain)["decision"] == "published"
    asked = plane.ask("POST", f"{VERSION}/conversions", {"converter": "count_rows"}, FILE)
    assert asked.status == 202, asked.body
    execution = f"{asked.body['conversion_id']}-1"
    ordered = plane.begin(_key_of(execution), execution)
    assert plant.run(ordered, "-m", "count_rows") == 0
    assert plane.publish(ordered)["decision"] == "published"
    assert plant.why("summary.json")["on_request"] is True


def _key_of(execution: str) -> str:
    """Return the key that a request started its execution with."""
    machine = setting("CONVERSION_STATE_MACHINE_ARN").replace(":stateMachine:", ":execution:")
    arn = f"{machine}:{execution}"
    started = clients.stepfunctions().describe_execution(executionArn=arn)["input"]
    return str(json.loads(started)["key"])
