"""Synthesizes a site when anything it is made from has changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
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
LOOK_S = 0.1
END_S = 5.0
"""How long an app that is to stop may take to end."""


def synthesize(layout: Layout, app: Path, stopping: threading.Event | None = None) -> bool:
    """Run the app for the site unless nothing has changed; return whether it was done.

    The app is ended, and nothing recorded, as soon as `stopping` is set.

    Raises:
        SynthesisError: the app failed; the message ends with what it said last.
    """
    record = layout.state / RECORD
    inputs = {"site": layout.site, "inputs": digest_of(inputs_of(layout.root))}
    if app.parent != layout.root:
        inputs["app"] = digest_of(sorted(path for path in app.parent.rglob("*") if path.is_file()))
    if _read(record) == _complete(inputs, layout):
        return False
    if not _run(layout, app, stopping or threading.Event()):
        return False
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


def _run(layout: Layout, app: Path, stopping: threading.Event) -> bool:
    """Run the app to its end; return False when it was ended before."""
    shutil.rmtree(layout.assembly, ignore_errors=True)
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(layout.assembly),
        "CDK_CONTEXT_JSON": json.dumps({"site": layout.site}),
        "CDK_VALIDATION": "false",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
        "PYTHONDONTWRITEBYTECODE": "",
    }
    # A session of its own: Ctrl-C in the terminal is not for the app, which would seem to fail.
    process = subprocess.Popen(
        [sys.executable, str(app)],
        cwd=layout.root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    said = _wait(process, stopping)
    if said is None:
        return False
    layout.logs.mkdir(parents=True, exist_ok=True)
    log = layout.logs / "synthesis.log"
    log.write_text("".join(said), encoding="utf-8")
    if process.returncode != 0:
        last = [line for line in said[1].splitlines() if line.strip()][-1:]
        raise SynthesisError(
            f"site {layout.site} cannot be synthesized",
            found=last[0] if last else f"exit code {process.returncode}",
            where=str(log),
        )
    return True


def _wait(process: subprocess.Popen[str], stopping: threading.Event) -> tuple[str, str] | None:
    """Return what a process said on both its outputs, None when it was ended."""
    try:
        while not stopping.is_set():
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.communicate(timeout=LOOK_S)
        return None
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """End a process that still runs, with what it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=END_S)
