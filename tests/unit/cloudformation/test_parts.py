"""Pages, events, statuses and refusals of CloudFormation."""

from __future__ import annotations

import pytest

from twin_local.engine.event import Event
from twin_local.services.cloudformation.drifts import stack_status
from twin_local.services.cloudformation.exceptions import ValidationError
from twin_local.services.cloudformation.paging import page
from twin_local.services.cloudformation.resources import spaced
from twin_local.services.cloudformation.revisions import UNSUPPORTED, refuse_unsupported
from twin_local.services.cloudformation.shapes import output_shapes, parameter_shapes
from twin_local.services.cloudformation.stack_table import name_of


def test_pages_follow_one_another() -> None:
    first = page({}, "Items", range(5), limit=3)
    assert first == {"Items": [0, 1, 2], "NextToken": "3"}
    assert page({"NextToken": "3"}, "Items", range(5), limit=3) == {"Items": [3, 4]}
    assert page({}, "Items", range(3), limit=3) == {"Items": [0, 1, 2]}


@pytest.mark.parametrize("token", ["x", "-1", ""])
def test_a_token_of_no_page_is_refused(token: str) -> None:
    with pytest.raises(ValidationError):
        page({"NextToken": token}, "Items", [])


def test_events_of_one_moment_keep_their_order_in_milliseconds() -> None:
    events = [Event(5.0, "s", name, "t", "CREATE_COMPLETE") for name in "abc"]
    later = Event(9.0, "s", "d", "t", "CREATE_COMPLETE")
    times = [round(one.time, 3) for one in spaced([*events, later])]
    assert times == [5.0, 5.001, 5.002, 9.0]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["IN_SYNC", "NOT_CHECKED"], "IN_SYNC"),
        (["IN_SYNC", "MODIFIED", "UNKNOWN"], "DRIFTED"),
        (["DELETED"], "DRIFTED"),
        (["IN_SYNC", "UNKNOWN"], "UNKNOWN"),
        (["NOT_CHECKED"], "NOT_CHECKED"),
        ([], "NOT_CHECKED"),
    ],
)
def test_a_stack_is_in_sync_only_if_something_was_looked_up(
    statuses: list[str], expected: str
) -> None:
    assert stack_status({"StackResourceDriftStatus": one} for one in statuses) == expected


@pytest.mark.parametrize("name", sorted(UNSUPPORTED))
def test_what_would_have_no_effect_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match=name):
        refuse_unsupported({name: True})
    refuse_unsupported({name: False})


@pytest.mark.parametrize(
    ("name", "value"), [("OnFailure", "DO_NOTHING"), ("DeploymentMode", "REVERT_DRIFT")]
)
def test_a_value_that_is_not_possible_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=f"{name} {value}"):
        refuse_unsupported({name: value})


@pytest.mark.parametrize(
    "name", ["site", "arn:aws:cloudformation:us-east-1:111111111111:stack/site/local"]
)
def test_a_stack_has_a_name_and_an_id(name: str) -> None:
    assert name_of(name) == "site"


def test_parameters_show_their_values_except_secrets() -> None:
    template = {
        "Parameters": {
            "Given": {"Type": "String"},
            "Hidden": {"Type": "String", "NoEcho": "true"},
            "Usual": {"Type": "Number", "Default": 3},
        }
    }
    shapes = parameter_shapes(template, {"Given": "x", "Hidden": "y"})
    assert [one["ParameterValue"] for one in shapes] == ["x", "****", "3"]


def test_an_output_says_under_which_name_it_is_exported() -> None:
    template = {"Outputs": {"A": {"Value": 1, "Export": {"Name": "n"}}, "B": {"Description": "d"}}}
    shapes = output_shapes(template, {"A": "x", "B": ["y", "z"]}, {"n": "x"})
    assert shapes == [
        {"OutputKey": "A", "OutputValue": "x", "ExportName": "n"},
        {"OutputKey": "B", "OutputValue": "y,z", "Description": "d"},
    ]
