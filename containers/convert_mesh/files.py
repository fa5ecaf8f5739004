"""The files that a scene refers to: those of its archive, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Protocol

from conversion_runtime.errors import SourceExternalReference
from convert_mesh.package import Package

ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|/)")
"""How what is no place beside the scene begins: a scheme, a drive or the root."""

SHOWN = 120
"""Characters of a reference that an error repeats."""


class Files(Protocol):
    """Where a scene's references lead."""

    def read(self, reference: str) -> bytes:
        """Return the bytes of a file by what the scene calls it, a path with slashes.

        Raises:
            SourceExternalReference: it is not there, or is outside.
        """

    def has(self, reference: str) -> bool:
        """Tell whether a file is there."""


class NoFiles:
    """A scene that is a file alone has no others."""

    def read(self, reference: str) -> bytes:
        """Refuse every reference; none is looked for."""
        raise SourceExternalReference(
            "the file refers to other files",
            found=shown(reference),
            expected="one self-contained file, or a ZIP of it and of all that it refers to",
        )

    def has(self, reference: str) -> bool:
        """Tell that nothing is there."""
        return False


@dataclass
class BundleFiles:
    """The files of an archive, seen from the folder of one of its members."""

    package: Package
    folder: PurePosixPath
    _known: dict[str, bytes] = field(default_factory=dict)

    def read(self, reference: str) -> bytes:
        """Return the bytes of a member; each is unpacked once.

        Raises:
            SourceExternalReference: the reference leads out of the archive, or to no member.
            SourceDamaged: the member is damaged.
        """
        name = self._place(reference)
        if name is None:
            raise SourceExternalReference(
                "the scene refers to a file outside of its archive",
                found=shown(reference),
                expected="paths of members, relative to the file that names them",
            )
        if not self.package.has(name):
            raise SourceExternalReference(
                "the scene refers to a file that is not in its archive",
                found=shown(reference),
                expected="all files of the scene in the one archive",
            )
        if name not in self._known:
            self._known[name] = self.package.read(name)
        return self._known[name]

    def has(self, reference: str) -> bool:
        """Tell whether a reference leads to a member."""
        name = self._place(reference)
        return name is not None and self.package.has(name)

    def beside(self, reference: str) -> BundleFiles:
        """Return the files as they are seen from a member that a reference leads to."""
        name = self._place(reference)
        return BundleFiles(self.package, PurePosixPath(name or ".").parent, self._known)

    def _place(self, reference: str) -> str | None:
        """Return the name of a member, or None where the reference leads out of the archive."""
        path = reference.strip().replace("\\", "/")
        if ADDRESS.match(path):
            return None
        parts: list[str] = []
        for part in (*self.folder.parts, *PurePosixPath(path).parts):
            if part != "..":
                parts.append(part)
            elif parts:
                parts.pop()
            else:
                return None
        return "/".join(parts)


def shown(reference: str) -> str:
    """Return a reference as an error may show it: short, and without control characters."""
    return ascii(reference)[1:-1][:SHOWN]
