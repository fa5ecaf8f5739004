"""A model's file as it is looked at before anything is loaded: its head and what it packs."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from twin.simulation.model_errors import ArtefactUnsafe, DescriptionInvalid
from twin.spatial.archive import Member, members_of
from twin.spatial.errors import SpatialError

HEAD_BYTES = 4096
MAXIMUM_UNPACKED_BYTES = 4 * 1024**3


@dataclass(frozen=True)
class ModelFile:
    """A file of a model; kinds tell it by its content, never by its name.

    Where the content is not on this machine, `open` and `size_bytes` are what differs.
    """

    path: Path

    def open(self) -> BinaryIO:
        """Return the content, to be read from any place."""
        return self.path.open("rb")

    @property
    def size_bytes(self) -> int:
        """Return how long the content is."""
        return self.path.stat().st_size

    @cached_property
    def head(self) -> bytes:
        """Return the first bytes."""
        with self.open() as file:
            return file.read(HEAD_BYTES)

    @cached_property
    def member_names(self) -> frozenset[str]:
        """Return the names in the archive; empty for what is none."""
        try:
            with self.open() as file, zipfile.ZipFile(file) as archive:
                return frozenset(archive.namelist())
        except (zipfile.BadZipFile, OSError):
            return frozenset()

    def member(self, name: str, *, largest_bytes: int) -> bytes:
        """Return the content of one file of the archive.

        Raises:
            DescriptionInvalid: there is none, it is too large, or it is damaged.
        """
        try:
            with (
                self.open() as file,
                zipfile.ZipFile(file) as archive,
                archive.open(name) as member,
            ):
                content = member.read(largest_bytes + 1)
        except (zipfile.BadZipFile, KeyError, EOFError, OSError, ValueError) as error:
            raise DescriptionInvalid(f"{name} cannot be read", found=str(error)) from error
        if len(content) > largest_bytes:
            raise DescriptionInvalid(f"{name} is too large", expected=f"{largest_bytes} bytes")
        return content


def unpack(file: Path, folder: Path) -> Path:
    """Unpack a model's archive whose directory was judged before; nothing stays of a refused one.

    Raises:
        ArtefactUnsafe: it is no archive, damaged, too large, or has names that leave the folder.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            for member in _members(archive):
                _write(archive, member, folder)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise ArtefactUnsafe("the archive cannot be unpacked", found=str(error)) from error
    return folder


def _members(archive: zipfile.ZipFile) -> tuple[Member, ...]:
    try:
        members = members_of(archive, folder="")
    except SpatialError as error:
        raise ArtefactUnsafe(
            error.message, found=error.found, expected=error.expected, where=error.where
        ) from error
    total = sum(member.size_bytes for member in members)
    if total > MAXIMUM_UNPACKED_BYTES:
        raise ArtefactUnsafe(
            "the archive is too large to be unpacked",
            found=f"{total} bytes",
            expected=f"at most {MAXIMUM_UNPACKED_BYTES}",
        )
    return members


def _write(archive: zipfile.ZipFile, member: Member, folder: Path) -> None:
    target = folder / member.path
    target.parent.mkdir(parents=True, exist_ok=True)
    left = member.size_bytes
    with archive.open(member.name) as source, target.open("wb") as file:
        while block := source.read(1024**2):
            left -= len(block)
            if left < 0:
                raise ArtefactUnsafe("a member is larger than it says", where=member.name)
            file.write(block)
