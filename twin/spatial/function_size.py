"""What a converter's function has, and which files begin in it.

A function starts within seconds and bills by the millisecond; a job of Batch waits for a machine
but may be as large and as long as its file needs. Where the first fails for want of time or memory,
the second follows, so the choice need not be right for every file.
"""

from __future__ import annotations

from twin.spatial.converter import LIMITED_STEPS, Converter

MEBIBYTE = 1024**2

MEMORY_MEBIBYTES = 3008
"""The most that every account may have; it brings 1.7 processors.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
"""

VCPUS = 2
"""Processors that the code sees."""

STORAGE_MEBIBYTES = 4096
"""The source, what is unpacked of it and the derivatives."""

TIMEOUT_SECONDS = 900
"""The longest that AWS Lambda runs.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
"""

TRANSFER_SECONDS = 60
"""How long a small source may take to come and its derivatives to go."""

STEP_SECONDS = (TIMEOUT_SECONDS - TRANSFER_SECONDS) // LIMITED_STEPS
"""The limit of each step of a conversion: it says so itself before the function is ended."""


def begins_in_function(converter: Converter, work_bytes: int) -> bool:
    """Tell whether a file of this measured size begins in a function."""
    return converter.function_bytes > 0 and work_bytes <= converter.function_bytes
