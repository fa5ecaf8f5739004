"""What a site file may say of its pipelines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from twin.compile import compile_site
from twin.definition import Finding, load_site
from twin.definition.checks import pipelines as checks
from twin.definition.checks.quotas import quota_warnings
from twin.site_document import SiteDocument
from twin.spatial.converters import converters
from twin.spatial.fargate_sizes import is_offered
from twin.spatial.gpu_instances import smallest_for
from twin.spatial.site_converters import SiteConverters

Check = Callable[[dict[str, Any]], tuple[Finding, ...]]
ROOT = Path(__file__).resolve().parents[3]
IMAGE = f"ghcr.io/plant/tables@sha256:{'cd' * 32}"
SIZE = {"maximum_bytes": 1000, "vcpus": 1, "memory_mebibytes": 2048, "timeout_seconds": 60}
LARGE = {"maximum_bytes": 2000, "vcpus": 4, "memory_mebibytes": 8192, "timeout_seconds": 60}
PIPELINE: dict[str, Any] = {
    "image": IMAGE,
    "inputs": ["csv"],
    "outputs": {"rows.json": {"media_type": "application/json"}},
    "sizes": [SIZE, LARGE],
}
GPU = {**PIPELINE, "gpus": 1, "sizes": [{**LARGE, "memory_mebibytes": 14000}]}


def site(demo: dict[str, Any], **pipelines: object) -> dict[str, Any]:
    return {**demo, "spatial": {"pipelines": pipelines}}


@pytest.mark.parametrize(
    "image",
    [
        IMAGE,
        f"111111111111.dkr.ecr.eu-central-1.amazonaws.com/a/b-c:v1.2@sha256:{'0f' * 32}",
        f"registry.example.com:5000/a@sha256:{'0f' * 32}",
        "containers/convert_splat",
    ],
)
def test_an_image_is_a_folder_or_has_a_digest(
    image: str, demo: dict[str, Any], findings: Check
) -> None:
    assert findings(site(demo, tables={**PIPELINE, "image": image})) == ()


@pytest.mark.parametrize(
    "image",
    [
        "ghcr.io/plant/tables:latest",
        "ghcr.io/plant/tables",
        f"ghcr.io/plant/tables@sha256:{'CD' * 32}",
        f"ghcr.io/plant/tables@sha256:{'cd' * 31}",
        f"https://ghcr.io/plant/tables@sha256:{'cd' * 32}",
        "containers/../sites",
        "containers/convert_splat/../x",
        "/containers/convert_splat",
    ],
)
def test_another_image_is_none(image: str, demo: dict[str, Any], findings: Check) -> None:
    (finding,) = findings(site(demo, tables={**PIPELINE, "image": image}))
    assert finding.key == "spatial.pipelines.tables.image"


@pytest.mark.parametrize(
    ("changes", "code", "key"),
    [
        ({"image": "containers/none"}, "PIPELINE_IMAGE_MISSING", "image"),
        ({"inputs": ["csv", "csv"]}, "PIPELINE_KIND_TAKEN", "inputs[1]"),
        ({"inputs": ["step"], "automatic": True}, "PIPELINE_KIND_TAKEN", "inputs[0]"),
        ({"inputs": ["dwg"]}, "BAD_VALUE", "inputs[0]"),
        ({"inputs": []}, "BAD_VALUE", "inputs"),
        ({"outputs": {}}, "BAD_VALUE", "outputs"),
        (
            {"outputs": {"manifest.json": {"media_type": "application/json"}}},
            "PIPELINE_OUTPUT_RESERVED",
            "outputs.manifest.json",
        ),
        (
            {"outputs": {"a.json": {"media_type": "application/json", "optional": True}}},
            "PIPELINE_OUTPUT_RESERVED",
            "outputs",
        ),
        ({"outputs": {"a.json": {"media_type": "json"}}}, "BAD_VALUE", "outputs.a.json.media_type"),
        ({"sizes": [LARGE, SIZE]}, "PIPELINE_SIZE_UNKNOWN", "sizes[1].maximum_bytes"),
        ({"sizes": [{**SIZE, "vcpus": 3}]}, "PIPELINE_SIZE_UNKNOWN", "sizes[0].memory_mebibytes"),
        (
            {"sizes": [{**SIZE, "memory_mebibytes": 2049}]},
            "PIPELINE_SIZE_UNKNOWN",
            "sizes[0].memory_mebibytes",
        ),
        ({"gpus": 1, "sizes": [{**LARGE, "memory_mebibytes": 16384, "vcpus": 96}]}, 
            "PIPELINE_SIZE_UNKNOWN", "sizes[0]"),
        ({"gpus": 8, "sizes": [{**LARGE, "memory_mebibytes": 800_000}]},
            "PIPELINE_SIZE_UNKNOWN", "sizes[0]"),
        ({"gpus": 9}, "BAD_VALUE", "gpus"),
        ({"parameters": {"a": True}}, "WRONG_TYPE", "parameters.a"),
        ({"parameters": {"a": float("inf")}}, "BAD_VALUE", "parameters.a"),
        ({"script": "rm"}, "UNKNOWN_KEY", "script"),
    ],
)  # fmt: skip
def test_mistakes(
    changes: dict[str, Any], code: str, key: str, demo: dict[str, Any], findings: Check
) -> None:
    found = findings(site(demo, tables={**PIPELINE, **changes}))
    assert (code, f"spatial.pipelines.tables.{key}") in {(one.code, one.key) for one in found}
    assert all(one.line > 0 for one in found)


@pytest.mark.parametrize("name", [converter.name for converter in converters()])
def test_no_pipeline_has_the_name_of_a_converter(
    name: str, demo: dict[str, Any], findings: Check
) -> None:
    (finding,) = findings(site(demo, **{name: PIPELINE}))
    assert (finding.code, finding.key) == ("PIPELINE_NAME_TAKEN", f"spatial.pipelines.{name}")


def test_of_two_automatic_pipelines_for_a_kind_the_second_is_refused(
    demo: dict[str, Any], findings: Check
) -> None:
    automatic = {**PIPELINE, "automatic": True}
    (finding,) = findings(site(demo, first=automatic, second=automatic, third=PIPELINE))
    assert finding.key == "spatial.pipelines.second.inputs[0]"
    assert "first converts these by itself" in finding.message


def test_what_a_job_is_told_fits_into_its_command(demo: dict[str, Any], findings: Check) -> None:
    parameters = {f"parameter_{number}": "x" * 200 for number in range(30)}
    (finding,) = findings(site(demo, tables={**PIPELINE, "parameters": parameters}))
    assert (finding.code, finding.key) == (
        "PIPELINE_COMMAND_TOO_LONG",
        "spatial.pipelines.tables",
    )


def test_pipelines_need_the_spatial_plane(demo: dict[str, Any], findings: Check) -> None:
    content = site(demo, tables=PIPELINE)
    (finding,) = findings({**content, "features": {"spatial": False}})
    assert (finding.code, finding.key) == ("FEATURE_NEEDS", "spatial.pipelines")


@pytest.mark.parametrize(
    ("queue", "is_enough"),
    [({}, True), ({"maximum_vcpus": 4}, False), ({"families": ["g4dn"]}, True)],
)
def test_the_gpu_queue_has_room_for_the_job(
    queue: dict[str, Any], is_enough: bool, demo: dict[str, Any], findings: Check
) -> None:
    eight = {**GPU, "sizes": [{**LARGE, "vcpus": 8}]}
    spatial = {"gpu_queue": queue, "pipelines": {"train": eight}}
    found = findings({**demo, "spatial": spatial})
    assert [one.code for one in found] == ([] if is_enough else ["PIPELINE_SIZE_UNKNOWN"])


def test_a_family_without_gpus_is_none(demo: dict[str, Any], findings: Check) -> None:
    spatial = {"gpu_queue": {"families": ["m7i"]}, "pipelines": {"train": GPU}}
    (finding,) = findings({**demo, "spatial": spatial})
    assert finding.key == "spatial.gpu_queue.families[0]"


def test_the_example_of_the_guide_is_a_whole_site() -> None:
    document = compile_site(load_site(ROOT / "docs" / "conversions" / "splat-training.yaml"))
    for text in (document.to_json(), document.to_packed_json()):
        assert SiteDocument.from_json(text).pipelines == document.pipelines
    (training,) = SiteConverters.of(document).own
    assert (training.gpus, training.is_automatic, training.function_bytes) == (1, False, 0)
    assert training.parameters == {"harmonics_degree": 3, "seed": 0, "steps": 30000}
    assert training.size_for(2_000_000_000).vcpus == 8


def test_an_account_has_no_gpus_until_it_says_so() -> None:
    example = load_site(ROOT / "docs" / "conversions" / "splat-training.yaml")
    assert quota_warnings(example) == ()
    new = example.model_copy(update={"quotas": {}})
    (warning,) = quota_warnings(new)
    assert "--quota-code L-3819A6DF --desired-value 16" in str(warning)
    without = new.spatial.model_copy(update={"pipelines": {}})
    assert quota_warnings(new.model_copy(update={"spatial": without})) == ()


def test_the_checkout_has_the_folders_that_are_looked_for() -> None:
    assert all((checks.ROOT / "containers" / "convert_splat" / one).is_file()
               for one in checks.IMAGE_FILES)  # fmt: skip


def test_sizes_of_machines() -> None:
    assert is_offered(16, 120 * 1024) and not is_offered(16, 121 * 1024)
    assert is_offered(1, 2048) and not is_offered(3, 8192)
    small = smallest_for(["g6"], vcpus=4, memory_mebibytes=14_000, gpus=1)
    assert small is not None and small.name == "g6.xlarge"
    many = smallest_for(["g6", "g5"], vcpus=4, memory_mebibytes=14_000, gpus=2)
    assert many is not None and (many.vcpus, many.gpus) == (48, 4)
    assert smallest_for(["g4dn"], vcpus=4, memory_mebibytes=14_000, gpus=8) is None
