"""Install the wheels of the functions that need any: `python -m twin_constructs.wheels`.

Lambda runs one Python version, the embedded AWS the machine's own, and both run the same zip. So a
function's folder holds the wheels for Lambda's version and, beside them, the extension modules for
the other supported versions: their file names carry the version and do not clash.
"""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path

from twin_constructs.staging import ROOT, wheels_folder

LAMBDA_PYTHON = "3.14"
LAMBDA_PLATFORM = "x86_64-manylinux_2_28"
OTHER_PYTHONS = ("3.11", "3.12", "3.13")


def main() -> None:
    """Install what is missing for every function with a lock file."""
    for lock in sorted((ROOT / "lambda").glob("*/requirements.lock")):
        folder = wheels_folder(lock.parent.name, lock)
        if not folder.is_dir():
            _install(lock, folder)


def _install(lock: Path, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        target = Path(work) / LAMBDA_PYTHON
        _resolve(lock, target, LAMBDA_PYTHON)
        for version in OTHER_PYTHONS:
            other = Path(work) / version
            _resolve(lock, other, version)
            _add_extension_modules(other, target)
        target.rename(folder)


def _resolve(lock: Path, target: Path, version: str) -> None:
    uv = str(Path(sysconfig.get_path("scripts")) / "uv")
    command = [uv, "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:"]
    platform = ["--python-version", version, "--python-platform", LAMBDA_PLATFORM]
    subprocess.run([*command, *platform, "--target", str(target), "-r", str(lock)], check=True)
    for leftover in (".lock", "bin"):
        path = target / leftover
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _add_extension_modules(source: Path, target: Path) -> None:
    for module in source.rglob("*.so"):
        destination = target / module.relative_to(source)
        if not destination.exists():
            shutil.copyfile(module, destination)


if __name__ == "__main__":
    main()
