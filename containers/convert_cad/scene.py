"""From a document to the files that a conversion of CAD leaves to be finished."""

from __future__ import annotations

import json
from pathlib import Path

from conversion_runtime.order import Converted
from convert_cad.finish import PARTS
from convert_cad.identities import Identities
from convert_cad.local_origin import move_to_local_origin
from convert_cad.part_tree import PartTree
from convert_cad.settings import Tessellation
from convert_cad.shapes import has_faces, occurrences, parts
from convert_cad.step_document import Document
from convert_cad.tessellate import tessellate
from convert_cad.write_glb import write_glb
from glb_runtime.scene import RAW_SCENE_FILE


def write_scene(document: Document, names: Identities, tessellation: Tessellation) -> Converted:
    """Write the triangles and the parts of a document into the working directory.

    Raises:
        SourceEmpty, SourceBoundsInvalid: there is no geometry, or it has no bounds.
    """
    offset = move_to_local_origin(document)
    tree = PartTree(names).to_json(document, offset)
    parts_file = {**tree, "local_origin_millimetres": offset}
    Path(PARTS).write_text(json.dumps(parts_file), encoding="utf-8")
    tessellate(document, tessellation)
    write_glb(document, Path(RAW_SCENE_FILE))
    facts = {
        "parts": sum(has_faces(part) for part in parts(document)),
        "occurrences": sum(has_faces(part) for part in occurrences(document)),
    }
    return Converted((RAW_SCENE_FILE,), facts)
