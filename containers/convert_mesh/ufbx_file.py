"""Read FBX and OBJ with ufbx, which opens no file but the one it is given.

https://github.com/ufbx/ufbx

Its bindings for Python count one reference too few for each element that they give. So an element
is `kept`, and the collector of cycles, which would follow those counts, does not run in the process
of a conversion: it ends soon anyway.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import ufbx

from conversion_runtime.errors import (
    SourceBoundsInvalid,
    SourceDamaged,
    SourceTooComplex,
    SourceUnreadable,
    SourceUnsupported,
)
from glb_runtime.model import Array
from glb_runtime.write import MAXIMUM_DEPTH, MAXIMUM_NODES

Binding = Any
"""An element of ufbx's scene; only its bindings' stubs have types."""

DAMAGES = (
    ufbx.TruncatedFileError,
    ufbx.BadIndexError,
    ufbx.BadNurbsError,
    ufbx.EmptyFileError,
    ufbx.InvalidUtf8Error,
    ufbx.ThreadedAsciiParseError,
    ufbx.TruncatedVertexStreamError,
    ufbx.ZeroVertexSizeError,
)


def read_ufbx(source: Path | bytes, **options: Any) -> Binding:  # noqa: ANN401 - options of the binding
    """Read a file, or its bytes, into ufbx's scene, with vertices in the space of their nodes.

    Raises:
        SourceUnreadable, SourceUnsupported, SourceDamaged: the reader does not take it.
        SourceTooComplex: it has too many nodes, or they are nested too deeply.
    """
    gc.disable()
    atexit.register(gc.freeze)  # the end of the process collects too, whatever was switched off
    try:
        scene = _load(
            source,
            load_external_files=False,
            node_depth_limit=MAXIMUM_DEPTH,
            space_conversion=ufbx.SpaceConversion.MODIFY_GEOMETRY,
            geometry_transform_handling=ufbx.GeometryTransformHandling.MODIFY_GEOMETRY,
            index_error_handling=ufbx.IndexErrorHandling.ABORT_LOADING,
            **options,
        )
    except ufbx.NodeDepthLimitError as error:
        raise SourceTooComplex(
            "the scene is nested too deeply", expected=f"at most {MAXIMUM_DEPTH} levels"
        ) from error
    except (ufbx.OutOfMemoryError, ufbx.MemoryLimitError, MemoryError) as error:
        raise SourceTooComplex("the file takes more memory than there is") from error
    except ufbx.UnsupportedVersionError as error:
        raise SourceUnsupported("the version of the file is not read") from error
    except DAMAGES as error:
        raise SourceDamaged("the file is cut or damaged", found=type(error).__name__) from error
    except (ufbx.UfbxError, ValueError) as error:
        raise SourceUnreadable("the file is not readable", found=type(error).__name__) from error
    if len(scene.nodes) > MAXIMUM_NODES:
        raise SourceTooComplex(
            "the scene has too many nodes",
            found=f"{len(scene.nodes)} nodes",
            expected=f"at most {MAXIMUM_NODES} nodes",
        )
    return scene


def _load(source: Path | bytes, **options: Any) -> Binding:  # noqa: ANN401 - as above
    if isinstance(source, bytes):
        return ufbx.load_memory(source, **options)
    return ufbx.load_file(str(source), **options)


def kept(element: Binding) -> Binding:
    """Return an element that stays: the binding counts one reference too few for what it gives."""
    if element is not None:
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(element))
    return element


def all_kept(elements: Iterable[Binding]) -> Iterator[Binding]:
    """Yield the elements of a list of the binding, by index."""
    listed: Any = elements
    for index in range(len(listed)):
        yield kept(listed[index])


def numbers(values: Binding) -> Array:
    """Return a list of indices."""
    return np.fromiter((values[index] for index in range(len(values))), np.int64, len(values))


def rows(values: Binding) -> Array:
    """Return a copy of a list of vectors; shape (n, 2), (n, 3) or (n, 4).

    Raises:
        SourceBoundsInvalid: a number is not finite.
    """
    if not len(values):
        return np.zeros((0, 3))
    copied = np.array(memoryview(values))
    if not np.isfinite(copied).all():
        raise SourceBoundsInvalid("a vertex is not bounded", expected="finite coordinates")
    return copied


def matrix_of(place: Binding) -> Array:
    """Return a matrix of the binding, which has three rows and four columns, as (4, 4)."""
    matrix = np.eye(4)
    for column, vector in enumerate((place.c0, place.c1, place.c2, place.c3)):
        matrix[:3, column] = (vector.x, vector.y, vector.z)
    return matrix
