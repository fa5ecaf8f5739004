"""Scenes that are several files: one that says what is shown, and those that it refers to.

OBJ has its materials in MTL and its textures beside them, glTF may have its numbers and images in
other files, COLLADA has its images there: a ZIP archive of one scene is converted as one source.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

SCENE_ENDINGS = (".obj", ".gltf", ".dae")
"""Of files that say what is shown."""

COMPANION_ENDINGS = frozenset(
    (
        *(".mtl", ".bin", ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tga", ".tif", ".tiff"),
        *(".ktx2", ".txt", ".md", ".pdf"),
    )
)
"""Of what they refer to, and of the notes that come with models."""

IGNORED_NAMES = frozenset((".ds_store", "thumbs.db", "desktop.ini", "license", "readme"))
IGNORED_FOLDER = "__macosx/"
"""What systems and people add to archives."""


def is_ignored(name: str) -> bool:
    """Tell whether a member says nothing of a scene: folders, and what a system adds."""
    folded = name.lower()
    is_added = folded.startswith(IGNORED_FOLDER) or PurePosixPath(folded).name in IGNORED_NAMES
    return folded.endswith("/") or is_added


def scenes_in(names: Iterable[str]) -> tuple[str, ...]:
    """Return the members that say what is shown, sorted."""
    return tuple(
        sorted(name for name in names if not is_ignored(name) and _ending(name) in SCENE_ENDINGS)
    )


def is_scene_archive(names: Iterable[str]) -> bool:
    """Tell whether an archive has a scene, and nothing that no scene refers to."""
    told = [name for name in names if not is_ignored(name)]
    known = all(_ending(name) in COMPANION_ENDINGS.union(SCENE_ENDINGS) for name in told)
    return known and bool(scenes_in(told))


def _ending(name: str) -> str:
    return PurePosixPath(name.lower()).suffix
