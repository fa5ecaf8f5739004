"""What a file is, by its bytes: names and endings are only compared with the finding."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from twin.spatial.errors import (
    ContentNotAsNamed,
    ContentUnknown,
    StepTruncated,
    UploadEmpty,
)

ContentType = Literal[
    "step", "ifc", "iges", "glb", "stl", "ply", "las", "e57", "zip", "png", "jpeg"
]

HEAD_BYTES = 64 * 1024
"""How much of the beginning detection needs; the schema of a STEP file is in its header."""

TAIL_BYTES = 1024
"""How much of the end detection needs."""

STEP_BEGIN = b"ISO-10303-21;"
STEP_END = b"END-ISO-10303-21;"

_ENDINGS: dict[str, ContentType] = {
    ".step": "step",
    ".stp": "step",
    ".p21": "step",
    ".ifc": "ifc",
    ".igs": "iges",
    ".iges": "iges",
    ".glb": "glb",
    ".stl": "stl",
    ".ply": "ply",
    ".las": "las",
    ".laz": "las",
    ".e57": "e57",
    ".zip": "zip",
    ".png": "png",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
}


@dataclass(frozen=True)
class Sample:
    """The measured size of a file, its first `HEAD_BYTES` and its last `TAIL_BYTES`."""

    size_bytes: int
    head: bytes
    tail: bytes

    @property
    def text_head(self) -> bytes:
        """Return the beginning without a byte order mark and white space."""
        return self.head.removeprefix(codecs.BOM_UTF8).lstrip()


def detect(sample: Sample, *, file_name: str) -> ContentType:
    """Return what the bytes are.

    Raises:
        UploadEmpty: there are none.
        StepTruncated: a STEP or IFC file lacks its end.
        ContentNotAsNamed: the ending of the name promises another format.
        ContentUnknown: the bytes are of no known format.
    """
    if sample.size_bytes == 0:
        raise UploadEmpty("the file is empty", found="0 bytes", where=file_name)
    found = next((kind for kind, matches in _SIGNATURES if matches(sample)), None)
    named = _ENDINGS.get(PurePath(file_name).suffix.lower())
    if named is not None and found != named:
        raise ContentNotAsNamed(
            f"the file is named like {named} but its bytes are not",
            found=found or "no known format",
            expected=named,
            where=file_name,
        )
    if found is None:
        raise ContentUnknown("the bytes are of no known format", where=file_name)
    if found in ("step", "ifc"):
        _require_end(sample, file_name)
    return found


def _require_end(sample: Sample, file_name: str) -> None:
    if STEP_END not in sample.tail:
        raise StepTruncated(
            "the file begins like STEP and ends too early",
            found=f"no {STEP_END.decode()} at the end of {sample.size_bytes} bytes",
            expected=STEP_END.decode(),
            where=file_name,
        )


def _is_step_file(sample: Sample) -> bool:
    return sample.text_head.startswith(STEP_BEGIN)


def _is_ifc(sample: Sample) -> bool:
    _, _, schema = sample.head.partition(b"FILE_SCHEMA")
    return _is_step_file(sample) and schema.lstrip(b" (\r\n\t'").upper().startswith(b"IFC")


def _is_iges(sample: Sample) -> bool:
    # Fixed records of 80 columns: the section letter stands in column 73.
    # https://wiki.eclipse.org/IGES_file_Specification
    line = sample.head[:80]
    return len(line) == 80 and line[72:73] == b"S" and line[73:80].strip().isdigit()


def _is_stl(sample: Sample) -> bool:
    if sample.text_head.startswith(b"solid") and b"facet" in sample.head:
        return True
    # Binary: an 80-byte header, a count and 50 bytes a triangle.
    count = int.from_bytes(sample.head[80:84], "little")
    return len(sample.head) >= 84 and sample.size_bytes == 84 + 50 * count


def _begins(magic: bytes) -> Callable[[Sample], bool]:
    return lambda sample: sample.head.startswith(magic)


_SIGNATURES: tuple[tuple[ContentType, Callable[[Sample], bool]], ...] = (
    ("ifc", _is_ifc),
    ("step", _is_step_file),
    ("glb", _begins(b"glTF")),
    ("ply", _begins(b"ply")),
    ("las", _begins(b"LASF")),
    ("e57", _begins(b"ASTM-E57")),
    ("zip", _begins(b"PK\x03\x04")),
    ("png", _begins(b"\x89PNG\r\n\x1a\n")),
    ("jpeg", _begins(b"\xff\xd8\xff")),
    ("iges", _is_iges),
    ("stl", _is_stl),
)
