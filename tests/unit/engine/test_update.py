"""Which calls an update makes, also from a state that is not known for sure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from twin_local.engine.clients import Clients, OperationError
from twin_local.engine.requests import Requests
from twin_local.engine.resource_state import Physical
from twin_local.engine.table import TABLE
from twin_local.engine.table_update import TableUpdate, is_done, is_gone

Properties = dict[str, Any]


class Recorded(Clients):
    """Clients that send nothing; what `refused` names is answered with an error."""

    def __init__(self, refused: Mapping[str, str] | None = None) -> None:
        super().__init__(endpoint_url="http://127.0.0.1:1", region="us-east-1")
        self.sent: list[tuple[str, Any]] = []
        self.refused = refused or {}

    def call(self, service: str, name: str, parameters: Mapping[str, Any]) -> Properties:
        """Note the operation and what tells it apart from others of its name."""
        self.sent.append((name, parameters.get("TagKeys") or parameters.get("Tags")))
        if name in self.refused:
            raise OperationError(name, self.refused[name], "refused")
        return {}


def role(*tags: tuple[str, str]) -> Properties:
    """Return a role's properties with tags."""
    given = [{"Key": key, "Value": value} for key, value in tags]
    return {"RoleName": "r", **({"Tags": given} if given else {})}


def update(
    clients: Recorded, before: Properties, wanted: Properties, attempted: Properties | None = None
) -> list[tuple[str, Any]]:
    """Update a role and return what was sent."""
    physical = Physical("R", "AWS::IAM::Role", "r", before, before, attempted=attempted)
    requests = Requests(TABLE["AWS::IAM::Role"], clients)
    TableUpdate(requests, physical, wanted, {"p": wanted, "id": "r", "o": before}).run()
    return clients.sent


def tag(key: str, value: str) -> tuple[str, Any]:
    return ("TagRole", [{"Key": key, "Value": value}])


def test_what_has_not_changed_is_not_sent() -> None:
    assert update(Recorded(), role(("a", "1")), role(("a", "1"))) == []


def test_tags_that_left_go_and_others_are_set() -> None:
    sent = update(Recorded(), role(("a", "1"), ("b", "1")), role(("b", "2")))
    assert sent == [("UntagRole", ["a"]), ("UntagRole", ["b"]), tag("b", "2")]


def test_all_tags_may_leave() -> None:
    assert update(Recorded(), role(("a", "1")), role()) == [("UntagRole", ["a"])]


def test_after_a_failed_update_what_either_state_may_have_is_led_to_what_is_wanted() -> None:
    before, attempted = role(("a", "1")), role(("b", "1"))
    assert update(Recorded(), before, before, attempted) == [("UntagRole", ["b"]), tag("a", "1")]
    third = role(("c", "1"))
    sent = update(Recorded(), before, third, attempted)
    assert sent == [("UntagRole", ["a"]), ("UntagRole", ["b"]), tag("c", "1")]


def test_what_is_gone_already_is_an_error_only_when_the_state_was_known() -> None:
    before, wanted = role(("a", "1")), role(("b", "1"))
    refused = {"UntagRole": "NoSuchEntity"}
    with pytest.raises(OperationError):
        update(Recorded(refused), before, wanted)
    assert update(Recorded(refused), before, wanted, before)[-1] == tag("b", "1")


def test_other_errors_are_never_passed_over() -> None:
    before = role(("a", "1"))
    with pytest.raises(OperationError):
        update(Recorded({"UntagRole": "AccessDenied"}), before, role(), before)


@pytest.mark.parametrize("code", ["NoSuchEntity", "ResourceNotFoundException", "NoSuchBucket"])
def test_codes_of_what_is_gone(code: str) -> None:
    assert is_gone(code) and is_done(code)


@pytest.mark.parametrize("code", ["InvalidPermission.Duplicate", "EntityAlreadyExists"])
def test_codes_of_what_is_there(code: str) -> None:
    assert is_done(code) and not is_gone(code)


@pytest.mark.parametrize("code", ["AccessDenied", "NoAnswer", "ParamValidation", "Timeout"])
def test_codes_of_failures(code: str) -> None:
    assert not is_done(code)


def test_services_without_a_code_for_it_say_in_the_text_what_is_gone() -> None:
    assert is_gone("ValidationException", "Could not find endpoint 'arn'.")
    assert not is_gone("ValidationException", "Cannot update in-progress endpoint")
    assert not is_gone("LimitExceeded", "the quota does not exist")
