"""Events that are put on a bus are decided one by one, by their source and their kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.execution.access.conftest import Role, refused
from tests.integration.execution.conftest import ACCOUNT, REGION

MakeRole = Callable[[], Role]
BUS = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/default"
OWN = {"events:source": "twin.spatial.job", "events:detail-type": "JobProgressed"}


def event(source: str, kind: str) -> dict[str, str]:
    return {"Source": source, "DetailType": kind, "Detail": "{}"}


@pytest.fixture
def job(role: MakeRole) -> Role:
    """Return a role that may put one kind of event."""
    made = role()
    made.allow("events:PutEvents", on=BUS, Condition={"StringEquals": OWN})
    return made


def test_own_kind_of_event_is_taken(job: Role) -> None:
    answer = job.client("events").put_events(Entries=[event("twin.spatial.job", "JobProgressed")])
    assert answer["FailedEntryCount"] == 0


@pytest.mark.parametrize(
    ("source", "kind"),
    [("twin.spatial", "JobProgressed"), ("twin.spatial.job", "AssetPublished")],
)
def test_one_event_of_another_kind_refuses_the_call(job: Role, source: str, kind: str) -> None:
    entries = [event("twin.spatial.job", "JobProgressed"), event(source, kind)]
    error = refused(lambda: job.client("events").put_events(Entries=entries))
    assert error["Code"] == "AccessDeniedException"
    assert BUS in error["Message"]
