"""Every operation of SiteWise answers as botocore's model says, or says that it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.core.utils import camelcase_to_underscores

from tests.integration.services.contracts import model_of, observed
from tests.integration.services.minimal_requests import minimal
from tests.integration.services.sitewise_examples import ASSETS, MODELS, Plant
from tests.integration.services.sitewise_value_examples import VALUES
from twin_local import moto_extension
from twin_local.services.iotsitewise.service import SiteWise
from twin_local.services.settings import SETTINGS, configure

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

EXAMPLES = {**MODELS, **ASSETS, **VALUES}
SERVICE = model_of("iotsitewise")
SERVED = SiteWise(account="1", region="r", publish=lambda topic, payload: None).operations()
MISSING = sorted(set(SERVICE.operation_names) - SERVED)


@pytest.fixture(scope="module")
def client() -> Iterator[IoTSiteWiseClient]:
    configure(state_folder=None)
    moto_extension.install()
    with mock_aws():
        yield boto3.client(
            "iotsitewise",
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(retries={"total_max_attempts": 1}),
        )


@pytest.fixture(scope="module")
def plant(client: IoTSiteWiseClient) -> Plant:
    plant = Plant(client, SETTINGS.now())
    plant.build()
    return plant


def test_there_is_an_example_of_every_operation_that_is_served() -> None:
    assert set(EXAMPLES) == SERVED


def test_operations_are_named_as_the_service_names_them() -> None:
    assert set(SERVICE.operation_names) >= SERVED


@pytest.mark.parametrize("operation", sorted(EXAMPLES))
def test_an_answer_has_the_shape_of_the_model(plant: Plant, operation: str) -> None:
    with observed("iotsitewise", SiteWise) as seen:
        EXAMPLES[operation](plant)
    assert operation in seen.operations
    assert seen.wrong == []


@pytest.mark.parametrize("operation", MISSING)
def test_an_operation_that_is_missing_is_named(client: IoTSiteWiseClient, operation: str) -> None:
    request = minimal(SERVICE.operation_model(operation).input_shape)
    call = getattr(client, camelcase_to_underscores(operation))
    with pytest.raises(ClientError, match=f"iotsitewise:{operation} is not implemented") as caught:
        call(**request)
    assert caught.value.response["Error"]["Code"] == "NotImplemented"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
