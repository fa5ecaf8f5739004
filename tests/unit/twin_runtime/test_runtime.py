"""Settings, events, clients and logs of the functions."""

from __future__ import annotations

import json
import logging

import boto3
import pytest
from moto import mock_aws

from twin_runtime import clients
from twin_runtime.errors import EventRejected, SettingMissing
from twin_runtime.events import put_detail
from twin_runtime.logging import JsonFormatter
from twin_runtime.settings import setting


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for client in (clients.events, clients.s3, clients.iotsitewise, clients.iot_data):
        client.cache_clear()


@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_setting_names_itself_and_its_function(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "demo-Route")
    monkeypatch.delenv("ALARM_TABLE", raising=False)
    if value is not None:
        monkeypatch.setenv("ALARM_TABLE", value)
    with pytest.raises(SettingMissing, match="demo-Route has no ALARM_TABLE"):
        setting("ALARM_TABLE")


@mock_aws
def test_an_event_is_put_on_the_site_s_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENT_BUS_NAME", "TwinBus")
    bus = boto3.client("events")
    bus.create_event_bus(Name="TwinBus")
    put_detail("twin.iot", "AlarmStateChanged", {"alarm_id": "P-101.high_vibration"})


def test_an_event_that_the_bus_did_not_take_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = {
        "FailedEntryCount": 1,
        "Entries": [{"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}],
    }
    monkeypatch.setenv("EVENT_BUS_NAME", "TwinBus")
    monkeypatch.setattr(clients.events(), "put_events", lambda **_: refused)
    with pytest.raises(EventRejected, match="ThrottlingException: slow down"):
        put_detail("twin.iot", "AlarmStateChanged", {})


def test_a_custom_endpoint_has_one_host_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:8701")
    client = clients.iotsitewise()
    assert client.meta.config.inject_host_prefix is False
    url = clients.s3().generate_presigned_url("get_object", Params={"Bucket": "assets", "Key": "k"})
    assert url.startswith("http://127.0.0.1:8701/assets/k?")


def test_presigned_addresses_on_aws_are_regional_and_signed_with_version_four() -> None:
    url = clients.s3().generate_presigned_url("get_object", Params={"Bucket": "assets", "Key": "k"})
    assert url.startswith("https://assets.s3.us-east-1.amazonaws.com/k?")
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in url


def test_a_log_line_is_one_json_object_with_its_fields() -> None:
    record = logging.makeLogRecord({"msg": "refused %s", "args": ("it",), "levelname": "WARNING"})
    record.error = {"code": "TOKEN_INVALID"}
    line = JsonFormatter().format(record)
    entry = json.loads(line)
    assert "\n" not in line
    assert (entry["level"], entry["message"]) == ("WARNING", "refused it")
    assert entry["error"] == {"code": "TOKEN_INVALID"}


def test_a_log_line_carries_the_stack_trace() -> None:
    try:
        raise ValueError("broken")
    except ValueError as error:
        record = logging.makeLogRecord({"exc_info": (ValueError, error, error.__traceback__)})
    assert "ValueError: broken" in json.loads(JsonFormatter().format(record))["stackTrace"]
