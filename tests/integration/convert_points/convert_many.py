"""Convert many files in one limited process; run by the converter's own interpreter.

`convert_many.py FOLDER` prints the code of each file's error, "" for one that is converted; what a
conversion leaves is in `<name>.work`. Anything but an error of conversions ends the process.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from container_runtime.child import Limits, limit_this_process
from conversion_runtime.errors import ConversionError
from conversion_runtime.order import Order
from convert_points.conversions.points_to_tiles import convert

LIMITS = Limits(memory_mebibytes=2048, timeout_seconds=60)


def converted(source: Path) -> str:
    work = source.parent / f"{source.name}.work"
    work.mkdir()
    os.chdir(work)
    try:
        convert(Order("points_to_tiles", source, work, {}, LIMITS))
    except ConversionError as error:
        return error.code
    return ""


if __name__ == "__main__":
    limit_this_process(LIMITS)
    files = sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_file())
    print(json.dumps({path.name: converted(path) for path in files}))
