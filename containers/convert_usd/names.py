"""Names of prims: letters, digits and underscores, and no two the same below one prim."""

from __future__ import annotations

from itertools import chain, count

from pxr import Tf


def free_name(wanted: str, taken: set[str]) -> str:
    """Return a valid name that is not taken, and take it."""
    plain: str = Tf.MakeValidIdentifier(wanted)
    numbered = (f"{plain}_{number}" for number in count(2))
    found = next(name for name in chain((plain,), numbered) if name not in taken)
    taken.add(found)
    return found
