"""Give a component its Python: the present one if it has the locked packages, else a new venv.

Runs as the component's install step, before any package is there: standard library only.
Usage: python3 -m edge_runtime.environment REQUIREMENTS TARGET
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*(.*?))?\s*\\?$")


def locked_versions(requirements: str) -> dict[str, str]:
    """Return the pinned versions of a lock file that apply without an environment marker."""
    pins = (_PIN.match(line) for line in requirements.splitlines())
    return {pin[1]: pin[2] for pin in pins if pin and not pin[3]}


def missing_packages(pins: dict[str, str]) -> list[str]:
    """Return the pins that this interpreter does not satisfy."""
    return [f"{name}=={pin}" for name, pin in pins.items() if _installed(name) != pin]


def prepare(requirements: Path, target: Path) -> None:
    """Make `target`/bin/python an interpreter that has the locked packages."""
    missing = missing_packages(locked_versions(requirements.read_text(encoding="utf-8")))
    python = target / "bin" / "python"
    if not missing:
        python.parent.mkdir(parents=True, exist_ok=True)
        python.unlink(missing_ok=True)
        # A script and not a link: Python looks for its packages beside the path it was started by.
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
        python.chmod(0o755)
        return
    print("installing", *missing, flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(target)], check=True)
    install = ["-m", "pip", "install", "--require-hashes", "--requirement", str(requirements)]
    subprocess.run([str(python), *install], check=True, env={**os.environ, "PIP_NO_INPUT": "1"})


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), Path(sys.argv[2]))
