"""How a study is run: the document that its jobs read, and its chunks in groups of one array job.

https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from twin.simulation.chunks import block_rows, children, processor_seconds
from twin.simulation.design_errors import StudyInvalid
from twin.simulation.designs import design_of
from twin.simulation.kinds import kind_named
from twin.simulation.manifest import ModelManifest
from twin.simulation.study import Study
from twin.simulation.study_errors import StudyTooLarge
from twin.simulation.study_order import StudyOrder
from twin.simulation.study_reading import study_of
from twin.spatial.fargate_sizes import MEMORY_MEBIBYTES

LONGEST_CHUNK_SECONDS = 1800.0
"""Of one processor: a fourth of what its job may take, as the speed of a model is an estimate."""

MOST_OF_A_GROUP = 500
VCPUS = 1
JOB_MEBIBYTES = 768
"""What the job itself takes beside its model: the tables of a few blocks."""


@dataclass(frozen=True)
class ChunkGroup:
    """The chunks of one array job: `size` of them from number `first`."""

    first: int
    size: int


@dataclass(frozen=True, kw_only=True)
class StudyPlan:
    """A study that is ready to run in so many chunks; `rows` of its design."""

    study: Study
    rows: int
    chunks: int
    steps_per_second: float


def plan_study(
    order: StudyOrder, manifest: ModelManifest, *, kept_block_rows: int | None = None
) -> StudyPlan:
    """Plan an order for the model of a manifest whose speed is known.

    `kept_block_rows` are those of an earlier attempt: blocks that are there fit only these.

    Raises:
        StudyInvalid: the order does not fit the model, or its speed is unknown.
        StudyTooLarge: no job would come to its end.
    """
    speed = manifest.steps_per_second
    if speed is None:
        raise StudyInvalid("nobody measured how fast the model steps", where="steps_per_second")
    wanted = replace(
        manifest, id=order.model_id, image_digest=order.image_digest, steps_per_second=None
    )
    study = study_of(
        {
            "manifest": json.loads(wanted.to_json()),
            "artefact_key": order.artefact.key,
            "design": dict(order.design),
            "fixed": dict(order.fixed),
            "outputs": list(order.outputs),
            "steps": order.steps,
            "step_seconds": order.step_seconds,
            "seed": order.seed,
            "block_rows": kept_block_rows or block_rows(order.steps, speed),
        }
    )
    design, settings = design_of(study.design)
    rows = design.count(settings)
    seconds = processor_seconds(rows, study.steps, speed)
    chunks = min(children(seconds), math.ceil(rows / study.block_rows))
    if seconds / chunks > LONGEST_CHUNK_SECONDS:
        raise StudyTooLarge(
            "the study is too large",
            found=f"{seconds:.0f} seconds of one processor",
            expected=f"at most {LONGEST_CHUNK_SECONDS:.0f} for each of {chunks} chunks",
            where="fewer rows or steps",
        )
    return StudyPlan(study=study, rows=rows, chunks=chunks, steps_per_second=speed)


def chunk_groups(chunks: int, *, most: int = MOST_OF_A_GROUP) -> Sequence[ChunkGroup]:
    """Return groups of even sizes, of `most` chunks where that is possible.

    An array job has two children at least: where `most` leaves a single one, groups have one more.
    """
    count = min(math.ceil(chunks / most), chunks // 2)
    bounds = [number * chunks // count for number in range(count + 1)]
    return [ChunkGroup(first, last - first) for first, last in itertools.pairwise(bounds)]


def job_memory_mebibytes(kind: str) -> int:
    """Return the memory of jobs that run a kind of model, as Fargate offers it."""
    needed = kind_named(kind).limits.memory_mebibytes + JOB_MEBIBYTES
    return next(size for size in MEMORY_MEBIBYTES[VCPUS] if size >= needed)
