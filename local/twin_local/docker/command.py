"""The command: set `CDK_DOCKER=twin-docker` for the CDK's command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from twin.errors import TwinError
from twin_local.docker.arguments import Build, read_build, single, words
from twin_local.docker.errors import DockerCommandError
from twin_local.docker.registry import Registry

NOT_FOUND = 1


def main() -> int:
    """Do one command; 0 is done, 1 is not there or refused, as with `docker`."""
    try:
        return run(sys.argv[1:])
    except TwinError as error:
        print(f"twin-docker: {error}", file=sys.stderr)
        return 1


def run(arguments: list[str]) -> int:
    """Do one command.

    Raises:
        DockerCommandError: it is not one of those that publish an image, or has other options.
        TwinError: the embedded AWS does not answer or refuses the image.
    """
    name, *rest = arguments or [""]
    if name not in COMMANDS:
        raise DockerCommandError(
            f"`docker {name}` is not possible: the embedded AWS has no container engine",
            found=name,
            expected=", ".join(COMMANDS),
        )
    return COMMANDS[name](rest)


def _login(arguments: list[str]) -> int:
    """Accept any password: the embedded AWS is on this machine only."""
    words(arguments, count=1, options=("--username",), flags=("--password-stdin",))
    return 0


def _inspect(arguments: list[str]) -> int:
    return 0 if Registry.of_environment().folder(single(arguments)) else NOT_FOUND


def _images(arguments: list[str]) -> int:
    """Name no image: the CDK only asks so as not to build one twice, which costs nothing here."""
    words(arguments, count=0, options=("--format", "--filter"))
    return 0


def _build(arguments: list[str]) -> int:
    build: Build = read_build(arguments, working_directory=Path.cwd())
    Registry.of_environment().tag(build.tag, build.folder)
    return 0


def _tag(arguments: list[str]) -> int:
    source, target = words(arguments, count=2)
    registry = Registry.of_environment()
    registry.tag(target, registry.require(source))
    return 0


def _push(arguments: list[str]) -> int:
    Registry.of_environment().push(single(arguments))
    return 0


COMMANDS: Mapping[str, Callable[[list[str]], int]] = {
    "build": _build,
    "images": _images,
    "inspect": _inspect,
    "login": _login,
    "push": _push,
    "tag": _tag,
}
