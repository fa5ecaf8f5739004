"""What a mesh is made of, as a digest: prims that are alike in everything become one mesh.

Many programs write a bolt a thousand times instead of referring to it once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pxr import Usd, UsdGeom, UsdShade

ATTRIBUTES = (
    "points",
    "faceVertexCounts",
    "faceVertexIndices",
    "orientation",
    "holeIndices",
    "subdivisionScheme",
    "normals",
)


def content_key(mesh: UsdGeom.Mesh, material: UsdShade.Material, time: Usd.TimeCode) -> bytes:
    """Return the digest of all that `Meshes.read` looks at in a mesh without subsets."""
    digest = hashlib.blake2b(digest_size=16)
    for part in _parts(mesh, material, time):
        # With its length, so that no two lists of parts look alike.
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()


def _parts(
    mesh: UsdGeom.Mesh, material: UsdShade.Material, time: Usd.TimeCode
) -> Iterator[bytes | memoryview]:
    prim = mesh.GetPrim()
    yield str(material.GetPath() if material else "").encode()
    yield mesh.GetNormalsInterpolation().encode()
    for name in ATTRIBUTES:
        yield from _bytes(prim.GetAttribute(name).Get(time))
    for primvar in UsdGeom.PrimvarsAPI(mesh).FindPrimvarsWithInheritance():
        yield f"{primvar.GetName()} {primvar.GetInterpolation()}".encode()
        yield from _bytes(primvar.Get(time))
        yield from _bytes(primvar.GetIndices(time))


def _bytes(value: object) -> Iterator[bytes | memoryview]:
    """Yield the type and the bytes of an array, or a single value as text."""
    try:
        view = memoryview(value)  # type: ignore[arg-type]
    except TypeError:  # no array of numbers
        yield str(value).encode()
        return
    yield view.format.encode()
    yield view.cast("B") if view.nbytes else b""
