"""What a job of a site's pipeline is told beside what every conversion is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from container_runtime.errors import ArgumentInvalid
from conversion_runtime.arguments import read_arguments
from conversion_runtime.media_types import media_type_of
from twin.site_pipelines import Pipeline, PipelineOutput, PipelineSize
from twin.spatial.converter import TRANSFER_SECONDS
from twin.spatial.function_size import begins_in_function
from twin.spatial.site_converters import SiteConverters, converter_of

ROOT = Path(__file__).resolve().parents[3]
ALWAYS = (
    *("--source", "s3://uploads/uploads/1/source", "--sha256", "ab" * 32),
    *("--output", "s3://assets/derivatives/x", "--asset-key", "a", "--converter", "tables"),
)
PIPELINE = Pipeline(
    name="tables",
    title="Tables",
    image=f"ghcr.io/plant/tables@sha256:{'cd' * 32}",
    inputs=("csv",),
    outputs=(PipelineOutput("rows.tsv", "text/tab-separated-values", is_optional=False),),
    parameters=(("first_rows", 2),),
    sizes=(PipelineSize(1000, 1, 2048, 60),),
    gpus=0,
    is_automatic=True,
)
LIMIT = """
import resource, sys
from container_runtime.child import Limits, limit_this_process
limit_this_process(Limits(256, 60, has_gpu=sys.argv[1] == "1"))
print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CORE)[0])
"""


def test_declared_media_types_go_before_known_endings() -> None:
    told = {"rows.tsv": "text/tab-separated-values"}
    job = read_arguments("tables", [*ALWAYS, "--media-types", json.dumps(told)])
    assert job.media_types == told
    with pytest.raises(KeyError):
        media_type_of("rows.tsv")


def test_media_types_are_an_object() -> None:
    with pytest.raises(ArgumentInvalid) as refused:
        read_arguments("tables", [*ALWAYS, "--media-types", "[]"])
    assert refused.value.where == "--media-types"


@pytest.mark.parametrize(("gpus", "has_gpu"), [("0", False), ("2", True)])
def test_a_job_knows_whether_it_has_a_gpu(gpus: str, has_gpu: bool) -> None:
    job = read_arguments("tables", [*ALWAYS, "--gpus", gpus])
    assert job.limits.has_gpu is has_gpu


def test_addresses_are_limited_except_with_a_gpu() -> None:
    limits = [
        subprocess.run(
            [sys.executable, "-c", LIMIT, has_gpu],
            env={"PYTHONPATH": f"{ROOT / 'containers'}:{ROOT}"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
        for has_gpu in ("0", "1")
    ]
    assert limits[0] == [str((256 + 2048) * 1024**2), "0"]
    assert limits[1][0] != limits[0][0] and limits[1][1] == "0"


def test_a_pipeline_is_a_converter_that_no_function_begins() -> None:
    converter = converter_of(PIPELINE)
    converters = SiteConverters((converter,))
    assert converters.find("csv", 1000) is converter
    assert converters.find("csv", 1001) is None
    assert converters.named("tables") is converter
    assert not begins_in_function(converter, 0)


def test_the_longest_job_may_be_one_of_the_site() -> None:
    before = SiteConverters().longest_attempt_seconds
    week = 7 * 24 * 3600
    long = converter_of(
        Pipeline(**{**vars(PIPELINE), "sizes": (PipelineSize(1000, 1, 2048, week),)})
    )
    assert before < SiteConverters((long,)).longest_attempt_seconds == 2 * week + TRANSFER_SECONDS
