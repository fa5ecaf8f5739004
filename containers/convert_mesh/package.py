"""Read members of a ZIP file, with limits on what unpacking may cost.

https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from conversion_runtime.errors import SourceDamaged, SourceTooComplex, SourceUnreadable

MAXIMUM_MEMBERS = 10_000
MAXIMUM_MEMBER_BYTES = 1024**3
MAXIMUM_RATIO = 200
"""How much smaller a member may be packed: XML of vertices becomes six to thirty times smaller."""

FREE_BYTES = 1024**2
"""Below this size the ratio does not matter."""

ENCRYPTED = 0x1


@dataclass(frozen=True)
class Package:
    """An archive whose directory was checked; names are compared without case, as OPC does."""

    path: Path
    members: dict[str, zipfile.ZipInfo]

    @classmethod
    def opened(cls, path: Path) -> Package:
        """Read the directory.

        Raises:
            SourceUnreadable: it is no archive.
            SourceTooComplex: it has too many members, or they are too large or packed too well.
            SourceDamaged: a name leads out of the archive, is there twice, or is encrypted.
        """
        try:
            with zipfile.ZipFile(path) as archive:
                infos = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            raise SourceUnreadable("the file is not readable as an archive") from error
        if len(infos) > MAXIMUM_MEMBERS:
            raise SourceTooComplex(
                "the archive has too many members",
                found=f"{len(infos)} members",
                expected=f"at most {MAXIMUM_MEMBERS}",
            )
        for info in infos:
            _check(info)
        members = {info.filename.lower(): info for info in infos}
        if len(members) < len(infos):
            raise SourceDamaged("the archive has two members of one name")
        return cls(path, members)

    def has(self, name: str) -> bool:
        """Tell whether there is a member; a leading slash is the root of the package."""
        return name.lstrip("/").lower() in self.members

    def read(self, name: str) -> bytes:
        """Return the bytes of a member.

        Raises:
            SourceDamaged: it is not there, or is damaged.
        """
        info = self.members.get(name.lstrip("/").lower())
        if info is None:
            raise SourceDamaged("a part of the package is missing")
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(info) as member:
                # One byte more than it promises, so that a lie about the size is seen.
                content = member.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise SourceDamaged("a part of the package is damaged") from error
        if len(content) != info.file_size:
            raise SourceDamaged("a part of the package is not as long as it says")
        return content


def _check(info: zipfile.ZipInfo) -> None:
    name = PurePosixPath(info.filename)
    if name.is_absolute() or ".." in name.parts or "\\" in info.filename:
        raise SourceDamaged("a name leads out of the archive", found=ascii(info.filename)[1:121])
    if info.flag_bits & ENCRYPTED:
        raise SourceDamaged(
            "a member of the archive is encrypted", found=ascii(info.filename)[1:121]
        )
    too_good = info.file_size > max(FREE_BYTES, MAXIMUM_RATIO * info.compress_size)
    if info.file_size > MAXIMUM_MEMBER_BYTES or too_good:
        raise SourceTooComplex(
            "a member of the archive becomes too large when it is unpacked",
            found=f"{info.file_size} bytes of {info.compress_size}",
            expected=f"at most {MAXIMUM_RATIO} times as many, and {MAXIMUM_MEMBER_BYTES}",
            where=ascii(info.filename)[1:121],
        )
