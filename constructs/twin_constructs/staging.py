"""Stage what is deployed: the exact files of a function, a layer, an image or an edge component."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from twin_constructs.import_closure import SourceFile, import_closure

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build"


class StagingError(Exception):
    """Something that set-up builds is not there."""


@dataclass(frozen=True)
class Extra:
    """A file that is put beside the code, by content."""

    target: str
    content: bytes


def stage_function(package: str, *, extras: tuple[Extra, ...] = ()) -> Path:
    """Stage a Lambda package: its import closure, its wheels and the extras."""
    files = import_closure(package, (ROOT / "lambda", ROOT))
    lock = _lock(package)
    wheels = _wheels(package, lock) if lock.is_file() else None
    return _stage("functions", package, files, extras, wheels)


def layers_of(package: str) -> tuple[str, ...]:
    """Return the shared packages that a Lambda package imports and that need wheels.

    Their wheels are in a layer, once for all functions that use them.
    """
    return _layers_of(package, ROOT)


@cache
def _layers_of(package: str, root: Path) -> tuple[str, ...]:
    """Look once a process: a synth of many sites stages each package many times."""
    files = import_closure(package, (root / "lambda", root))
    shared = sorted({file.target.parts[0] for file in files} - {package})
    return tuple(one for one in shared if _lock(one).is_file())


def stage_layer(shared: str) -> Path:
    """Stage the wheels of a shared package as a layer: what is in `python/` can be imported.

    https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
    """
    wheels = _wheels(shared, _lock(shared))
    folder = BUILD / "layers" / wheels.name
    if not folder.is_dir():
        draft = _draft(folder)
        shutil.copytree(wheels, draft / "python", copy_function=os.link)
        _publish(draft, folder)
    return folder


def stage_component(package: str, *, extras: tuple[Extra, ...] = ()) -> Path:
    """Stage a Greengrass component: its import closure over `edge/` and `twin/`, and the extras."""
    return _stage("components", package, import_closure(package, (ROOT / "edge", ROOT)), extras)


def stage_image(package: str, *, extras: tuple[Extra, ...] = ()) -> Path:
    """Stage the build context of an image: Dockerfile and lock files at the top, the code below.

    What the code reads beside itself has a folder in the package, as `templates` or `scripts`.
    """
    files = import_closure(package, (ROOT / "containers", ROOT))
    top = [
        SourceFile(file.path, Path(file.path.name))
        for file in files
        if file.target.parent == Path(package) and file.path.suffix != ".py"
    ]
    code = [file for file in files if file.path not in {item.path for item in top}]
    return _stage("images", package, tuple([*top, *code]), extras)


def wheels_folder(package: str, lock: Path) -> Path:
    """Return where set-up installs a function's wheels; the name changes with the lock file."""
    return BUILD / "wheels" / f"{package}-{_digest(lock.read_bytes())}"


def _lock(package: str) -> Path:
    return ROOT / "lambda" / package / "requirements.lock"


def _wheels(package: str, lock: Path) -> Path:
    folder = wheels_folder(package, lock)
    if not folder.is_dir():
        raise StagingError(f"{folder} is not there: run `make setup`")
    return folder


def _stage(
    kind: str,
    package: str,
    files: tuple[SourceFile, ...],
    extras: tuple[Extra, ...],
    wheels: Path | None = None,
) -> Path:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.target}\0".encode() + file.path.read_bytes())
    for extra in extras:
        digest.update(f"{extra.target}\0".encode() + extra.content)
    digest.update(str(wheels).encode())
    folder = BUILD / kind / f"{package}-{digest.hexdigest()[:16]}"
    if not folder.is_dir():
        _fill(folder, files, extras, wheels)
    return folder


def _fill(
    folder: Path, files: tuple[SourceFile, ...], extras: tuple[Extra, ...], wheels: Path | None
) -> None:
    draft = _draft(folder)
    if wheels:
        shutil.copytree(wheels, draft, dirs_exist_ok=True)
    for file in files:
        target = draft / file.target
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.path, target)
    for extra in extras:
        (draft / extra.target).write_bytes(extra.content)
    _publish(draft, folder)


def _draft(folder: Path) -> Path:
    """Return a folder to fill and then rename: a killed synth leaves nothing half-staged."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))


def _publish(draft: Path, folder: Path) -> None:
    draft.chmod(0o755)
    try:
        draft.rename(folder)
    except OSError:  # another synth was first
        shutil.rmtree(draft)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
