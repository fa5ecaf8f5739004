"""The files of a folder, by the paths that they have in an asset."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from twin.catalogue.errors import CatalogueInvalid
from twin.catalogue.naming import valid_path
from twin.errors import TwinError

IGNORE_FILE = ".twinignore"
"""Patterns of files that stay where they are, one a line; `#` begins a comment."""


class LinkNotFollowed(TwinError):
    """A symbolic link may lead out of the folder, or in a circle."""

    code = "LINK_NOT_FOLLOWED"


@dataclass
class LocalFiles:
    """Files by path; those that cannot be sent with the reason, and how many are ignored."""

    found: dict[str, Path] = field(default_factory=dict)
    refused: dict[str, TwinError] = field(default_factory=dict)
    ignored: int = 0


def local_files(folder: Path, exclude: Sequence[str]) -> LocalFiles:
    """Return the files below a folder; `exclude` are patterns beside those of its `.twinignore`.

    A pattern is that of a shell: it is compared with the path, and with each name on the way.
    """
    patterns = (*exclude, *_patterns(folder / IGNORE_FILE))
    files = LocalFiles()
    for path in _walk(folder):
        name = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
        if name == IGNORE_FILE or _is_ignored(name, patterns):
            files.ignored += 1
        elif path.is_symlink():
            files.refused[name] = LinkNotFollowed(
                "symbolic links are not followed", found=os.readlink(path), where=str(path)
            )
        else:
            _add(files, name, path)
    return files


def _add(files: LocalFiles, name: str, path: Path) -> None:
    try:
        files.found[valid_path(name)] = path
    except CatalogueInvalid as error:
        files.refused[name] = error


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in sorted([*names, *linked]):
            yield Path(place) / name


def _patterns(file: Path) -> list[str]:
    if not file.is_file():
        return []
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _is_ignored(name: str, patterns: Sequence[str]) -> bool:
    names = name.split("/")
    return any(
        fnmatchcase(name, pattern) or any(fnmatchcase(part, pattern.rstrip("/")) for part in names)
        for pattern in patterns
    )
