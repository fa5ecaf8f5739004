"""Which image runs the studies of a model, and by which job."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from twin.simulation.kinds import kind_named
from twin.simulation.study_errors import StudyModelUnsupported

COLLECTOR = "simulate"
"""The image that joins the blocks of all chunks: for that nobody needs a licence."""


@dataclass(frozen=True)
class ImageJob:
    """The job definition of an image, as the workflow tells the step that plans.

    So many of its jobs as there are `licences` run at a time; 0 is no limit.
    """

    definition: str
    licences: int = 0


def image_jobs_of(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, ImageJob]:
    """Read the jobs of a site, by image."""
    return {image: ImageJob(**job) for image, job in raw.items()}


def study_image(kind: str, images: Collection[str]) -> str:
    """Return which of a site's images runs the studies of a kind of model.

    Raises:
        StudyModelUnsupported: the model is an image itself, or the site has no job for its image.
    """
    image = kind_named(kind).image
    if not image:
        raise StudyModelUnsupported(
            "a model that is an image is not run in studies: it answers with estimates and "
            "intervals, where a row has the values of one point",
            found=kind,
            expected="a what-if of some candidates; for a design the model as a file, or a "
            "reduced-order model of it (`twin models build-rom`)",
            where="model_id",
        )
    if image not in images:
        raise StudyModelUnsupported(
            "the site has no job for studies of such models",
            found=f"{kind}, which needs {image}",
            expected=f"one of {', '.join(sorted(images))}",
            where="model_id",
        )
    return image
