"""The estimate that decides who makes a site's instances is never below what is synthesized."""

from __future__ import annotations

import json

from tests.infrastructure.conftest import Synthesized, configurations
from twin.compile import placement


def test_the_stack_of_each_site_is_no_larger_than_estimated(synthesized: Synthesized) -> None:
    templates = {path.name: path for path, _ in synthesized.templates()}
    checked = 0
    for definition in configurations():
        prefix = f"{definition.name.replace('-', '')}Iot"
        for name, path in templates.items():
            if name.startswith(prefix):
                checked += 1
                text = path.read_text(encoding="utf-8")
                estimated = placement(definition).size
                assert len(text.encode()) <= estimated.bytes, name
                assert len(json.loads(text)["Resources"]) <= estimated.resources, name
    assert checked >= 3
