"""Prices are dated, and nothing that has no price is counted as nothing."""

from __future__ import annotations

from datetime import date

import pytest

from twin.cost import idle
from twin.cost.idle import IdleLine, idle_cost
from twin.cost.rates import MAXIMUM_AGE_MONTHS, assumptions, oldest, rates
from twin.quota import is_overdue


def test_no_price_is_too_old() -> None:
    today = date.today()
    for read in (oldest(), idle.dated(), *(one.date for one in assumptions().values())):
        assert not is_overdue(read, today, maximum_months=MAXIMUM_AGE_MONTHS), (
            "read the prices of AWS again, and date what was read"
        )


def test_every_rate_says_where_it_is_from_and_how_sure_it_is() -> None:
    for one in rates().values():
        assert one.source and one.unit and one.usd and one.per >= 1
        assert one.confidence in ("verified", "documented", "unverified")


def test_a_region_without_a_price_has_that_of_another_and_says_so() -> None:
    rate = rates()["sitewise_messages"]
    assert rate.region_for("ap-south-1") == "ap-south-1"
    assert rate.cost(2_000_000, "ap-south-1") == pytest.approx(2.60)
    assert rate.region_for("eu-central-1") == "us-east-1"
    assert rate.cost(1_000_000, "eu-central-1") == pytest.approx(1.00)


def template(**resources: dict[str, object]) -> dict[str, object]:
    return {"Resources": resources}


def test_idle_cost_counts_resources_by_type() -> None:
    keys = template(A={"Type": "AWS::KMS::Key"}, B={"Type": "AWS::KMS::Key"})
    cost = idle_cost([keys, template(C={"Type": "AWS::IAM::Role"})])
    assert cost.priced == (IdleLine("AWS::KMS::Key", 2, 2.0),)
    assert (cost.usd, cost.unknown) == (2.0, ())


def test_an_unknown_type_is_listed_and_never_free() -> None:
    cost = idle_cost([template(A={"Type": "AWS::Quantum::Computer"})])
    assert cost.unknown == (IdleLine("AWS::Quantum::Computer", 1, None),)
    assert cost.usd == 0.0


@pytest.mark.parametrize(
    ("resource", "usd"),
    [
        ({"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST"}}, 0.0),
        ({"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PROVISIONED"}}, None),
        ({"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface"}}, 7.3),
        ({"Type": "AWS::EC2::VPCEndpoint"}, 0.0),
        ({"Type": "Custom::TwinValueStorage"}, 0.0),
        (
            {
                "Type": "AWS::Batch::ComputeEnvironment",
                "Properties": {"ComputeResources": {"Type": "EC2", "MinvCpus": 4}},
            },
            None,
        ),
    ],
)
def test_the_price_of_a_resource_depends_on_what_it_states(
    resource: dict[str, object], usd: float | None
) -> None:
    cost = idle_cost([template(A=resource)])
    assert [line.usd for line in cost.priced] == ([usd] if usd else [])
    assert len(cost.unknown) == (usd is None)


def test_items_of_a_list_cost_beside_their_resource() -> None:
    def acl(**properties: object) -> dict[str, object]:
        return {"Type": "AWS::WAFv2::WebACL", "Properties": properties}

    assert idle_cost([template(A=acl(Rules=[{}, {}, {}]))]).usd == 8.0
    assert idle_cost([template(A=acl())]).usd == 5.0
