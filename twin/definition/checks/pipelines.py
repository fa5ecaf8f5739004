"""Pipelines of a site are named, and find their files, images and machines, as converters do."""

from __future__ import annotations

import json
from pathlib import Path

from twin.definition.checks.pipeline_sizes import check_sizes
from twin.definition.checks.scope import Scope
from twin.definition.pipeline import PipelineDefinition
from twin.spatial.converters import converters
from twin.spatial.derivative import MANIFEST, RUN

ROOT = Path(__file__).resolve().parents[3]
"""The checkout: folders of images are in it."""

IMAGE_FILES = ("Dockerfile", "__init__.py")
RESERVED = (MANIFEST, RUN, "error.json")
LONGEST_TOLD = 5000
"""Of the 8,192 characters that may be overridden of a task, whose command has its addresses too.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html
"""


def check(scope: Scope) -> None:
    """Check every pipeline, and that no two of all converters do the same by themselves."""
    pipelines = scope.site.spatial.pipelines
    if pipelines and not scope.site.features.spatial:
        scope.report.add(
            "FEATURE_NEEDS",
            ("spatial", "pipelines"),
            "they convert files of spatial, which is switched off",
            found="pipelines",
            expected="no pipelines, or the feature spatial",
        )
    for name, pipeline in pipelines.items():
        _check_name(scope, name)
        _check_image(scope, name, pipeline)
        _check_outputs(scope, name, pipeline)
        _check_command(scope, name, pipeline)
        check_sizes(scope, name, pipeline)
    _check_kinds(scope)


def _check_name(scope: Scope, name: str) -> None:
    known = sorted(converter.name for converter in converters())
    if name in known:
        scope.report.add(
            "PIPELINE_NAME_TAKEN",
            ("spatial", "pipelines", name),
            "a converter of every site has this name",
            found=name,
            expected=f"none of {', '.join(known)}",
        )


def _check_image(scope: Scope, name: str, pipeline: PipelineDefinition) -> None:
    folder = ROOT / pipeline.image
    if "@" in pipeline.image or all((folder / name).is_file() for name in IMAGE_FILES):
        return
    scope.report.add(
        "PIPELINE_IMAGE_MISSING",
        ("spatial", "pipelines", name, "image"),
        "there is no such folder of an image",
        found=pipeline.image,
        expected=f"{' and '.join(IMAGE_FILES)} in this folder, or an image by its digest",
    )


def _check_outputs(scope: Scope, name: str, pipeline: PipelineDefinition) -> None:
    for file_name in sorted(set(RESERVED) & set(pipeline.outputs)):
        scope.report.add(
            "PIPELINE_OUTPUT_RESERVED",
            ("spatial", "pipelines", name, "outputs", file_name),
            "a job says by this file how it ended",
            found=file_name,
            expected=f"none of {', '.join(RESERVED)}",
        )
    if all(output.optional for output in pipeline.outputs.values()):
        scope.report.add(
            "PIPELINE_OUTPUT_RESERVED",
            ("spatial", "pipelines", name, "outputs"),
            "a conversion that may write nothing cannot be told from one that failed",
            found="only optional outputs",
            expected="one that is written for every source",
        )


def _check_command(scope: Scope, name: str, pipeline: PipelineDefinition) -> None:
    media_types = {file: output.media_type for file, output in pipeline.outputs.items()}
    told = len(json.dumps(pipeline.parameters)) + len(json.dumps(media_types))
    if told > LONGEST_TOLD:
        scope.report.add(
            "PIPELINE_COMMAND_TOO_LONG",
            ("spatial", "pipelines", name),
            "parameters, names and media types do not fit into the command of a job",
            found=f"{told} characters",
            expected=f"at most {LONGEST_TOLD} as JSON; more belongs into the image",
        )


def _check_kinds(scope: Scope) -> None:
    """Check that one converter at most takes a kind of content by itself."""
    takers = {
        kind: converter.name
        for converter in converters()
        if converter.is_automatic
        for kind in converter.inputs
    }
    for name, pipeline in scope.site.spatial.pipelines.items():
        for number, kind in enumerate(pipeline.inputs):
            if kind in pipeline.inputs[:number]:
                _taken(scope, name, number, kind, "the list has it already")
            elif pipeline.automatic and kind in takers:
                _taken(scope, name, number, kind, f"{takers[kind]} converts these by itself")
            elif pipeline.automatic:
                takers[kind] = name


def _taken(scope: Scope, name: str, number: int, kind: str, message: str) -> None:
    scope.report.add(
        "PIPELINE_KIND_TAKEN",
        ("spatial", "pipelines", name, "inputs", number),
        message,
        found=kind,
        expected="another kind, or automatic: false",
    )
