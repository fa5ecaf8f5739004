"""API keys from their making to their end."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from access_keys.keys import MOST_KEYS
from access_runtime.key_check import verified_key
from access_runtime.key_store import KeyStore
from tests.integration.access_keys.conftest import ANN, BOB, EVE
from twin.access.api_key import day_of, parse
from twin.access.key_errors import KeyExpired, KeyRevoked, KeyUnknown
from twin.access.principal import Limits, Principal, PrincipalKind

if TYPE_CHECKING:
    from tests.integration.access_keys.conftest import Api

DAY_S = 86_400


def test_a_key_is_made_used_and_taken_back(api: Api) -> None:
    made = api.make(role="viewer", databases=["line-1"], operations=["getScene"])
    key, now = made["key"], time.time()
    assert key["expires_at"] == pytest.approx(now + 90 * DAY_S, abs=60)
    assert key["last_used_day"] is None
    found = verified_key(made["secret"], api.store, now=now)
    assert (found.owner, found.owner_name) == ("sub-ann", "ann")
    assert found.limits == Limits("viewer", ("line-1",), ("getScene",))
    _, listed = api.call(ANN, "GET")
    assert listed["keys"] == [{**key, "last_used_day": day_of(now)}]
    status, revoked = api.call(ANN, "DELETE", key_id=key["key_id"])
    assert (status, revoked["key_id"]) == (200, key["key_id"])
    with pytest.raises(KeyRevoked):
        verified_key(made["secret"], api.store, now=now)
    again = api.call(EVE, "DELETE", key_id=key["key_id"])[1]
    assert again["revoked_at"] == revoked["revoked_at"]


def test_a_secret_is_stored_and_told_nowhere(api: Api) -> None:
    made = api.make()
    secret = parse(made["secret"])
    stored = api.store.client.scan(TableName=api.store.table)["Items"]
    assert len(stored) == 1
    assert secret.secret not in repr(stored)
    told = repr(api.call(ANN, "GET")) + repr(api.call(EVE, "GET", all="true"))
    assert secret.digest in repr(stored)
    assert secret.digest not in told
    assert secret.secret not in told


def test_a_key_ends_with_its_time(api: Api) -> None:
    made = api.make(expires_in_days=1)
    end = made["key"]["expires_at"]
    verified_key(made["secret"], api.store, now=end - 1)
    with pytest.raises(KeyExpired):
        verified_key(made["secret"], api.store, now=end)


def test_the_use_of_a_day_is_written_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    note = KeyStore.note_use

    def noted(store: KeyStore, key_id: str, day: str) -> None:
        written.append(day)
        note(store, key_id, day)

    monkeypatch.setattr(KeyStore, "note_use", noted)
    secret = api.make()["secret"]
    now = time.time()
    for later in (0, 1, 2, DAY_S):
        verified_key(secret, api.store, now=now + later)
    assert len(written) == len(set(written)) == 2


@pytest.mark.parametrize("bearer", ["twin_0123456789abcdef_" + "0" * 64, "twin_x", "twin_"])
def test_a_key_that_was_never_made_is_unknown(api: Api, bearer: str) -> None:
    with pytest.raises(KeyUnknown):
        verified_key(bearer, api.store, now=time.time())


def test_people_see_their_own_keys_and_administrators_all(api: Api) -> None:
    made = [api.make(caller, role="viewer")["key"] for caller in (ANN, BOB, ANN)]
    assert [one["key_id"] for one in api.call(BOB, "GET")[1]["keys"]] == [made[1]["key_id"]]
    newest_first = [made[2]["key_id"], made[0]["key_id"]]
    assert [one["key_id"] for one in api.call(ANN, "GET")[1]["keys"]] == newest_first
    everyones = api.call(EVE, "GET", all="true")[1]["keys"]
    assert {one["key_id"] for one in everyones} == {one["key_id"] for one in made}
    status, refusal = api.call(ANN, "GET", all="true")
    assert (status, refusal["code"]) == (403, "ACCESS_DENIED")


def test_a_subject_that_begins_like_another_is_another(api: Api) -> None:
    api.make(replace(ANN, subject="sub-ann2"))
    assert api.call(ANN, "GET")[1]["keys"] == []


def test_lists_come_in_pages_of_their_own_list(api: Api) -> None:
    made = {api.make()["key"]["key_id"] for _ in range(5)}
    seen, token = [], None
    while True:
        more: dict[str, str] = {"next_token": token} if token else {}
        _, page = api.call(ANN, "GET", limit="2", **more)
        seen += [one["key_id"] for one in page["keys"]]
        token = page["next_token"]
        if token is None:
            break
        assert len(page["keys"]) == 2
        assert api.call(BOB, "GET", limit="2", next_token=token)[0] == 400
    assert len(seen) == 5
    assert set(seen) == made


def test_the_key_of_another_is_as_one_that_does_not_exist(api: Api) -> None:
    key_id = api.make()["key"]["key_id"]
    known, unknown = (api.call(BOB, "DELETE", key_id=one)[1] for one in (key_id, "0" * 16))
    assert {**known, "found": ""} == {**unknown, "found": ""}
    assert known["code"] == "KEY_NOT_FOUND"
    assert api.store.get(key_id).revoked_at is None  # type: ignore[union-attr]
    assert api.call(EVE, "DELETE", key_id=key_id)[0] == 200


@pytest.mark.parametrize("kind", ["key", "machine"])
def test_no_key_and_no_program_administers_keys(api: Api, kind: PrincipalKind) -> None:
    program = replace(EVE, kind=kind)
    key_id = api.make(EVE)["key"]["key_id"]
    refusals = [
        api.call(program, "POST", body={"title": "t"}),
        api.call(program, "GET"),
        api.call(program, "GET", all="true"),
        api.call(program, "DELETE", key_id=key_id),
    ]
    assert {(status, body["code"]) for status, body in refusals} == {(403, "KEY_MAKER_REFUSED")}
    assert api.call(program, "GET", resource="/access/me")[1]["kind"] == kind


def test_nobody_makes_a_key_for_more_than_their_own_role(api: Api) -> None:
    status, refusal = api.call(BOB, "POST", body={"title": "t", "role": "admin"})
    assert (status, refusal["code"]) == (403, "KEY_SCOPE_TOO_WIDE")
    assert api.call(EVE, "GET", all="true")[1]["keys"] == []


def test_a_user_has_so_many_keys_and_room_again_after_a_revocation(api: Api) -> None:
    made = [api.make()["key"]["key_id"] for _ in range(MOST_KEYS)]
    status, refusal = api.call(ANN, "POST", body={"title": "t"})
    assert (status, refusal["code"]) == (409, "TOO_MANY_KEYS")
    api.call(ANN, "DELETE", key_id=made[0])
    api.make()


def test_what_ended_is_removed_a_quarter_later(api: Api) -> None:
    key = api.make(expires_in_days=2)["key"]
    [item] = api.store.client.scan(TableName=api.store.table)["Items"]
    assert int(item["delete_after"]["N"]) == int(key["expires_at"] + 90 * DAY_S)


@pytest.mark.parametrize("caller", [ANN, replace(BOB, role=None, groups=("line-1",))])
def test_callers_learn_who_they_are(api: Api, caller: Principal) -> None:
    status, body = api.call(caller, "GET", resource="/access/me")
    assert status == 200
    assert (body["name"], body["role"], body["kind"]) == (caller.name, caller.role, "user")
    assert body["groups"] == list(caller.groups)
