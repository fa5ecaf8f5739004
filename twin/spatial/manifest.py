"""What a conversion wrote: files with sizes and digests, and from what they were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from twin.spatial.derivative import Recipe
from twin.spatial.digests import is_sha256
from twin.spatial.errors import ManifestInvalid

MAXIMUM_FILES = 90
"""A transaction of DynamoDB writes at most 100 items, and some are not files."""


@dataclass(frozen=True)
class ManifestFile:
    """One derivative; `sha256` in hexadecimal."""

    file_name: str
    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The derivatives of one source by one recipe; written last, so its existence means done.

    `facts` are what they show, such as `triangles` or `points`, with units in the names.
    """

    recipe: Recipe
    parameters: Mapping[str, float | int | str]
    files: tuple[ManifestFile, ...]
    facts: Mapping[str, float | int | str]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object."""
        return asdict(self)

    @classmethod
    def from_dict(cls, value: Any, *, recipe: Recipe) -> Manifest:  # noqa: ANN401 - any JSON
        """Read a manifest and require that it is of the recipe that was ordered.

        Raises:
            ManifestInvalid: something is missing, or it is of another recipe.
        """
        try:
            manifest = cls(
                recipe=Recipe(**value["recipe"]),
                parameters=dict(value["parameters"]),
                files=tuple(ManifestFile(**item) for item in value["files"]),
                facts=dict(value["facts"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ManifestInvalid("the manifest is not readable", found=repr(error)) from error
        if manifest.recipe != recipe:
            raise ManifestInvalid(
                "the manifest is of another recipe",
                found=str(manifest.recipe),
                expected=str(recipe),
            )
        manifest._check_files()
        return manifest

    def _check_files(self) -> None:
        if not 0 < len(self.files) <= MAXIMUM_FILES:
            raise ManifestInvalid(
                "the manifest names no files, or too many",
                found=str(len(self.files)),
                expected=f"1 to {MAXIMUM_FILES}",
            )
        for file in self.files:
            plain = PurePosixPath(file.file_name).name == file.file_name
            if not (plain and file.size_bytes > 0 and is_sha256(file.sha256)):
                raise ManifestInvalid("the manifest names a file wrongly", found=str(file)[:200])
