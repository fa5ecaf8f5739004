"""API keys: what proves one, and what ends one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.access.api_key import (
    ApiKey,
    PresentedKey,
    check,
    day_of,
    is_key,
    make,
    parse,
)
from twin.access.errors import AccessError
from twin.access.key_errors import KeyExpired, KeyRevoked, KeyUnknown
from twin.access.principal import Limits

NOW = 1_790_000_000.0
HEX = st.text("0123456789abcdef", min_size=64, max_size=64)


def stored(secret: PresentedKey) -> ApiKey:
    return ApiKey(
        key_id=secret.key_id,
        title="historian",
        digest=secret.digest,
        owner="sub-1",
        owner_name="ann",
        limits=Limits("viewer"),
        created_at=NOW - 10,
        expires_at=NOW + 10,
    )


def test_a_key_is_what_it_was_made_as() -> None:
    secret = make()
    assert parse(str(secret)) == secret
    assert is_key(str(secret))
    assert check(parse(str(secret)), stored(secret), NOW).owner_name == "ann"


def test_two_keys_have_nothing_in_common() -> None:
    keys = [make() for _ in range(50)]
    assert len({key.key_id for key in keys}) == len({key.secret for key in keys}) == 50


@given(secret=HEX)
def test_no_other_secret_is_accepted(secret: str) -> None:
    right = make()
    with pytest.raises(KeyUnknown):
        check(PresentedKey(right.key_id, secret), stored(right), NOW)


def test_one_changed_digit_is_refused() -> None:
    right = make()
    last = "0" if right.secret[-1] != "0" else "1"
    with pytest.raises(KeyUnknown):
        check(PresentedKey(right.key_id, right.secret[:-1] + last), stored(right), NOW)


@given(text=st.text(max_size=120))
def test_text_that_is_no_key_is_unknown(text: str) -> None:
    with pytest.raises(KeyUnknown):
        parse(text)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: key.upper(),
        lambda key: key + "\n",
        lambda key: " " + key,
        lambda key: key[:-1],
        lambda key: key + "0",
        lambda key: key.replace("twin_", "twin-"),
        lambda key: key.replace("twin", "tw\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}n"),
    ],
)
def test_a_key_is_one_text_exactly(spoil: object) -> None:
    text = str(make())
    with pytest.raises(KeyUnknown):
        parse(spoil(text))  # type: ignore[operator]


@pytest.mark.parametrize("token", ["eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "", "twin", "Twin_"])
def test_a_token_of_the_pool_is_no_key(token: str) -> None:
    assert not is_key(token)


def test_an_absent_key_and_a_wrong_secret_say_the_same() -> None:
    secret, other = make(), make()
    told = []
    for key in (None, stored(other)):
        with pytest.raises(AccessError) as caught:
            check(secret, key, NOW)
        told.append(caught.value.to_dict())
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("now", "revoked_at", "error"),
    [
        (NOW, NOW - 1, KeyRevoked),
        (NOW + 10, None, KeyExpired),
        (NOW + 1e9, None, KeyExpired),
        (NOW + 11, NOW, KeyRevoked),
    ],
)
def test_what_ended_is_refused(
    now: float, revoked_at: float | None, error: type[AccessError]
) -> None:
    secret = make()
    with pytest.raises(error):
        check(secret, replace(stored(secret), revoked_at=revoked_at), now)


def test_who_does_not_know_the_secret_learns_nothing_of_its_end() -> None:
    secret = make()
    ended = replace(stored(secret), revoked_at=NOW, expires_at=NOW)
    with pytest.raises(KeyUnknown):
        check(PresentedKey(secret.key_id, make().secret), ended, NOW)


def test_a_secret_is_in_no_log() -> None:
    secret = make()
    assert secret.secret not in repr(secret)
    assert secret.secret not in repr(stored(secret))


def test_days_are_those_of_utc() -> None:
    assert day_of(0) == "1970-01-01"
    assert day_of(86_399.9) == "1970-01-01"
    assert day_of(86_400) == "1970-01-02"
