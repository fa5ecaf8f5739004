"""From a job's container properties to a command of this machine.

There is no container engine: the staged build context stands for the image's file system, its
Dockerfile says what is started, and the virtual environment that set-up made from the same lock
file stands for the image's packages.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dockerfile_parse import DockerfileParser

from twin_local.engine.images import ImageNotPublishedError, image_directory
from twin_local.execution.batch.errors import ContainerUnavailable

ELSEWHERE = (
    "; it is in a registry, and there is no container engine here: an image runs that a deployment "
    "builds from a folder of the checkout"
)


@dataclass(frozen=True)
class Image:
    """What a staged image says: its folder, entry point and environment."""

    folder: Path
    entry_point: tuple[str, ...]
    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ContainerProcess:
    """A command to start: an absolute program with arguments, and its environment."""

    arguments: tuple[str, ...]
    environment: dict[str, str]


def find_image(uri: str, *, state_dir: Path) -> Image:
    """Return the image that a deployment published under a URI.

    Raises:
        ContainerUnavailable: no deployment published it, or it cannot be started from its folder.
    """
    try:
        folder = image_directory(uri, state_dir=state_dir)
    except ImageNotPublishedError as error:
        where = ELSEWHERE if "@sha256:" in uri else ""
        raise ContainerUnavailable(f"CannotPullContainerError: {error}{where}") from error
    dockerfile = folder / "Dockerfile"
    if not dockerfile.is_file():
        raise ContainerUnavailable(f"CannotPullContainerError: {dockerfile} does not exist")
    parser = DockerfileParser(fileobj=io.StringIO(dockerfile.read_text(encoding="utf-8")))
    last = {step["instruction"]: step["value"] for step in parser.structure}
    return Image(
        folder=folder,
        entry_point=_exec_form(last.get("ENTRYPOINT", "[]"), dockerfile),
        command=_exec_form(last.get("CMD", "[]"), dockerfile),
        environment=tuple(sorted(parser.envs.items())),
    )


def process_of(
    image: Image,
    *,
    command: Sequence[str],
    environment: Mapping[str, str],
    build_dir: Path,
) -> ContainerProcess:
    """Return how to start an image's entry point with a command.

    Raises:
        ContainerUnavailable: set-up has not built the image's environment.
    """
    binaries = _environment_of(image, build_dir) / "bin"
    path = f"{binaries}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    arguments = (*image.entry_point, *(command or image.command))
    program = shutil.which(arguments[0], path=path) if arguments else None
    if program is None:
        raise ContainerUnavailable(f"CannotStartContainerError: no program in {arguments!r}")
    return ContainerProcess(
        arguments=(program, *arguments[1:]),
        environment={
            **dict(image.environment),
            "LANG": "C.UTF-8",
            **environment,
            "PATH": path,
            "PYTHONPATH": str(image.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )


def _environment_of(image: Image, build_dir: Path) -> Path:
    """Return the virtual environment named like one of the image's packages.

    That of the package which the entry point runs goes before others, whose code it may share.
    """
    packages = sorted(
        (path.parent.name for path in image.folder.glob("*/__init__.py")),
        key=lambda package: (package not in image.entry_point, package),
    )
    for package in packages:
        environment = build_dir / "venvs" / package
        if (environment / "bin" / "python").exists():
            return environment
    raise ContainerUnavailable(
        f"CannotStartContainerError: none of {', '.join(packages)} has an environment in"
        f" {build_dir / 'venvs'}; build them with `make setup`"
    )


def _exec_form(value: str, dockerfile: Path) -> tuple[str, ...]:
    """Read the JSON form of ENTRYPOINT or CMD; the shell form needs a shell in the image."""
    try:
        words = json.loads(value)
    except ValueError as error:
        message = f"CannotStartContainerError: {dockerfile}: {value!r} is not in JSON form"
        raise ContainerUnavailable(message) from error
    return tuple(str(word) for word in words)
