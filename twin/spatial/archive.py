"""What of a ZIP archive may be unpacked; its directory is judged before the first byte is.

https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT; overlapping members are how a small
archive becomes petabytes (https://www.usenix.org/conference/woot19/presentation/fifield).
"""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from twin.catalogue.errors import CatalogueInvalid
from twin.catalogue.naming import valid_path
from twin.spatial.errors import ArchiveDamaged, ArchiveTooLarge, ArchiveUnsafe

MAXIMUM_MEMBERS = 10_000
MAXIMUM_MEMBER_BYTES = 5 * 1024**3
MAXIMUM_TOTAL_BYTES = 100 * 1024**3
MAXIMUM_RATIO = 200
RATIO_FROM_BYTES = 1024**2
"""Smaller members may be packed as densely as they like."""

LOCAL_HEADER_BYTES = 30
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UNIX = 3
MAC_FOLDER = "__MACOSX/"
"""What one system adds to every archive and no other wants."""


@dataclass(frozen=True)
class Member:
    """One file of an archive: its name in it, its path in the asset, and its size unpacked."""

    name: str
    path: str
    size_bytes: int

    @property
    def file_name(self) -> str:
        """Return the last name of the path."""
        return PurePosixPath(self.path).name


def members_of(archive: zipfile.ZipFile, *, folder: str) -> tuple[Member, ...]:
    """Return the files of an archive in its order; `folder` is where they go, empty for the top.

    Folders are no members. An archive in an archive is a file like any other.

    Raises:
        ArchiveTooLarge: too many members or bytes, or packed too densely.
        ArchiveUnsafe: a name, a member or a pair of names that must not be unpacked.
        ArchiveDamaged: members lie over each other, or are packed by an unknown method.
    """
    infos = [info for info in archive.infolist() if _is_file(info)]
    _check_sizes(infos)
    for info in infos:
        _check_kind(info)
    _check_places(archive, infos)
    members = tuple(
        Member(info.orig_filename, _path(info, folder), info.file_size) for info in infos
    )
    _check_names(members)
    return members


def _is_file(info: zipfile.ZipInfo) -> bool:
    return not info.orig_filename.endswith("/") and not info.orig_filename.startswith(MAC_FOLDER)


def _check_sizes(infos: Sequence[zipfile.ZipInfo]) -> None:
    _limit("members", len(infos), MAXIMUM_MEMBERS)
    _limit("bytes", sum(info.file_size for info in infos), MAXIMUM_TOTAL_BYTES)
    for info in infos:
        _limit("bytes", info.file_size, MAXIMUM_MEMBER_BYTES, info.orig_filename)
        if info.file_size > RATIO_FROM_BYTES:
            ratio = info.file_size // max(info.compress_size, 1)
            _limit("bytes of each packed one", ratio, MAXIMUM_RATIO, info.orig_filename)


def _limit(what: str, found: int, maximum: int, where: str = "") -> None:
    if found > maximum:
        raise ArchiveTooLarge(
            "the archive is too large to be unpacked",
            found=f"{found} {what}",
            expected=f"at most {maximum}",
            where=ascii(where)[:120] if where else "",
        )


def _check_kind(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 0x1:
        raise _unsafe("a member is encrypted", info.orig_filename)
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == UNIX else 0
    if kind not in (0, stat.S_IFREG):
        raise _unsafe("a member is a link or a device", info.orig_filename)
    if info.compress_type not in METHODS:
        raise ArchiveDamaged(
            "a member is packed by an unknown method",
            found=str(info.compress_type),
            expected="stored or deflated",
            where=ascii(info.orig_filename)[:120],
        )


def _check_places(archive: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo]) -> None:
    """Require that no two members share bytes of the archive."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    ends = [info.header_offset + LOCAL_HEADER_BYTES + info.compress_size for info in ordered]
    starts = [*(info.header_offset for info in ordered[1:]), archive.start_dir]
    for info, end, limit in zip(ordered, ends, starts, strict=True):
        if end > limit:
            raise ArchiveDamaged(
                "members of the archive lie over each other", where=ascii(info.orig_filename)[:120]
            )


def _path(info: zipfile.ZipInfo, folder: str) -> str:
    """Return where a member goes; its name as it is in the archive, nothing made harmless."""
    name = info.orig_filename
    try:
        return valid_path(f"{folder}/{name}" if folder else name)
    except CatalogueInvalid as error:
        raise _unsafe("a name leaves the folder or is not valid", name) from error


def _check_names(members: Sequence[Member]) -> None:
    """Require that no two names are one on some system, and none is a file and a folder."""
    seen: dict[str, str] = {}
    folders: set[str] = set()
    for member in members:
        folded = _folded(member.path)
        if folded in seen:
            raise _unsafe(f"two names are the same: {ascii(seen[folded])[:80]}", member.name)
        seen[folded] = member.name
        folders.update(str(parent) for parent in PurePosixPath(folded).parents)
    for both in folders & seen.keys():
        raise _unsafe("a name is a file and a folder", seen[both])


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", path).casefold())


def _unsafe(message: str, name: str) -> ArchiveUnsafe:
    return ArchiveUnsafe(message, found=ascii(name)[:120])
