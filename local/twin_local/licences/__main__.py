"""Check the licences of all that ships, and list them: `python -m twin_local.licences ROOT`."""

from __future__ import annotations

import sys
from pathlib import Path

from twin_local.licences.document import document
from twin_local.licences.policy import findings
from twin_local.licences.shipments import shipments

DOCUMENT = "THIRD_PARTY.md"


def main(root: Path) -> int:
    """Write the list; return 1 and write nothing where something may not ship."""
    found = shipments(root)
    faults = list(findings(found))
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        (root / DOCUMENT).write_text(document(found), encoding="utf-8")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
