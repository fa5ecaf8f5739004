"""Messages reach the live channel signed, in order, and never silently fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from twin.compile import compile_site
from twin.definition import load_site
from twin_runtime import live
from twin_runtime.errors import LivePublishFailed
from twin_runtime.site import site

HOST = "abc123.appsync-api.us-east-1.amazonaws.com"


@dataclass
class Channel:
    """What the service got, and what it answers."""

    requests: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    status: int = 200
    answer: dict[str, Any] = field(default_factory=lambda: {"successful": [], "failed": []})


@pytest.fixture
def channel(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, repository_root: Path
) -> Iterator[Channel]:
    state = Channel()

    class Events(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            state.requests.append(({**headers, ":path": self.path}, body))
            self.send_response(state.status)
            self.end_headers()
            self.wfile.write(json.dumps(state.answer).encode())

        def log_message(self, *arguments: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Events)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    document = compile_site(load_site(repository_root / "sites" / "demo.yaml"))
    (tmp_path / "site.json").write_text(document.to_json(), encoding="utf-8")
    for name, value in {
        "LAMBDA_TASK_ROOT": str(tmp_path),
        "LIVE_HTTP_HOST": HOST,
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
        "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "session",
    }.items():
        monkeypatch.setenv(name, value)
    site.cache_clear()
    live._session.cache_clear()
    yield state
    site.cache_clear()
    live._session.cache_clear()
    live._pool().clear()
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_message_is_published_signed_to_the_site_s_channel(channel: Channel) -> None:
    live.publish("alarms", [{"alarm_id": "P-101.high_vibration"}])
    ((headers, body),) = channel.requests
    assert (headers[":path"], headers["host"]) == ("/event", HOST)
    assert "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/" in headers["authorization"]
    assert "/us-east-1/appsync/aws4_request" in headers["authorization"]
    assert headers["x-amz-security-token"] == "session"
    assert body["channel"] == "/twin/demo/alarms"
    assert [json.loads(one) for one in body["events"]] == [{"alarm_id": "P-101.high_vibration"}]


def test_many_messages_go_in_order_and_no_call_has_more_than_the_limit(channel: Channel) -> None:
    live.publish("values", [{"n": n} for n in range(12)])
    sizes = [len(body["events"]) for _, body in channel.requests]
    assert sizes == [5, 5, 2]
    sent = [json.loads(one)["n"] for _, body in channel.requests for one in body["events"]]
    assert sent == list(range(12))


def test_nothing_to_say_calls_nobody(channel: Channel) -> None:
    live.publish("values", [])
    assert channel.requests == []


def test_a_refused_call_is_an_error(channel: Channel) -> None:
    channel.status = 401
    with pytest.raises(LivePublishFailed, match="401"):
        live.publish("values", [{"n": 1}])


def test_a_refused_message_is_an_error(channel: Channel) -> None:
    channel.answer = {"successful": [], "failed": [{"index": 0, "errorCode": 400}]}
    with pytest.raises(LivePublishFailed, match="errorCode"):
        live.publish("values", [{"n": 1}])
