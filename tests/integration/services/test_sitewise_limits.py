"""Tags, quotas, rates and client tokens of SiteWise."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import make_asset, make_model, measurement
from twin_local.services.iotsitewise.exceptions import ThrottlingException
from twin_local.services.iotsitewise.throttle import Throttle
from twin_local.services.settings import SETTINGS

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


@pytest.mark.parametrize("kind", ["model", "asset"])
def test_tags_are_put_on_listed_and_taken_off(sitewise: IoTSiteWiseClient, kind: str) -> None:
    made = sitewise.create_asset_model(assetModelName="pump", tags={"site": "one"})
    asset = sitewise.create_asset(
        assetName="P-1", assetModelId=made["assetModelId"], tags={"site": "one"}
    )
    arn = made["assetModelArn"] if kind == "model" else asset["assetArn"]
    sitewise.tag_resource(resourceArn=arn, tags={"line": "2"})
    sitewise.untag_resource(resourceArn=arn, tagKeys=["site", "none"])
    assert sitewise.list_tags_for_resource(resourceArn=arn)["tags"] == {"line": "2"}
    with pytest.raises(sitewise.exceptions.TooManyTagsException, match="at most 50") as caught:
        sitewise.tag_resource(resourceArn=arn, tags={f"key {n}": "" for n in range(50)})
    assert caught.value.response["resourceName"] == arn  # type: ignore[typeddict-item]
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="reserved"):
        sitewise.tag_resource(resourceArn=arn, tags={"aws:owner": "me"})


def test_tags_of_what_is_not_there_or_another_s_are_refused(sitewise: IoTSiteWiseClient) -> None:
    arn = sitewise.create_asset_model(assetModelName="pump")["assetModelArn"]
    with pytest.raises(sitewise.exceptions.UnauthorizedException) as caught:
        sitewise.list_tags_for_resource(resourceArn=arn.replace("us-east-1", "eu-west-1"))
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 401
    with pytest.raises(sitewise.exceptions.ResourceNotFoundException):
        sitewise.list_tags_for_resource(resourceArn=f"{arn[:-36]}{uuid.uuid4()}")


def test_tags_given_at_creation_follow_the_same_rules(sitewise: IoTSiteWiseClient) -> None:
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="reserved"):
        sitewise.create_asset_model(assetModelName="pump", tags={"aws:owner": "me"})


@pytest.mark.parametrize(
    ("quota", "most"),
    [
        ("models", 1),
        ("assets", 1),
        ("assets_per_model", 1),
        ("properties_per_model", 2),
        ("children_per_asset", 0),
        ("hierarchies_per_model", 0),
        ("parent_models_per_model", 0),
        ("models_per_tree", 1),
    ],
)
def test_a_quota_ends_what_may_be_made(sitewise: IoTSiteWiseClient, quota: str, most: int) -> None:
    SETTINGS.quotas = {quota: most}
    with pytest.raises(sitewise.exceptions.LimitExceededException, match=quota.replace("_", " ")):
        pump = make_model(sitewise, "pump", measurement("flow"))
        pumps = {"name": "pumps", "childAssetModelId": pump}
        line = make_model(sitewise, "line", *map(measurement, "abc"), assetModelHierarchies=[pumps])
        made = [make_asset(sitewise, name, pump) for name in ("P-1", "P-2")]
        hierarchy = sitewise.describe_asset_model(assetModelId=line)["assetModelHierarchies"][0]
        sitewise.associate_assets(
            assetId=make_asset(sitewise, "L-1", line),
            hierarchyId=hierarchy["id"],
            childAssetId=made[0],
        )


def test_control_operations_have_a_rate_where_that_is_set(
    sitewise: IoTSiteWiseClient, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SETTINGS, "throttles", True)
    SETTINGS.quotas = {"model_operations_per_second": 3}
    once = boto3.client(
        "iotsitewise", region_name="us-east-1", config=Config(retries={"total_max_attempts": 1})
    )
    for _ in range(3):
        once.list_asset_models()
    with pytest.raises(once.exceptions.ThrottlingException) as caught:
        once.list_asset_models()
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429
    assert once.list_assets(filter="TOP_LEVEL")["assetSummaries"] == []
    set_clock.time += 0.5
    once.list_asset_models()


@pytest.mark.parametrize(
    ("operation", "rate"),
    [
        ("GetInterpolatedAssetPropertyValues", 500),
        ("GetAssetPropertyValueHistory", 1_000),
        ("BatchPutAssetPropertyValue", 1_000),
        ("DescribeTimeSeries", 30),
        ("DescribeAsset", 30),
        ("DescribeAssetModel", 10),
    ],
)
def test_each_group_of_operations_has_its_rate(
    monkeypatch: pytest.MonkeyPatch, operation: str, rate: int
) -> None:
    monkeypatch.setattr(SETTINGS, "throttles", True)
    monkeypatch.setattr(SETTINGS, "quotas", {})
    throttle = Throttle(lambda: 0.0)
    for _ in range(rate):
        throttle.check(operation)
    with pytest.raises(ThrottlingException, match=f"more than {rate} requests per second"):
        throttle.check(operation)


def test_a_request_that_comes_again_gets_the_first_answer(sitewise: IoTSiteWiseClient) -> None:
    token = str(uuid.uuid4())
    first = sitewise.create_asset_model(assetModelName="pump", clientToken=token)
    again = sitewise.create_asset_model(assetModelName="pump", clientToken=token)
    assert again["assetModelId"] == first["assetModelId"]
    assert len(sitewise.list_asset_models()["assetModelSummaries"]) == 1
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="other parameters"):
        sitewise.create_asset_model(assetModelName="line", clientToken=token)
