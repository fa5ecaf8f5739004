"""Convert many small files quickly: one start of an image's interpreter for all of them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.integration.conversion_image import ConversionImage, registered

SCRIPT = Path(__file__).with_name("run_batch.py")

Hostile = Mapping[str, tuple[bytes, str]]
"""Files by their names, each with the code of its refusal."""

MOST_MEBIBYTES = 1024
"""What a hostile file may cost."""


@dataclass(frozen=True)
class Ended:
    """How the limited process of one file ended: 10 and an error, if it was refused.

    What it wrote is in `folder`.
    """

    exit_code: int
    error: Mapping[str, str]
    log: str
    mebibytes: float
    folder: Path

    @property
    def code(self) -> str:
        """Return the code of the error, or what happened instead."""
        return self.error.get("code", f"exit code {self.exit_code}: {self.log}")


def convert_batch(
    image: ConversionImage,
    files: Mapping[str, bytes],
    converter: str,
    folder: Path,
    *,
    warm: Sequence[str] = (),
) -> dict[str, Ended]:
    """Convert files by a converter, and return by their names how each ended.

    `warm` are modules of the image's package that conversions would load one by one.
    """
    sources = folder / "sources"
    sources.mkdir()
    for name, content in files.items():
        (sources / f"{name}.{converter}").write_bytes(content)
    parameters = json.dumps(dict(registered(converter).parameters))
    ended = subprocess.run(
        [str(image.python), str(SCRIPT), image.package, str(sources), ",".join(warm)],
        env={**image.environment, "PARAMETERS": parameters},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return {one["name"]: _ended(one) for one in map(json.loads, ended.stdout.splitlines())}


def assert_refused(
    image: ConversionImage,
    hostile: Hostile,
    converter: str,
    folder: Path,
    *,
    warm: Sequence[str] = (),
) -> dict[str, Ended]:
    """Require that each file is refused by its code, in bounded memory; return how each ended."""
    files = {name: content for name, (content, _) in hostile.items()}
    ended = convert_batch(image, files, converter, folder, warm=warm)
    found = {name: one.code for name, one in ended.items()}
    expected = {name: code for name, (_, code) in hostile.items()}
    assert found == expected, sorted(found.items() ^ expected.items())
    assert {one.exit_code for one in ended.values()} == {10}
    costly = {name for name, one in ended.items() if one.mebibytes > MOST_MEBIBYTES}
    assert costly == set(), costly
    return ended


def _ended(value: Mapping[str, Any]) -> Ended:
    return Ended(
        exit_code=value["exit_code"],
        error=value["error"],
        log=value["log"],
        mebibytes=value["mebibytes"],
        folder=Path(value["folder"]),
    )
