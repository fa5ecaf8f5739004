"""The child process that reads, tessellates and writes: `python -m convert_cad.convert JSON`.

It ends with 0, `report.json` and `parts.json`, or with `child.REFUSED` and `refused.json`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from container_runtime.child import REFUSED, Limits, limit_this_process
from convert_cad.errors import CadError
from convert_cad.settings import Tessellation

REPORT = "report.json"
REFUSAL = "refused.json"
RAW_GLB = "model.raw.glb"
PARTS = "parts.json"
"""Identity, place and shape of every node, as `PartTree` measures them."""


@dataclass(frozen=True)
class Order:
    """What the child is to do, in its working directory."""

    source: str
    tessellation: Tessellation
    limits: Limits

    def to_json(self) -> str:
        """Return the argument of the child."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Order:
        """Read the argument of the child."""
        value = json.loads(text)
        return cls(
            value["source"], Tessellation(**value["tessellation"]), Limits(**value["limits"])
        )


@dataclass(frozen=True)
class Report:
    """What the child found: parts with faces, places of such parts, what it subtracted."""

    parts: int
    occurrences: int
    local_origin_millimetres: tuple[float, float, float]


def main(text: str) -> int:
    """Convert and return the exit code."""
    order = Order.from_json(text)
    limit_this_process(order.limits)
    try:
        report = convert(Path(order.source), Path(RAW_GLB), order.tessellation)
    except CadError as error:
        Path(REFUSAL).write_text(json.dumps(error.to_dict()), encoding="utf-8")
        return REFUSED
    Path(REPORT).write_text(json.dumps(asdict(report)), encoding="utf-8")
    return 0


def convert(source: Path, target: Path, tessellation: Tessellation) -> Report:
    """Convert one file.

    Raises:
        CadError: one of its kinds says why not.
    """
    # Only here: the libraries take a second to load, and the limits must hold before that.
    from convert_cad.identities import identities
    from convert_cad.local_origin import move_to_local_origin
    from convert_cad.part_tree import PartTree
    from convert_cad.shapes import has_faces, occurrences, parts
    from convert_cad.step_document import read_step
    from convert_cad.tessellate import tessellate
    from convert_cad.write_glb import write_glb

    document, reader = read_step(source)
    names = identities(reader, document)
    offset = move_to_local_origin(document)
    tree = PartTree(names).to_json(document, offset)
    (target.parent / PARTS).write_text(json.dumps(tree), encoding="utf-8")
    tessellate(document, tessellation)
    write_glb(document, target)
    return Report(
        parts=sum(has_faces(part) for part in parts(document)),
        occurrences=sum(has_faces(part) for part in occurrences(document)),
        local_origin_millimetres=offset,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
