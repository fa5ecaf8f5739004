"""Find every layer that a stage is composed of, before it is composed.

A layer is parsed alone: OpenUSD opens what it refers to only when a stage is composed. Sublayers,
references and payloads of other files are refused here, so nothing outside is ever opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from pxr import Sdf, Tf, UsdUtils

from conversion_runtime.errors import (
    SourceExternalReference,
    SourceUnreadable,
    SourceUnsupported,
)
from convert_usd.package import LAYER_ENDINGS
from convert_usd.source import Source

EXPRESSION = "`"
"""Begins an asset path that is computed from variables when the stage is composed."""


def root_layer(source: Source) -> Sdf.Layer:
    """Parse the root layer alone.

    Raises:
        SourceUnreadable: it cannot be parsed.
    """
    return _opened(str(source.path))


def missing_assets(source: Source, root: Sdf.Layer) -> int:
    """Look at every path in every layer; return how many assets are not in the file.

    Assets that are no layers are textures, audio and clips.

    Raises:
        SourceUnreadable: a layer cannot be parsed.
        SourceExternalReference: a layer or an asset outside the file is referred to.
        SourceUnsupported: a reference is computed, or leads to a file that is no layer.
    """
    found = {root.identifier}
    assets: set[str] = set()
    waiting = [root]
    while waiting:
        layer = waiting.pop()
        for path in sorted(_composed(layer)):
            target = target_layer(source, layer, path)
            if target.identifier not in found:
                found.add(target.identifier)
                waiting.append(target)
        for path in _assets(layer):
            _check_path(path)
            assets.add(Sdf.ComputeAssetPathRelativeToLayer(layer, path))
    return sum(not source.holds(address) for address in assets)


def target_layer(source: Source, layer: Sdf.Layer, path: str) -> Sdf.Layer:
    """Return the layer of the package that a layer refers to.

    Raises:
        SourceExternalReference: it is not in the package, or there is no package.
        SourceUnsupported, SourceUnreadable: it is no layer that is read.
    """
    _check_path(path)
    address = Sdf.ComputeAssetPathRelativeToLayer(layer, path)
    if not source.holds(address):
        raise SourceExternalReference(
            "the file is composed of other files",
            expected="one self-contained file; export a USDZ package",
        )
    if not path.lower().endswith(LAYER_ENDINGS):
        raise SourceUnsupported(
            "a reference of the package leads to no layer", expected=", ".join(LAYER_ENDINGS)
        )
    return _opened(address)


def _opened(address: str) -> Sdf.Layer:
    try:
        layer = Sdf.Layer.FindOrOpen(address)
    except Tf.ErrorException as error:
        raise SourceUnreadable("a layer of the file is not readable as USD") from error
    if layer is None:
        raise SourceUnreadable("a layer of the file is not readable as USD")
    return layer


def _check_path(path: str) -> None:
    """Refuse what leads out of the folder of its layer, wherever that is."""
    if path.startswith(EXPRESSION):
        raise SourceUnsupported("an asset path is computed", expected="plain relative paths")
    plain = PurePosixPath(path)
    if plain.is_absolute() or ":" in path or "\\" in path or _depth(plain) < 0:
        raise SourceExternalReference(
            "the file refers to an absolute path, an address or a folder above its own",
            expected="one self-contained file; export a USDZ package",
        )


def _depth(path: PurePosixPath) -> int:
    """Return the lowest level that a relative path passes through."""
    level = lowest = 0
    for part in path.parts:
        level += -1 if part == ".." else 1
        lowest = min(lowest, level)
    return lowest


def _assets(layer: Sdf.Layer) -> Iterator[str]:
    """Yield the asset paths that are no composition arcs: textures, audio, clips."""
    found: set[str] = set()
    copy = Sdf.Layer.CreateAnonymous(".usda")
    copy.TransferContent(layer)

    def note(path: str) -> str:
        found.add(path)
        return path

    UsdUtils.ModifyAssetPaths(copy, note)
    yield from sorted(found - _composed(layer) - {""})


def _composed(layer: Sdf.Layer) -> set[str]:
    """Return the paths of sublayers, references and payloads; one within the layer has none."""
    return set(layer.GetCompositionAssetDependencies()) - {""}
