"""Export documents of VAMS, read and written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.catalogue.exchange.document import (
    FILE_METADATA,
    PARENT,
    Exchange,
    ExchangeAsset,
    ExchangeInvalid,
)
from twin.catalogue.exchange.values import item_of, value_of

ROW: dict[str, Any] = {
    "assetid": "x12AB-pump",
    "databaseid": "plant",
    "assetname": "Pump",
    "assettype": ".step",
    "description": "A pump",
    "isdistributable": False,
    "tags": ["b", "a"],
    "archived": False,
    "metadata": {
        "power": {"valueType": "number", "value": "7.5"},
        "place": {"valueType": "xyz", "value": '{"x": 1, "y": 2, "z": 3}'},
        "spare": {"valueType": "boolean", "value": "true"},
        "note": {"valueType": "string", "value": "7.5"},
        "odd": {"valueType": "number", "value": "a lot"},
    },
    "files": [
        {
            "relativePath": "/cad/pump.step",
            "size": 3,
            "metadata": {"author": {"valueType": "string", "value": "Ana"}},
        }
    ],
}
LINK = {
    "parentAssetId": "x12AB-pump",
    "childAssetId": "seal",
    "assetLinkType": PARENT,
    "assetLinkAliasId": "front",
    "metadata": {},
}


def read(*documents: Any) -> Exchange:  # noqa: ANN401 - any JSON
    return Exchange.read((f"{at}.json", document) for at, document in enumerate(documents))


def test_an_asset_comes_with_all_that_is_said_of_it() -> None:
    (asset,) = read({"assets": [ROW]}).assets
    assert (asset.asset_key, asset.title, asset.tags) == ("x12ab-pump", "Pump", ("b", "a"))
    assert dict(asset.metadata) == {
        "power": 7.5,
        "place": {"x": 1, "y": 2, "z": 3},
        "spare": True,
        "note": "7.5",
        "odd": "a lot",
        "distributable": False,
        FILE_METADATA: {"cad/pump.step": {"author": "Ana"}},
    }


def test_pages_are_one_exchange_and_unreadable_assets_are_none() -> None:
    hidden = {"assetId": "secret", "databaseId": "plant", "unauthorizedAsset": True}
    pages = {"assets": [ROW, hidden]}, {"assets": [{"assetid": "seal"}], "relationships": [LINK]}
    exchange = read(*pages, pages[0])
    assert [asset.original_id for asset in exchange.assets] == ["x12AB-pump", "seal"]
    (link,) = exchange.links
    assert (link.parent_id, link.child_id, dict(link.metadata)) == (
        "x12AB-pump",
        "seal",
        {"alias": "front"},
    )


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"assets": "all"},
        {"assets": [{}]},
        {"assets": ["x"]},
        {"assets": [], "relationships": [{"assetLinkType": "related"}]},
        {"assets": [{"assetid": "a_pump"}, {"assetid": "A-Pump"}]},
    ],
)
def test_what_is_no_export_says_where(document: object) -> None:
    with pytest.raises(ExchangeInvalid) as refused:
        read(document)
    assert refused.value.where


values = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.text() | values)
def test_values_survive_their_type(value: Any) -> None:  # noqa: ANN401 - any JSON
    assert value_of(item_of(value)) == value


def test_a_document_says_again_what_it_said() -> None:
    exchange = read({"assets": [ROW, {"assetid": "seal"}], "relationships": [LINK]})
    again = read(exchange.to_document())
    assert again.links == exchange.links

    def said(asset: ExchangeAsset) -> object:
        metadata = {**asset.metadata}
        metadata.pop(FILE_METADATA, None)
        return (asset.original_id, asset.title, asset.asset_type, asset.tags, metadata)

    assert [*map(said, again.assets)] == [*map(said, exchange.assets)]
