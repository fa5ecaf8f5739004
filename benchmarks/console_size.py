"""What a browser loads before it shows the console: gzipped scripts, against the limit."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from benchmarks.harness import Result, Unavailable

WEB = Path(__file__).resolve().parents[1] / "web"


def run() -> list[Result]:
    """Measure what the built page loads."""
    if not (WEB / "dist" / "index.html").is_file():
        raise Unavailable("the console is not built; run `make web`")
    done = subprocess.run(
        ["node", "scripts/size.mjs", "--json"], cwd=WEB, capture_output=True, text=True, check=True
    )
    size = json.loads(done.stdout)
    return [
        Result(
            name="console, initial scripts",
            value=size["gzip_bytes"] / 1000,
            unit="kB gz",
            reference="the limit",
            reference_value=size["budget_bytes"] / 1000,
        )
    ]
