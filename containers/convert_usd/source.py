"""Put the source where OpenUSD recognises it: by its bytes, under the ending that they ask for."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from conversion_runtime.errors import SourceUnreadable
from convert_usd.package import check_package

ENDINGS = ((b"PXR-USDC", ".usdc"), (b"#usda ", ".usda"), (b"PK\x03\x04", ".usdz"))


@dataclass(frozen=True)
class Source:
    """The file that is opened; a package holds other layers and textures beside the first one."""

    path: Path

    @property
    def is_package(self) -> bool:
        """Tell whether it is a USDZ package."""
        return self.path.suffix == ".usdz"

    def holds(self, resolved: str) -> bool:
        """Tell whether a resolved address of an asset is a member of the package."""
        return self.is_package and resolved.startswith(f"{self.path}[") and resolved.endswith("]")


def place_source(original: Path, folder: Path) -> Source:
    """Copy the source into a folder, with an ending, and look into it if it is a package.

    Raises:
        SourceUnreadable: it begins like no kind of USD.
        ConversionError: what `check_package` raises.
    """
    with original.open("rb") as file:
        head = file.read(16)
    ending = next((ending for mark, ending in ENDINGS if head.startswith(mark)), None)
    if ending is None:
        raise SourceUnreadable("the file is not readable as USD", expected="usda, usdc or usdz")
    target = folder.resolve() / f"source{ending}"
    shutil.copyfile(original, target)
    if ending == ".usdz":
        check_package(target)
    return Source(target)
