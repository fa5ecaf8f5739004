"""The files of a version of an asset, brought into a folder and verified.

A file comes in pieces into `<name>.part`; a call that was cut off goes on there. Only a file whose
content address is the catalogue's gets its name.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from twin.errors import TwinError
from twin_local.cli.client import Json
from twin_local.cli.transfer.content_address import content_address
from twin_local.cli.transfer.ranged_fetch import fetch
from twin_local.cli.transfer.remote_asset import RemoteAsset

FILES_AT_A_TIME = 4


class DownloadDamaged(TwinError):
    """The bytes that came are not those of the catalogue."""

    code = "DOWNLOAD_DAMAGED"


class PlaceTaken(TwinError):
    """The path leads out of the folder, or through something that is no folder."""

    code = "PLACE_TAKEN"


@dataclass(frozen=True)
class VersionDownload:
    """The download of one version into one folder."""

    asset: RemoteAsset
    folder: Path

    def run(self, files: list[Json]) -> list[str]:
        """Bring files and return the paths of those that were not there before.

        Raises:
            DownloadDamaged, PlaceTaken: a file cannot be had; the others are whole.
        """
        with ThreadPoolExecutor(FILES_AT_A_TIME) as pool:
            brought = list(pool.map(self._bring, files))
        return [file["path"] for file, new in zip(files, brought, strict=True) if new]

    def _bring(self, file: Json) -> bool:
        place = self._place(file["path"])
        if _is_whole(place, file):
            return False
        partial = place.with_name(f"{place.name}.part")
        place.parent.mkdir(parents=True, exist_ok=True)
        size = int(file["size_bytes"])
        fetch(self.asset.client, lambda: self.asset.address_of(file), partial, size)
        if not _is_whole(partial, file):
            partial.unlink()
            raise DownloadDamaged(
                "the bytes that came are not those of the catalogue; they were removed",
                expected=file["sha256"],
                where=file["path"],
            )
        partial.replace(place)
        return True

    def _place(self, path: str) -> Path:
        """Return where a file goes: below the folder, whatever links are in it."""
        place = self.folder / path
        root = self.folder.resolve()
        if not place.parent.resolve().is_relative_to(root) or place.is_symlink():
            raise PlaceTaken(
                "the path leads out of the folder", found=str(place), expected=f"below {root}"
            )
        return place


def _is_whole(place: Path, file: Json) -> bool:
    size = int(file["size_bytes"])
    if not place.is_file() or place.stat().st_size != size:
        return False
    return content_address(place, size) == str(file["sha256"])
