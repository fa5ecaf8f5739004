"""Names that those share who write, read and copy a state folder."""

from __future__ import annotations

MANIFEST = "manifest.json"
"""The file that says which snapshots belong together."""

START_OVER = "start over with `twin up --fresh`"
