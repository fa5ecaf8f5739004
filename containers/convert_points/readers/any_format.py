"""Choose the reader by the first bytes, as the upload did when it chose this converter."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol, cast

from container_runtime.child import Limits
from convert_points.cloud import Cloud

HEAD_BYTES = 16
_READERS = ((b"LASF", "las"), (b"ASTM-E57", "e57"), (b"ply", "ply"))
TEXT = "text"


class Reader(Protocol):
    """What every module beside this one has."""

    def read(self, source: Path, limits: Limits) -> Cloud:
        """Read all points of a file.

        Raises:
            ConversionError: one of its kinds says why not.
        """


def read(source: Path, limits: Limits) -> Cloud:
    """Read all points of a file of any format.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    with source.open("rb") as file:
        head = file.read(HEAD_BYTES)
    name = next((name for mark, name in _READERS if head.startswith(mark)), TEXT)
    reader = cast("Reader", importlib.import_module(f"convert_points.readers.{name}"))
    return reader.read(source, limits)
