# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""What a connector's function says when it cannot answer, to who asked and to its log."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from connector_runtime.serving import ConnectorFailure, serve
from connector_runtime.token_http import TokenHttp
from tests.unit.connectors.conftest import MemoryItems, history_event, properties_of
from twin.connectors.connector import Site
from twin.connectors.errors import SourceUnavailable
from twin.connectors.http import HttpRequest
from twin.connectors.sources.alarms import CONNECTOR
from twin_runtime.logging import logger

CONTEXT = SimpleNamespace(aws_request_id="abc-123")


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "said so"}}, "Query")


@pytest.fixture
def event(site: Site) -> dict[str, Any]:
    properties = properties_of(CONNECTOR.kinds(site), alarm_key="P-101.high_vibration")
    return history_event(properties, "alarm_state")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (refused("AccessDeniedException"), "SOURCE_REFUSED.*AccessDeniedException"),
        (refused("ThrottlingException"), "SOURCE_UNAVAILABLE.*said so"),
        (EndpointConnectionError(endpoint_url="http://x"), "SOURCE_UNAVAILABLE.*http://x"),
    ],
)
def test_errors_of_aws_become_a_text_and_a_log_line_of_one_id(
    event: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    said: str,
) -> None:
    def broken() -> Any:
        raise error

    logger.cache_clear()  # so that it writes where this test reads
    with pytest.raises(ConnectorFailure, match=said) as caught:
        serve(event, CONTEXT, key_property="alarm_key", source=broken)
    logger.cache_clear()
    assert str(caught.value).endswith("(correlation id abc-123)")
    line = json.loads(capsys.readouterr().out)
    assert (line["correlation_id"], line["level"]) == ("abc-123", "ERROR")
    assert re.match(said.partition(".")[0], line["error"]["code"])
    assert line["request"]["entityId"] == "P-101"


def test_an_answer_says_nothing_of_itself(
    event: dict[str, Any], site: Site, items: MemoryItems, capsys: pytest.CaptureFixture[str]
) -> None:
    answered = serve(
        event, CONTEXT, key_property="alarm_key", source=lambda: CONNECTOR.source(site, items)
    )
    assert answered == {"propertyValues": []}
    assert capsys.readouterr().out == ""


def test_a_database_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connector_runtime.token_http.read_token", lambda _: "token")
    http = TokenHttp("secret")
    with pytest.raises(SourceUnavailable, match=r"http://127\.0\.0\.1:1/query"):
        http.send(HttpRequest("http://127.0.0.1:1/query", b""))
