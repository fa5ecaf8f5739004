"""A ZIP archive of one scene and of the files that it refers to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from conversion_runtime.errors import SourceEmpty, SourceTooComplex, SourceUnsupported
from convert_mesh.files import BundleFiles, shown
from convert_mesh.package import Package
from twin.spatial.content_scene_zip import SCENE_ENDINGS, scenes_in

MAXIMUM_BYTES = 4 * 1024**3
"""Of all members together, as the directory says; each is held to what it says."""

MOST_NAMED = 5


@dataclass(frozen=True)
class Bundle:
    """The scene of an archive: its name in it, and where its references lead."""

    scene: str
    files: BundleFiles

    @classmethod
    def opened(cls, path: Path) -> Bundle:
        """Find the one scene of an archive, whose directory is checked before.

        Raises:
            SourceUnreadable, SourceDamaged: it is no archive, or one that must not be unpacked.
            SourceTooComplex: it has too many members, or becomes too large when it is unpacked.
            SourceEmpty: it has no scene.
            SourceUnsupported: it has several.
        """
        package = Package.opened(path)
        total = sum(info.file_size for info in package.members.values())
        if total > MAXIMUM_BYTES:
            raise SourceTooComplex(
                "the archive becomes too large when it is unpacked",
                found=f"{total} bytes",
                expected=f"at most {MAXIMUM_BYTES} bytes",
            )
        scenes = scenes_in(info.filename for info in package.members.values())
        if not scenes:
            raise SourceEmpty("the archive has no scene", expected=" or ".join(SCENE_ENDINGS))
        if len(scenes) > 1:
            raise SourceUnsupported(
                "the archive has several scenes",
                found=", ".join(shown(name) for name in scenes[:MOST_NAMED]),
                expected="one scene and what it refers to",
            )
        (scene,) = scenes
        return cls(scene, BundleFiles(package, PurePosixPath(scene).parent))

    @property
    def ending(self) -> str:
        """Return the ending of the scene's name, in lower case."""
        return PurePosixPath(self.scene.lower()).suffix

    def content(self) -> bytes:
        """Return the bytes of the scene.

        Raises:
            SourceDamaged: they are damaged.
        """
        return self.files.read(PurePosixPath(self.scene).name)
