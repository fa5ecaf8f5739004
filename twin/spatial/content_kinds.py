"""The kinds of content that are told apart, what files of each are called, and how they are served.

Media types: https://www.iana.org/assignments/media-types/media-types.xhtml
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

ContentType = Literal[
    "step", "ifc", "ifczip", "iges", "brep", "glb", "gltf", "stl", "obj", "mtl", "3mf", "fbx",
    "usd", "usdz", "collada", "ply_mesh", "ply_points", "ply_splat", "spz", "splat", "las", "laz",
    "copc", "e57", "ptx", "xyz", "png", "jpeg", "webp", "gif", "tiff", "heic", "mp4", "mov", "mkv",
    "webm", "pdf",
    "docx", "xlsx", "pptx", "ole", "text", "csv", "json", "xml", "html", "svg", "zip", "scenezip",
    "kmz", "tar", "gzip", "7z", "opaque",
]  # fmt: skip
"""`ole` is a container of older Office and CAD programs, `scenezip` an archive of a scene and what
it refers to; `opaque` is nothing that is known."""

NEUTRAL = "application/octet-stream"
"""The media type of what no browser is to open by itself."""


@dataclass(frozen=True)
class Kind:
    """One kind: the endings that promise it, and the media type that it is served as.

    `shown` says that a browser may show it in the page's own origin: nothing in it is executed.
    """

    content_type: ContentType
    endings: tuple[str, ...] = ()
    media_type: str = NEUTRAL
    shown: bool = False


KINDS: tuple[Kind, ...] = (
    Kind("step", (".step", ".stp", ".p21"), "model/step"),
    Kind("ifc", (".ifc",), "application/x-step"),
    Kind("ifczip", (".ifczip",), "application/zip"),
    Kind("iges", (".igs", ".iges"), "model/iges"),
    Kind("brep", (".brep", ".brp")),
    Kind("glb", (".glb",), "model/gltf-binary", shown=True),
    Kind("gltf", (".gltf",), "model/gltf+json", shown=True),
    Kind("stl", (".stl",), "model/stl", shown=True),
    Kind("obj", (".obj",), "model/obj", shown=True),
    Kind("mtl", (".mtl",), "model/mtl", shown=True),
    Kind("3mf", (".3mf",), "model/3mf"),
    Kind("fbx", (".fbx",)),
    Kind("usd", (".usd", ".usda", ".usdc")),
    Kind("usdz", (".usdz",), "model/vnd.usdz+zip"),
    Kind("collada", (".dae",)),
    Kind("ply_mesh", (".ply",)),
    Kind("ply_points", (".ply",)),
    Kind("ply_splat", (".ply",)),
    Kind("spz", (".spz",)),
    Kind("splat", (".splat",)),
    Kind("las", (".las",), "application/vnd.las"),
    Kind("laz", (".laz",), "application/vnd.laszip"),
    Kind("copc", (".laz",), "application/vnd.laszip+copc"),
    Kind("e57", (".e57",), "model/e57"),
    Kind("ptx", (".ptx",)),
    Kind("xyz", (".xyz", ".pts", ".asc"), "text/plain", shown=True),
    Kind("png", (".png",), "image/png", shown=True),
    Kind("jpeg", (".jpg", ".jpeg"), "image/jpeg", shown=True),
    Kind("webp", (".webp",), "image/webp", shown=True),
    Kind("gif", (".gif",), "image/gif", shown=True),
    Kind("tiff", (".tif", ".tiff"), "image/tiff", shown=True),
    Kind("heic", (".heic", ".heif"), "image/heic", shown=True),
    Kind("mp4", (".mp4", ".m4v"), "video/mp4", shown=True),
    Kind("mov", (".mov",), "video/quicktime", shown=True),
    Kind("mkv", (".mkv",), "video/matroska", shown=True),
    Kind("webm", (".webm",), "video/webm", shown=True),
    Kind("pdf", (".pdf",), "application/pdf"),
    Kind("docx", (".docx",)),
    Kind("xlsx", (".xlsx",)),
    Kind("pptx", (".pptx",)),
    Kind("ole", (".doc", ".xls", ".ppt")),
    Kind("text", (".txt", ".md", ".log"), "text/plain", shown=True),
    Kind("csv", (".csv",), "text/csv", shown=True),
    Kind("json", (".json", ".geojson"), "application/json", shown=True),
    Kind("xml", (".xml",)),
    Kind("html", (".html", ".htm", ".xhtml")),
    Kind("svg", (".svg",)),
    Kind("zip", (".zip",), "application/zip"),
    Kind("scenezip", (), "application/zip"),
    Kind("kmz", (".kmz",)),
    Kind("tar", (".tar",)),
    Kind("gzip", (".gz", ".tgz"), "application/gzip"),
    Kind("7z", (".7z",)),
    Kind("opaque"),
)

_BY_TYPE = {kind.content_type: kind for kind in KINDS}

_ALSO: dict[str, tuple[ContentType, ...]] = {
    ".las": ("laz",),
    ".mp4": ("mov",),
    ".mov": ("mp4",),
    ".mkv": ("webm",),
    ".txt": ("csv", "json", "ptx"),
    ".log": ("csv", "json"),
    ".pts": ("ptx",),
    ".asc": ("text", "csv"),
    ".csv": ("text",),
    ".md": ("csv",),
    ".json": ("gltf",),
    ".zip": ("scenezip", "3mf", "ifczip", "usdz", "kmz", "docx", "xlsx", "pptx"),
}
"""What else a file of an ending may be: the broader name of a narrower kind is no lie."""


def kind_of(content_type: ContentType) -> Kind:
    """Return what is known of a kind of content."""
    return _BY_TYPE[content_type]


def promised(file_name: str) -> frozenset[ContentType]:
    """Return the kinds that a file name promises; empty where its ending is no promise."""
    ending = PurePath(file_name).suffix.lower()
    named = {kind.content_type for kind in KINDS if ending in kind.endings}
    return frozenset(named | set(_ALSO.get(ending, ()))) if named else frozenset()


def is_shown(media_type: str) -> bool:
    """Tell whether a browser may show files of a media type in place, and not only save them."""
    return any(kind.shown and kind.media_type == media_type for kind in KINDS)
