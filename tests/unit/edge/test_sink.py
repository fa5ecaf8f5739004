"""What SiteWise is asked, and how its answers and failures are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest
from botocore.config import Config
from botocore.stub import ANY, Stubber

from edge_publisher.batches import Entry, make_entries
from edge_publisher.sink import EntryError, RequestRefused, SinkUnavailable, SiteWiseSink
from edge_runtime.rows import SpooledSample
from twin.telemetry.sample import NANOSECONDS, Sample, Value

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

SECOND = 1_790_000_000


@pytest.fixture
def client() -> IoTSiteWiseClient:
    return boto3.client(
        "iotsitewise",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )


@pytest.fixture
def stub(client: IoTSiteWiseClient) -> Iterator[Stubber]:
    with Stubber(client) as stubber:
        yield stubber


def entries(*values: Value, alias: str = "/demo/s0") -> list[Entry]:
    return make_entries(
        [
            SpooledSample(n, Sample(alias, (SECOND + n) * NANOSECONDS + 5, value, "GOOD"))
            for n, value in enumerate(values)
        ]
    )


@pytest.mark.parametrize(
    "code",
    [
        "AccessDeniedException",
        "UnrecognizedClientException",
        "ExpiredTokenException",
        "InvalidSignatureException",
        "ThrottlingException",
        "ResourceNotFoundException",
        "InternalFailureException",
    ],
)
def test_failure_of_the_whole_call_says_nothing_about_the_values(
    client: IoTSiteWiseClient, stub: Stubber, code: str
) -> None:
    stub.add_client_error("batch_put_asset_property_value", code, "no", 403)
    with pytest.raises(SinkUnavailable):
        SiteWiseSink(client, {}).put(entries(1.0))


def test_malformed_request_is_told_apart(client: IoTSiteWiseClient, stub: Stubber) -> None:
    stub.add_client_error("batch_put_asset_property_value", "InvalidRequestException", "no", 400)
    with pytest.raises(RequestRefused):
        SiteWiseSink(client, {}).put(entries(1.0))


def test_errors_name_entry_code_and_exact_times(client: IoTSiteWiseClient, stub: Stubber) -> None:
    error = {
        "errorCode": "TimestampOutOfRangeException",
        "errorMessage": "old",
        "timestamps": [{"timeInSeconds": SECOND, "offsetInNanos": 5}],
    }
    answer = {"errorEntries": [{"entryId": "e0", "errors": [error]}]}
    stub.add_response(
        "batch_put_asset_property_value",
        answer,
        {"entries": ANY, "enablePartialEntryProcessing": True},
    )
    times = frozenset({SECOND * NANOSECONDS + 5})
    expected = EntryError("e0", "TimestampOutOfRangeException", "old", times)
    assert SiteWiseSink(client, {}).put(entries(1.0, 2.0)) == [expected]


class Recorder:
    """A client that answers what it is told and remembers what it was sent."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        self.sent: list[dict[str, Any]] = []

    def batch_put_asset_property_value(self, **request: Any) -> dict[str, Any]:  # noqa: ANN401
        self.sent.append(request)
        return self.answer


def sink(recorder: Recorder) -> SiteWiseSink:
    return SiteWiseSink(cast("IoTSiteWiseClient", recorder), {"/demo/s0": "DOUBLE"})


def test_value_of_another_type_than_the_site_has_now_does_not_stop_the_others() -> None:
    recorder = Recorder({"errorEntries": []})
    errors = sink(recorder).put(entries("manual", 2.0))
    assert [(error.code, error.times) for error in errors] == [
        ("InvalidRequestException", frozenset({SECOND * NANOSECONDS + 5}))
    ]
    (entry,) = recorder.sent[0]["entries"]
    assert [value["value"] for value in entry["propertyValues"]] == [{"doubleValue": 2.0}]


def test_entry_without_any_fit_value_is_not_sent() -> None:
    recorder = Recorder({"errorEntries": []})
    assert len(sink(recorder).put(entries("manual"))) == 1
    assert recorder.sent == []


def test_answer_of_a_proxy_does_not_pass_for_success() -> None:
    with pytest.raises(SinkUnavailable):
        sink(Recorder({})).put(entries(1.0))
