"""A site document is the same after a way through JSON, whatever it holds."""

from __future__ import annotations

import dataclasses
import json
import types
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twin.api.routes import Role
from twin.compile import compile_site
from twin.definition import load_site
from twin.site_document import SiteDocument

ROOT = Path(__file__).resolve().parents[3]
Strategy = st.SearchStrategy[Any]
PLAIN: dict[object, Strategy] = {
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    float: st.floats(allow_nan=False, allow_infinity=False),
    int: st.integers(0, 2000),
    bool: st.booleans(),
    type(None): st.none(),
}


def values_of(kind: Any) -> Strategy:  # noqa: ANN401 - any annotation of a document
    """Return a strategy for what an annotation allows."""
    arguments = get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind, localns={"Role": Role})  # imported for types only
        parts = {field.name: values_of(hints[field.name]) for field in dataclasses.fields(kind)}
        return st.builds(kind, **parts)
    if get_origin(kind) is Literal:
        return st.sampled_from(arguments)
    if get_origin(kind) is types.UnionType or type(kind) is types.UnionType:
        return st.one_of([values_of(argument) for argument in arguments])
    assert get_origin(kind) is tuple, kind
    if arguments[-1] is Ellipsis:
        return st.lists(values_of(arguments[0]), max_size=2).map(tuple)
    return st.tuples(*(values_of(argument) for argument in arguments))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(values_of(SiteDocument))
def test_every_document_survives_json(document: SiteDocument) -> None:
    text = document.to_json()
    again = SiteDocument.from_json(text)
    assert again == document
    assert again.to_json() == text


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(values_of(SiteDocument))
def test_every_document_survives_packing(document: SiteDocument) -> None:
    text = document.to_packed_json()
    again = SiteDocument.from_json(text)
    assert again.to_packed_json() == text
    assert again == document
    assert again.to_json() == document.to_json()


@pytest.mark.parametrize("asset", ["P-1", "1", "e", "true", "{asset}", "", "\\"])
def test_an_asset_with_any_id_survives_packing(asset: str) -> None:
    document = compile_site(load_site(ROOT / "sites" / "demo.yaml"))
    signals = tuple(dataclasses.replace(one, asset=asset) for one in document.signals)
    odd = dataclasses.replace(document, signals=signals)
    assert SiteDocument.from_json(odd.to_packed_json()) == odd


def test_assets_of_one_type_are_packed_once() -> None:
    document = compile_site(load_site(ROOT / "sites" / "demo.yaml"))
    raw = json.loads(document.to_packed_json())
    templates = raw["packed"]["signals"]["templates"]
    assert len(templates) == len({asset.type for asset in document.assets})
    assert "P-102" not in json.dumps(templates)


def test_packed_items_are_read_when_they_are_asked_for() -> None:
    text = compile_site(load_site(ROOT / "sites" / "demo.yaml")).to_packed_json()
    document = SiteDocument.from_json(text)
    assert "signals" not in vars(document)
    assert document.signal_by_alias["/demo/P-101/speed"].unit == "rpm"
    assert "signals" in vars(document)
    assert "alarms" not in vars(document)
    with pytest.raises(AttributeError):
        document.no_such_part  # type: ignore[attr-defined]  # noqa: B018


def test_the_demo_survives_a_file(tmp_path: Path) -> None:
    document = compile_site(load_site(ROOT / "sites" / "demo.yaml"))
    path = tmp_path / "site.json"
    path.write_text(document.to_json(), encoding="utf-8")
    assert SiteDocument.from_file(path) == document


def test_the_json_is_canonical() -> None:
    text = compile_site(load_site(ROOT / "sites" / "demo.yaml")).to_json()
    canonical = json.dumps(
        json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert text == canonical


def test_the_indexes_find_everything() -> None:
    document = compile_site(load_site(ROOT / "sites" / "demo.yaml"))
    assert list(document.signal_by_alias.values()) == list(document.signals)
    assert list(document.alarm_by_id.values()) == list(document.alarms)
    assert list(document.command_by_id.values()) == list(document.commands)
    assert list(document.model_by_id.values()) == list(document.models)
