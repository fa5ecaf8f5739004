"""Conversion pipelines of a site as its compiled document holds them.

Only the standard library is used, as in `twin.site_document`, so the document loads anywhere; the
spatial plane makes converters of them (`twin.spatial.site_converters`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PipelineOutput:
    """One file that a pipeline writes."""

    file_name: str
    media_type: str
    is_optional: bool


@dataclass(frozen=True)
class PipelineSize:
    """What a job gets for sources up to `maximum_source_bytes`."""

    maximum_source_bytes: int
    vcpus: int
    memory_mebibytes: int
    timeout_seconds: int


@dataclass(frozen=True)
class Pipeline:
    """A converter that a site brings: a container image, and what it reads and writes.

    `image` is a folder `containers/<name>` of the checkout, or an address in a registry by digest.
    """

    name: str
    title: str
    image: str
    inputs: tuple[str, ...]
    outputs: tuple[PipelineOutput, ...]
    parameters: tuple[tuple[str, float | int | str], ...]
    sizes: tuple[PipelineSize, ...]
    gpus: int
    is_automatic: bool

    @classmethod
    def from_raw(cls, raw: dict[str, Any]) -> Pipeline:
        """Read what `asdict` made, from JSON."""
        return cls(
            **{
                **raw,
                "inputs": tuple(raw["inputs"]),
                "outputs": tuple(PipelineOutput(**item) for item in raw["outputs"]),
                "parameters": tuple((name, value) for name, value in raw["parameters"]),
                "sizes": tuple(PipelineSize(**item) for item in raw["sizes"]),
            }
        )
