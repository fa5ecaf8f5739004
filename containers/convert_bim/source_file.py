"""The source as one plain IFC file: out of its archive, without a byte order mark, and whole.

ifcopenshell unpacks archives without a limit, and opens a file that was cut without an error.
"""

from __future__ import annotations

import codecs
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from conversion_runtime.errors import (
    SourceDamaged,
    SourceTooComplex,
    SourceUnreadable,
    SourceUnsupported,
)

PLAIN_SOURCE = "source.ifc"
START = b"ISO-10303-21;"
END = b"END-ISO-10303-21;"
END_BYTES = 1024
"""How near to its end a file must say that it ends."""

ARCHIVE = b"PK"
MAXIMUM_MEMBERS = 100
MAXIMUM_MEMBER_BYTES = 1024**3
MAXIMUM_RATIO = 50
"""How much smaller a member may be packed: IFC becomes four to fifteen times smaller."""

FREE_BYTES = 1024**2
"""Below this size the ratio does not matter."""

ENCRYPTED = 0x1


def plain_ifc(source: Path) -> Path:
    """Write the IFC file of a source into the working directory.

    Raises:
        SourceUnreadable: it is neither IFC nor an archive.
        SourceUnsupported: it is an archive that holds no IFC file, or several.
        SourceTooComplex: unpacking it would cost too much.
        SourceDamaged: the archive is damaged, or the end of the file is missing.
    """
    target = Path(PLAIN_SOURCE)
    with source.open("rb") as file:
        is_archive = file.read(len(ARCHIVE)) == ARCHIVE
    if is_archive:
        _unpack(source, target)
    else:
        with source.open("rb") as file:
            _copy(file, target)
    _require_whole(target)
    return target


def _unpack(source: Path, target: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            info = _only_member(archive)
            with archive.open(info) as member:
                _copy(member, target)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise SourceDamaged("the archive is damaged") from error
    if target.stat().st_size > info.file_size:
        raise SourceDamaged("the member of the archive is longer than it says")


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    infos = archive.infolist()
    if len(infos) > MAXIMUM_MEMBERS:
        raise SourceTooComplex(
            "the archive has too many members",
            found=f"{len(infos)} members",
            expected=f"at most {MAXIMUM_MEMBERS}",
        )
    models = [info for info in infos if info.filename.lower().endswith(".ifc")]
    if len(models) != 1:
        raise SourceUnsupported(
            "the archive must hold one IFC file", found=f"{len(models)} IFC files", expected="one"
        )
    _check_member(models[0])
    return models[0]


def _check_member(info: zipfile.ZipInfo) -> None:
    name = PurePosixPath(info.filename)
    if name.is_absolute() or ".." in name.parts or "\\" in info.filename:
        raise SourceDamaged("a name leads out of the archive")
    if info.flag_bits & ENCRYPTED:
        raise SourceUnsupported("the archive is encrypted", expected="one without a password")
    too_good = info.file_size > max(FREE_BYTES, MAXIMUM_RATIO * info.compress_size)
    if info.file_size > MAXIMUM_MEMBER_BYTES or too_good:
        raise SourceTooComplex(
            "the archive becomes too large when it is unpacked",
            found=f"{info.file_size} bytes of {info.compress_size}",
            expected=f"at most {MAXIMUM_RATIO} times as many, and {MAXIMUM_MEMBER_BYTES}",
        )


def _copy(reading: IO[bytes], target: Path) -> None:
    """Copy a file without the UTF-8 byte order mark, which the reader does not know."""
    with target.open("wb") as writing:
        head = reading.read(len(codecs.BOM_UTF8))
        writing.write(head.removeprefix(codecs.BOM_UTF8))
        shutil.copyfileobj(reading, writing)


def _require_whole(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(END_BYTES)
        file.seek(max(0, path.stat().st_size - END_BYTES))
        tail = file.read()
    if not head.lstrip().startswith(START):
        raise SourceUnreadable("the file is not readable as IFC", expected=START.decode())
    if END not in tail:
        raise SourceDamaged("the end of the file is missing", expected=END.decode())
