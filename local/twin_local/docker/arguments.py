"""The arguments of `docker` that have a meaning here; all others are refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from twin_local.docker.errors import DockerCommandError

DOCKERFILE = "Dockerfile"


@dataclass(frozen=True)
class Build:
    """An image to be: its tag and the folder that it is made of."""

    tag: str
    folder: Path


def read_build(arguments: Sequence[str], *, working_directory: Path) -> Build:
    """Return what `docker build` is to do.

    The platform does not matter, since the package runs under this machine's Python, nor does a
    cache, since nothing is built.

    Raises:
        DockerCommandError: the build depends on what is not the folder's content.
    """
    found = dict(_options(arguments, ("--tag", "--file", "--platform"), ("--no-cache",)))
    tag, file = found.get("--tag", ""), found.get("--file", DOCKERFILE)
    folder = (working_directory / found.get("", "")).resolve()
    if not tag or not found.get(""):
        raise DockerCommandError("`docker build` needs --tag and a folder", found=str(arguments))
    if file != DOCKERFILE or not (folder / DOCKERFILE).is_file():
        raise DockerCommandError(
            "the job executor reads the Dockerfile of the folder",
            found=file,
            expected=str(folder / DOCKERFILE),
        )
    return Build(tag, folder)


def single(arguments: Sequence[str]) -> str:
    """Return the only argument.

    Raises:
        DockerCommandError: there is none, or more.
    """
    [argument] = words(arguments, count=1)
    return argument


def words(
    arguments: Sequence[str],
    *,
    count: int,
    options: Sequence[str] = (),
    flags: Sequence[str] = (),
) -> list[str]:
    """Return the arguments that belong to no option.

    Raises:
        DockerCommandError: there are more or fewer, or an option is not known.
    """
    found = [value for name, value in _options(arguments, options, flags) if not name]
    if len(found) != count:
        raise DockerCommandError(
            "wrong number of arguments", found=" ".join(arguments), expected=str(count)
        )
    return found


def _options(
    arguments: Sequence[str], options: Sequence[str], flags: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield options with their values; what belongs to none has the name ""."""
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if not argument.startswith("-"):
            yield "", argument
        elif argument in flags:
            yield argument, ""
        elif name in options:
            yield name, value if equals else next(rest, "")
        else:
            raise DockerCommandError(
                f"{name} would have no effect: nothing is built here",
                found=name,
                expected=", ".join([*options, *flags]) or "no option",
            )
