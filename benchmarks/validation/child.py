"""One case in this process: `python -m benchmarks.validation.child PACKAGE NAME FILE`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.harness import Unavailable
from benchmarks.validation.registry import case


def main(package: str, name: str, file: Path) -> None:
    """Run the case and write what it gave, or why it cannot run here."""
    try:
        told: dict[str, object] = {"result": asdict(case(name, package).run())}
    except Unavailable as reason:
        told = {"unavailable": str(reason)}
    file.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
