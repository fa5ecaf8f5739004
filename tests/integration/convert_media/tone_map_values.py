"""Print what the tone map shows of greys of known light, by transfer function, as a JSON object.

`python tone_map_values.py`, run by the interpreter of the image.
"""

from __future__ import annotations

import json

import numpy as np

from convert_media.video.hdr import ToneMap
from tests.integration.convert_media.make_videos_of_kinds import GREYS, hlg, pq

PEAK, BT2020 = 1000.0, 9


def main() -> None:
    """Print the levels of red, green and blue of each grey."""
    found = {}
    for name, value in (("PQ", pq), ("HLG", hlg)):
        levels = [round(255 * value(one)) for one in GREYS]
        picture = np.repeat(np.array(levels, np.uint8)[None, :, None], 3, axis=2)
        found[name] = ToneMap(name, PEAK, BT2020)(picture)[0].tolist()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
