"""Look into a USDZ package before OpenUSD does: an archive of stored files, one layer first.

https://openusd.org/release/spec_usdz.html
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from conversion_runtime.errors import (
    SourceDamaged,
    SourceTooComplex,
    SourceUnreadable,
    SourceUnsupported,
)
from convert_usd.limits import MAXIMUM_MEMBERS

LAYER_ENDINGS = (".usd", ".usda", ".usdc")


def check_package(path: Path) -> None:
    """Require an archive that OpenUSD reads as it stands.

    Raises:
        SourceUnreadable: it is no ZIP archive.
        SourceDamaged: a member lies outside the archive, has a wrong name, or two have the same.
        SourceUnsupported: a member is compressed or encrypted, or the first is no layer.
        SourceTooComplex: it has too many members.
    """
    try:
        with ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise SourceUnreadable("the file is not readable as a USDZ package") from error
    _check_number(members)
    _check_names([one.filename for one in members])
    _check_storage(members, path.stat().st_size)


def _check_number(members: Sequence[ZipInfo]) -> None:
    if len(members) > MAXIMUM_MEMBERS:
        raise SourceTooComplex(
            "the package has too many files",
            found=f"{len(members)} files",
            expected=f"at most {MAXIMUM_MEMBERS} files",
        )


def _check_names(names: Sequence[str]) -> None:
    if not all(map(_is_inside, names)):
        raise SourceDamaged("a file of the package has a name that leads out of it")
    if len(set(names)) != len(names):
        raise SourceDamaged("two files of the package have the same name")
    if not names or not names[0].lower().endswith(LAYER_ENDINGS):
        raise SourceUnsupported(
            "the first file of the package is no layer", expected="usda or usdc as the first file"
        )


def _check_storage(members: Sequence[ZipInfo], size_bytes: int) -> None:
    """Require that everything is stored as it is, and once: sizes cannot be more than the file."""
    if any(one.compress_type != zipfile.ZIP_STORED or one.flag_bits & 1 for one in members):
        raise SourceUnsupported(
            "a file of the package is compressed or encrypted", expected="stored files"
        )
    if sum(one.file_size for one in members) > size_bytes:
        raise SourceDamaged(
            "the files of the package are larger than the package",
            expected=f"at most {size_bytes} bytes",
        )


def _is_inside(name: str) -> bool:
    plain = PurePosixPath(name)
    odd = "\\" in name or ":" in name or "[" in name or "]" in name or not name.isprintable()
    return not (plain.is_absolute() or ".." in plain.parts or odd)
