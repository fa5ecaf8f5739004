"""Text files as the readers want them."""

from __future__ import annotations

import codecs
import shutil
from pathlib import Path


def without_byte_order_mark(source: Path, target: Path) -> None:
    """Copy a file without the UTF-8 byte order mark, which the reader does not know."""
    with source.open("rb") as reading, target.open("wb") as writing:
        if reading.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            reading.seek(0)
        shutil.copyfileobj(reading, writing)
