"""The images of a scene, ready to be encoded for a graphics card.

`python -m convert_mesh.card_sources RAW FOLDER LIMITS` writes `0.png`, `1.png`, … and the plan that
says which of them must stay exact.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from container_runtime.child import Limits, limit_this_process

PLAN = "textures.json"


def main(raw: str, folder: str, limits: str) -> int:
    """Write what `ktx2_encode.mjs` reads."""
    limit_this_process(Limits(**json.loads(limits)))
    # Only now: the limits hold for the libraries too.
    from convert_mesh.card_image import card_image
    from glb_runtime.accessors import Accessors
    from glb_runtime.texture_uses import exact_images

    accessors = Accessors.from_file(Path(raw))
    exact, plan = exact_images(accessors.glb.json), []
    for index in range(len(accessors.glb.json["images"])):
        image = card_image(accessors.image(index))
        image.save(Path(folder) / f"{index}.png", compress_level=1)
        plan.append({"name": str(index), "is_exact": index in exact})
    (Path(folder) / PLAN).write_text(json.dumps(plan), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
