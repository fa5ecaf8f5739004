"""What a ZIP file is: many formats are archives with certain members.

The names are read from the sample alone, from the headers of members at its beginning and from the
directory at its end. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from twin.spatial.content_kinds import ContentType
from twin.spatial.content_scene_zip import is_scene_archive
from twin.spatial.sample import Sample

MEMBER = b"PK\x03\x04"
DIRECTORY = b"PK\x01\x02"
END = b"PK\x05\x06"
END_BYTES = 22

_MARKS: tuple[tuple[str, ContentType], ...] = (
    ("3D/3dmodel.model", "3mf"),
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("doc.kml", "kmz"),
)


def kind_of_zip(sample: Sample) -> ContentType:
    """Return what an archive is, by the names of its members."""
    names = {name.lower(): name for name in _names(sample)}
    for mark, kind in _MARKS:
        if mark.lower() in names:
            return kind
    first = next(_first_names(sample), "").lower()
    if first.endswith((".usd", ".usda", ".usdc")):
        return "usdz"
    if names and all(name.endswith((".ifc", "/")) for name in names):
        return "ifczip"
    return "scenezip" if is_scene_archive(names) else "zip"


def ends_as_zip(sample: Sample) -> bool:
    """Tell whether a ZIP reader would take the file, whatever it begins with.

    The record at the end says how long the directory and the comment are; both must fit the file.
    """
    at = sample.tail.rfind(END)
    while at >= 0:
        record = sample.tail[at : at + END_BYTES]
        if len(record) == END_BYTES:
            size, start, comment = struct.unpack("<IIH", record[12:])
            if at + END_BYTES + comment == len(sample.tail) and size + start <= sample.size_bytes:
                return True
        at = sample.tail.rfind(END, 0, at)
    return False


def _names(sample: Sample) -> Iterator[str]:
    yield from _first_names(sample)
    at = sample.tail.find(DIRECTORY)
    while at >= 0:
        length = int.from_bytes(sample.tail[at + 28 : at + 30], "little")
        yield sample.tail[at + 46 : at + 46 + length].decode("utf-8", "replace")
        at = sample.tail.find(DIRECTORY, at + 46)


def _first_names(sample: Sample) -> Iterator[str]:
    at = 0
    while sample.head[at : at + 4] == MEMBER:
        size, _, name, extra = struct.unpack(
            "<IIHH", sample.head[at + 18 : at + 30].ljust(12, b"\0")
        )
        yield sample.head[at + 30 : at + 30 + name].decode("utf-8", "replace")
        at += 30 + name + extra + size
