"""The converters of a site: those of every site, and the pipelines that its file declares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from twin.site_document import SiteDocument
from twin.site_pipelines import Pipeline
from twin.spatial.content_kinds import ContentType
from twin.spatial.conversion_errors import ConverterUnknown
from twin.spatial.converter import Converter, JobSize, Output
from twin.spatial.converters import converters

FOLDER = "containers/"
"""What the image of a pipeline begins with that is built from a folder of the checkout."""


@dataclass(frozen=True)
class SiteConverters:
    """All converters of one site."""

    own: tuple[Converter, ...] = ()

    @classmethod
    def of(cls, document: SiteDocument) -> SiteConverters:
        """Return the converters of a compiled site."""
        return cls(tuple(map(converter_of, document.pipelines)))

    @cached_property
    def all(self) -> tuple[Converter, ...]:
        """Return every converter, by name."""
        return tuple(sorted((*converters(), *self.own), key=lambda one: one.name))

    def find(self, content_type: ContentType, size_bytes: int) -> Converter | None:
        """Return the converter that runs by itself for a file of this type and size, or None."""
        for converter in self.all:
            takes = content_type in converter.inputs and size_bytes <= converter.maximum_bytes
            if takes and converter.is_automatic:
                return converter
        return None

    def named(self, name: str) -> Converter:
        """Return the converter of a name.

        Raises:
            ConverterUnknown: there is none.
        """
        for converter in self.all:
            if converter.name == name:
                return converter
        raise ConverterUnknown(
            "no converter has this name",
            found=ascii(name)[:80],
            expected=", ".join(converter.name for converter in self.all),
            where="converter",
        )

    @property
    def longest_attempt_seconds(self) -> int:
        """Return after how long the longest job of any converter is ended from outside."""
        return max(size.attempt_seconds for converter in self.all for size in converter.sizes)


def converter_of(pipeline: Pipeline) -> Converter:
    """Return the converter that a pipeline is."""
    return Converter(
        name=pipeline.name,
        title=pipeline.title,
        # The definition has checked the names of the kinds.
        inputs=cast("tuple[ContentType, ...]", pipeline.inputs),
        outputs=tuple(
            Output(output.file_name, output.media_type, output.is_optional)
            for output in pipeline.outputs
        ),
        image=pipeline.image.removeprefix(FOLDER),
        parameters=dict(pipeline.parameters),
        sizes=tuple(
            JobSize(
                size.maximum_source_bytes,
                vcpus=size.vcpus,
                memory_mebibytes=size.memory_mebibytes,
                timeout_seconds=size.timeout_seconds,
            )
            for size in pipeline.sizes
        ),
        is_automatic=pipeline.is_automatic,
        function_bytes=0,
        gpus=pipeline.gpus,
        is_of_site=True,
    )
