"""What a converter says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from twin.spatial.content import ContentType
from twin.spatial.digests import parameters_digest
from twin.spatial.errors import SourceTooLarge

MAXIMUM_SOURCE_BYTES = 5 * 1024**3
"""S3 copies objects up to 5 GiB in one call, which is how a source joins its derivatives."""


@dataclass(frozen=True)
class Output:
    """One file that a conversion writes; an optional one only where the source has it."""

    file_name: str
    media_type: str
    is_optional: bool = False


FUNCTION_BYTES = 8 * 1024**2
"""Files of up to this size are converted within seconds by most converters."""

LIMITED_STEPS = 2
"""A conversion converts, then packs; each step may take the whole time of its size."""

TRANSFER_SECONDS = 600
"""How long the source may take to come and the derivatives to go, beside the limited steps."""


@dataclass(frozen=True)
class JobSize:
    """What a job gets for sources up to `maximum_source_bytes`; a size that Fargate offers.

    `timeout_seconds` is the converter's own limit, which it reports as a typed error.
    """

    maximum_source_bytes: int
    vcpus: int
    memory_mebibytes: int
    timeout_seconds: int

    @property
    def attempt_seconds(self) -> int:
        """Return after how long the job is ended from outside: later than it ends by itself."""
        return LIMITED_STEPS * self.timeout_seconds + TRANSFER_SECONDS


@dataclass(frozen=True)
class Converter:
    """One conversion: what it reads and writes, where it runs and how large a job it needs.

    `image` is the folder below `containers/` and the package that `command` starts; `parameters`
    become the job's options and part of the derivatives' address; `sizes` rise. One that is not
    automatic runs only where somebody asks for it. Files of up to `function_bytes` begin in a
    function (`twin.spatial.function_size`); 0 is for what always needs more than one has. One that
    `is_of_site` is a pipeline of a site file: its image may be any, and its jobs may have `gpus`.
    """

    name: str
    title: str
    inputs: tuple[ContentType, ...]
    outputs: tuple[Output, ...]
    image: str
    parameters: Mapping[str, float | int | str]
    sizes: tuple[JobSize, ...]
    is_automatic: bool = True
    function_bytes: int = FUNCTION_BYTES
    gpus: int = 0
    is_of_site: bool = False

    @property
    def maximum_bytes(self) -> int:
        """Return the size of the largest source."""
        return self.sizes[-1].maximum_source_bytes

    @property
    def parameters_digest(self) -> str:
        """Return the digest that says with which parameters a derivative was made."""
        return parameters_digest(self.parameters)

    def size_for(self, source_bytes: int) -> JobSize:
        """Return the smallest job that takes a source of this measured size.

        Raises:
            SourceTooLarge: there is none.
        """
        for size in self.sizes:
            if source_bytes <= size.maximum_source_bytes:
                return size
        raise SourceTooLarge(
            f"{self.name} does not take a file of this size",
            found=f"{source_bytes} bytes",
            expected=f"at most {self.maximum_bytes} bytes",
        )

    def options(self) -> list[str]:
        """Return the parameters as command line options."""
        return ["--parameters", json.dumps(self.parameters, sort_keys=True)]
