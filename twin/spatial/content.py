"""What a file is, by its bytes: names and endings are only compared with the finding.

Own tables and no library: what matters here are CAD, point cloud and mesh formats, which libraries
of file types do not tell apart, and a function without wheels starts faster.
"""

from __future__ import annotations

from twin.spatial.content_binary import kind_of_binary
from twin.spatial.content_ends import is_cut
from twin.spatial.content_kinds import ContentType, promised
from twin.spatial.content_text import is_points, kind_of_text
from twin.spatial.content_zip import MEMBER, ends_as_zip, kind_of_zip
from twin.spatial.errors import (
    ContentAmbiguous,
    ContentExecutable,
    ContentNotAsNamed,
    ContentTruncated,
    NotAnArchive,
    StepTruncated,
    UploadEmpty,
)
from twin.spatial.executables import is_executable
from twin.spatial.sample import HEAD_BYTES, TAIL_BYTES, Sample

__all__ = ["HEAD_BYTES", "TAIL_BYTES", "ContentType", "Sample", "detect", "require_archive"]

STEP_END = b"END-ISO-10303-21;"
STEP_END_BYTES = 1024
"""How near to the end of a STEP file its last line must be."""

_ARCHIVES: frozenset[ContentType] = frozenset(
    ("zip", "scenezip", "3mf", "ifczip", "usdz", "kmz", "docx", "xlsx", "pptx")
)


def detect(sample: Sample, *, file_name: str) -> ContentType:
    """Return what the bytes are; `opaque` where they are of no known format.

    Raises:
        UploadEmpty: there are none.
        ContentExecutable: they are a program.
        ContentAmbiguous: they are a known format, and an archive behind it.
        ContentNotAsNamed: the ending of the name promises another format.
        StepTruncated, ContentTruncated: the end of the file is missing.
    """
    if sample.size_bytes == 0:
        raise UploadEmpty("the file is empty", found="0 bytes", where=file_name)
    if is_executable(sample, file_name=file_name):
        raise ContentExecutable("programs and scripts are not stored", where=file_name)
    found = _kind(sample)
    if found not in _ARCHIVES and ends_as_zip(sample):
        raise ContentAmbiguous(
            "the file is of two formats at once", found=f"{found} and zip", where=file_name
        )
    named = promised(file_name)
    if "xyz" in named and found in ("text", "csv") and is_points(sample):
        # A table of numbers is what its name says: columns alone do not tell places from readings.
        found = "xyz"
    if named and found not in named:
        raise ContentNotAsNamed(
            "the bytes of the file are not what its name says",
            found=found,
            expected=" or ".join(sorted(named)),
            where=file_name,
        )
    _require_end(sample, found, file_name)
    return found


def require_archive(content_type: ContentType, *, file_name: str) -> None:
    """Require that a file can be unpacked.

    Raises:
        NotAnArchive: it is no ZIP archive, of whatever kind: of several IFC files, for example.
    """
    if content_type not in _ARCHIVES:
        raise NotAnArchive(
            "only ZIP archives are unpacked", found=content_type, expected="zip", where=file_name
        )


def _kind(sample: Sample) -> ContentType:
    if sample.head.startswith(MEMBER):
        return kind_of_zip(sample)
    return kind_of_binary(sample) or kind_of_text(sample) or "opaque"


def _require_end(sample: Sample, found: ContentType, file_name: str) -> None:
    if is_cut(sample, found):
        raise ContentTruncated(
            f"the file begins like {found} and ends too early",
            found=f"{sample.size_bytes} bytes",
            where=file_name,
        )
    if found in ("step", "ifc") and STEP_END not in sample.tail[-STEP_END_BYTES:]:
        raise StepTruncated(
            "the file begins like STEP and ends too early",
            found=f"no {STEP_END.decode()} at the end of {sample.size_bytes} bytes",
            expected=STEP_END.decode(),
            where=file_name,
        )
