"""The guide of the site file names every key that the definition has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from twin.definition import SiteDefinition

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "site-file.md"


def parts(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        yield from inner(field.annotation)


def inner(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from parts(annotation)
    for argument in getattr(annotation, "__args__", ()):
        yield from inner(argument)


def test_every_key_of_a_site_file_is_explained() -> None:
    named = set(re.findall(r"`([a-z_.]+)`", GUIDE.read_text(encoding="utf-8")))
    named |= {key.rpartition(".")[2] for key in named}
    keys = {key for model in parts(SiteDefinition) for key in model.model_fields}
    assert len(keys) > 40
    assert keys - named == set()


def test_every_code_of_a_finding_is_explained() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    sources = (GUIDE.parents[1] / "twin" / "definition").rglob("*.py")
    codes = {
        code
        for source in sources
        for code in re.findall(r'"([A-Z]+_[A-Z_]+)"', source.read_text(encoding="utf-8"))
    }
    assert "DANGLING_REFERENCE" in codes
    # The error around all findings, and a folder without any site file, are no findings of a file.
    assert codes - set(re.findall(r"`([A-Z_]+)`", text)) == {"DEFINITION_INVALID", "NO_SITE"}
