"""Synthesizes a site when anything it is made from has changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from twin_local.supervisor.errors import SynthesisError
from twin_local.supervisor.layout import Layout

INPUTS = ("app.py", "cdk.json", "requirements.lock")
FOLDERS = (
    "sites",
    "stacks",
    "constructs",
    "twin",
    "lambda",
    "containers",
    "edge",
    "models",
    "web/dist",
    ".build/models",
)
IGNORED = frozenset({"__pycache__", "node_modules"})
RECORD = "synthesis.json"


def synthesize(layout: Layout, app: Path) -> bool:
    """Run the app for the site unless nothing has changed; return whether it was done.

    Raises:
        SynthesisError: the app failed; the message ends with what it said last.
    """
    record = layout.state / RECORD
    inputs = {"site": layout.site, "inputs": digest_of(inputs_of(layout.root))}
    if app.parent != layout.root:
        inputs["app"] = digest_of(sorted(path for path in app.parent.rglob("*") if path.is_file()))
    if _read(record) == _complete(inputs, layout):
        return False
    _run(layout, app)
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps(_complete(inputs, layout)), encoding="utf-8")
    return True


def _read(record: Path) -> object:
    """Return what is recorded; a record that cannot be read says nothing."""
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def _complete(inputs: dict[str, str], layout: Layout) -> dict[str, str]:
    """Add what came out: another synthesis may have replaced it since."""
    outputs = sorted(layout.assembly.rglob("manifest.json"))
    outputs += sorted(layout.assembly.rglob("*.template.json"))
    return {**inputs, "outputs": digest_of(outputs)}


def inputs_of(root: Path) -> Iterator[Path]:
    """Yield every file that a synthesis reads, in a fixed order."""
    for name in INPUTS:
        if (root / name).is_file():
            yield root / name
    for name in FOLDERS:
        for folder, folders, files in os.walk(root / name):
            folders[:] = sorted(set(folders) - IGNORED)
            yield from (Path(folder) / file for file in sorted(files))


def digest_of(paths: Iterator[Path] | list[Path]) -> str:
    """Return a digest over names and contents."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _run(layout: Layout, app: Path) -> None:
    shutil.rmtree(layout.assembly, ignore_errors=True)
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(layout.assembly),
        "CDK_CONTEXT_JSON": json.dumps({"site": layout.site}),
        "CDK_VALIDATION": "false",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
        "PYTHONDONTWRITEBYTECODE": "",
    }
    done = subprocess.run(
        [sys.executable, str(app)],
        cwd=layout.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    layout.logs.mkdir(parents=True, exist_ok=True)
    log = layout.logs / "synthesis.log"
    log.write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode != 0:
        last = [line for line in done.stderr.splitlines() if line.strip()][-1:]
        raise SynthesisError(
            f"site {layout.site} cannot be synthesized",
            found=last[0] if last else f"exit code {done.returncode}",
            where=str(log),
        )
