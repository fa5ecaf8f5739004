"""Every image: pinned bases, locked packages, no root."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

FOLDERS = sorted((Path(__file__).parents[3] / "containers").glob("*/Dockerfile"))
PINNED = re.compile(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}( AS \w+)?")


def steps(dockerfile: Path) -> list[tuple[str, str]]:
    parser = DockerfileParser(fileobj=io.StringIO(dockerfile.read_text(encoding="utf-8")))
    return [(step["instruction"], step["value"]) for step in parser.structure]


def bases(dockerfile: Path) -> list[str]:
    return [value for instruction, value in steps(dockerfile) if instruction == "FROM"]


@pytest.mark.parametrize("dockerfile", FOLDERS, ids=lambda path: path.parent.name)
def test_image_is_pinned_locked_and_not_root(dockerfile: Path) -> None:
    assert all(PINNED.fullmatch(base) for base in bases(dockerfile))
    users = [value for instruction, value in steps(dockerfile) if instruction == "USER"]
    assert users and users[-1] not in ("root", "0")
    commands = " ".join(value for instruction, value in steps(dockerfile) if instruction == "RUN")
    assert "--require-hashes" in commands
    assert "apt-get" not in commands
    volumes = [value for instruction, value in steps(dockerfile) if instruction == "VOLUME"]
    assert volumes == ["/tmp"], "where jobs write, for their root is read-only"
    assert (dockerfile.parent / "requirements.lock").is_file()


def test_images_share_their_bases() -> None:
    pinned = {base.partition(" AS ")[0] for dockerfile in FOLDERS for base in bases(dockerfile)}
    names = [base.partition(":")[0] for base in pinned]
    assert len(names) == len(set(names)), "one digest of each base: their layers are shared"
