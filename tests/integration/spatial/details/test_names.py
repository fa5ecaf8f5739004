"""Aliases and tags: any text, one owner, counts, and several who change them at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.spatial.details.conftest import Catalogue, Reply

Rival = Callable[[Callable[[], object]], None]
ODD_NAMES = ("P/101-A", 'it\'s "5%" *?[_]', "№7 — Kühler", "泵 🛠", "a#b//c", "x" * 255)


@pytest.fixture
def pumps(catalogue: Catalogue) -> Catalogue:
    for key in ("pump", "motor"):
        catalogue.made(key)
    return catalogue


def alias(user: Catalogue, asset_key: str, name: object, operation_id: str = "addAlias") -> Reply:
    if operation_id == "removeAlias":
        return user.call(operation_id, asset_key=asset_key, alias=name)
    return user.call(operation_id, {"alias": name}, asset_key=asset_key)


def tag(user: Catalogue, asset_key: str, **change: object) -> Reply:
    return user.call("changeTags", change, asset_key=asset_key)


def counts(user: Catalogue) -> dict[str, int]:
    body = user.call("listTags").body
    return {one["tag"]: one["assets"] for one in body["tags"]}


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_printable_text_is_an_alias(pumps: Catalogue, name: str) -> None:
    added = alias(pumps, "pump", name)
    assert (added.status, added.body["aliases"]) == (200, [name])
    found = pumps.call("resolveAlias", alias=name)
    assert (found.body["alias"], found.body["asset_key"]) == (name, "pump")
    assert pumps.call("getAsset", asset_key="pump").body["aliases"] == [name]
    assert alias(pumps, "pump", name, "removeAlias").body["aliases"] == []
    assert pumps.call("resolveAlias", alias=name).code == "ALIAS_UNKNOWN"


@pytest.mark.parametrize("name", ["", " ", "..", "a\nb", "a\u200bb", "x" * 256, None, 7])
def test_what_cannot_be_seen_is_no_alias(pumps: Catalogue, name: object) -> None:
    assert alias(pumps, "pump", name).code == "CATALOGUE_INVALID"


def test_one_name_in_two_forms_of_unicode_is_one_alias(pumps: Catalogue) -> None:
    alias(pumps, "pump", "Kühler")
    assert pumps.call("resolveAlias", alias="Ku\u0308hler").body["asset_key"] == "pump"
    assert alias(pumps, "motor", "Ku\u0308hler").code == "ALIAS_TAKEN"


def test_an_alias_is_one_assets_in_its_database(pumps: Catalogue) -> None:
    first, again = alias(pumps, "pump", "P-1"), alias(pumps, "pump", "P-1")
    assert first.body == again.body
    assert alias(pumps, "motor", "P-1").code == "ALIAS_TAKEN"
    pumps.call("createAsset", {"asset_key": "pump", "title": "Pump"}, database_id="site")
    body = {"alias": "P-1"}
    assert pumps.call("addAlias", body, asset_key="pump", database_id="site").status == 200
    assert alias(pumps, "motor", "P-1", "removeAlias").code == "ALIAS_UNKNOWN"
    alias(pumps, "pump", "P-1", "removeAlias")
    assert alias(pumps, "motor", "P-1").status == 200


def test_two_who_want_an_alias_at_once_do_not_both_get_it(
    pumps: Catalogue, interleaved: Rival
) -> None:
    interleaved(lambda: alias(pumps, "motor", "P-1"))
    assert alias(pumps, "pump", "P-1").code == "ALIAS_TAKEN"
    assert pumps.call("resolveAlias", alias="P-1").body["asset_key"] == "motor"
    assert pumps.call("getAsset", asset_key="pump").body["aliases"] == []


def test_two_aliases_given_at_once_are_both_there(pumps: Catalogue, interleaved: Rival) -> None:
    interleaved(lambda: alias(pumps, "pump", "P-1"))
    assert alias(pumps, "pump", "P-2").body["aliases"] == ["P-1", "P-2"]


def test_an_alias_stays_with_a_renamed_and_a_deleted_asset(pumps: Catalogue) -> None:
    etag = alias(pumps, "pump", "P-1").headers["etag"]
    body = {"title": "Main pump"}
    pumps.call("updateAsset", body, asset_key="pump", headers={"If-Match": etag})
    assert pumps.call("resolveAlias", alias="P-1").body["title"] == "Main pump"
    pumps.deleted("pump")
    assert pumps.call("resolveAlias", alias="P-1").body["deleted"] is True
    assert alias(pumps, "motor", "P-1").code == "ALIAS_TAKEN"


def test_an_asset_has_so_many_aliases_at_most(pumps: Catalogue) -> None:
    for number in range(50):
        assert alias(pumps, "pump", f"P-{number}").status == 200
    assert alias(pumps, "pump", "P-50").code == "ALIASES_TOO_MANY"


def test_an_alias_of_what_the_caller_may_not_know_is_unknown(pumps: Catalogue) -> None:
    root = pumps.by("root", "admin")
    root.made("bunker", tags=["secret"])
    alias(root, "bunker", "B-1")
    hidden, gone = (pumps.call("resolveAlias", alias=name) for name in ("B-1", "B-2"))
    assert str(hidden.body).replace("B-1", "B-2") == str(gone.body)
    assert root.call("resolveAlias", alias="B-1").body["asset_key"] == "bunker"


def test_tags_are_added_and_removed_without_a_revision(pumps: Catalogue) -> None:
    tag(pumps, "pump", add=["wet", "o'ld*", "泵"])
    changed = tag(pumps, "pump", add=["  new ", "wet"], remove=["o'ld*", "never"])
    assert changed.body == {"tags": ["new", "wet", "泵"], "revision": 3}
    assert tag(pumps, "pump", add=["wet"]).body["revision"] == 3
    history = pumps.call("getAssetHistory", asset_key="pump").body["changes"]
    assert history[0]["fields"] == [
        {"field": "tags", "before": ["o'ld*", "wet", "泵"], "after": ["new", "wet", "泵"]}
    ]
    assert tag(pumps, "pump", add=[f"t{at}" for at in range(40)]).code == "CATALOGUE_INVALID"
    assert tag(pumps, "pump", add="wet").code == "CATALOGUE_INVALID"


def test_tags_changed_at_once_are_both_changed(pumps: Catalogue, interleaved: Rival) -> None:
    interleaved(lambda: tag(pumps, "pump", add=["a"]))
    assert tag(pumps, "pump", add=["b"]).body["tags"] == ["a", "b"]
    assert counts(pumps) == {"a": 1, "b": 1}


def test_tags_in_use_are_counted(pumps: Catalogue) -> None:
    pumps.made("valve", tags=["wet", "a#1"])
    tag(pumps, "pump", add=["wet", "red"])
    assert counts(pumps) == {"a#1": 1, "red": 1, "wet": 2}
    pumps.deleted("valve")
    assert counts(pumps) == {"red": 1, "wet": 1}
    pumps.restored("valve")
    etag = pumps.call("getAsset", asset_key="valve").headers["etag"]
    body = {"tags": ["red"]}
    pumps.call("updateAsset", body, asset_key="valve", headers={"If-Match": etag})
    assert counts(pumps) == {"red": 2, "wet": 1}
    page = pumps.call("listTags", query={"limit": 1}).body
    assert [one["tag"] for one in page["tags"]] == ["red"]
    query = {"limit": 1, "next_token": page["next_token"]}
    assert pumps.call("listTags", query=query).body == {
        "tags": [{"tag": "wet", "assets": 1}],
        "next_token": None,
    }


def test_nobody_tags_an_asset_out_of_their_own_sight(pumps: Catalogue) -> None:
    assert tag(pumps, "pump", add=["secret"]).code == "ACCESS_DENIED"
    assert pumps.call("getAsset", asset_key="pump").body["tags"] == []
