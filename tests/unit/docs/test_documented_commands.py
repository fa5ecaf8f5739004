"""Every command that the documentation shows exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from twin_local.cli.main import main as twin
from twin_local.cli.operations import route_at

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "web").glob("*.md")]
)
FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def shown_lines() -> list[tuple[str, str]]:
    """Return (document, command line) of every shell block, without comments."""
    lines = []
    for document in DOCUMENTS:
        for block in FENCE.findall(document.read_text(encoding="utf-8")):
            for line in block.splitlines():
                command = line.split(" #")[0].strip()
                if command:
                    lines.append((document.name, command))
    return lines


def commands_of(program: str) -> list[tuple[str, str]]:
    return [(name, line) for name, line in shown_lines() if shlex.split(line)[0] == program]


@pytest.mark.parametrize(("document", "line"), commands_of("make"))
def test_every_shown_make_target_exists(document: str, line: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert shlex.split(line)[1] in targets, document


@pytest.mark.parametrize(("document", "line"), commands_of("twin"))
def test_every_shown_twin_command_parses(document: str, line: str) -> None:
    command: click.Command = twin
    context = click.Context(twin, info_name="twin")
    words = shlex.split(line)[1:]
    while isinstance(command, click.Group):
        name = words.pop(0)
        found = command.get_command(context, name)
        assert found is not None, f"{document}: {line}: no command {name!r}"
        command, context = found, click.Context(found, info_name=name, parent=context)
    command.make_context(name, words, parent=context.parent)


@pytest.mark.parametrize(("document", "line"), commands_of("curl"))
def test_every_shown_address_of_the_api_is_a_route(document: str, line: str) -> None:
    _, api, path = shlex.split(line)[-1].partition("127.0.0.1:8700/api")
    assert api and route_at("GET", path), document


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_relative_link_is_dead(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target
