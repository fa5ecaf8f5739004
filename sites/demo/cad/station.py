"""Make the CAD model of the demo site's pump station: `python station.py station.step`.

Needs the environment of the `convert_cad` image. The same script writes the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from layout import station
from step_file import write_step


def main(arguments: list[str]) -> int:
    """Write the STEP file."""
    if len(arguments) != 1:
        print("usage: station.py FILE.step", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_step(station(), path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
