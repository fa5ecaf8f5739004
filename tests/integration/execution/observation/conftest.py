"""What the embedded AWS shows of itself, of the one that runs in this process."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest
from botocore.config import Config

from tests.integration.execution.conftest import REGION
from twin_local.execution import in_process
from twin_local.execution.plant import Execution
from twin_local.server.application import Endpoint
from twin_local.server.http_server import HttpServer
from twin_local.server.observation.build import build
from twin_local.server.persistence.durability import InMemory


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; header names are in lower case."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Observed:
    """A server with the page, its controls, and the recorder at its front."""

    url: str
    execution: Execution

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Return an answer, whatever its status; redirections are not followed."""
        request = urllib.request.Request(f"{self.url}{path}", method=method, headers=headers)
        try:
            with urllib.request.build_opener(_NoRedirects).open(request, timeout=30) as answer:
                return _read(answer)
        except urllib.error.HTTPError as error:
            with error:
                return _read(error)

    def ask(self, control: str, **arguments: object) -> Any:
        """Return what a control answers."""
        answer = self.get(f"/_twin/{control}?{urlencode(arguments)}")
        assert answer.status == 200, answer.body
        return answer.json

    def client(self, service: str, key: str = "test", secret: str = "test", token: str = "") -> Any:
        """Return a client whose calls come by the recorded front."""
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=REGION,
            endpoint_url=self.url,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            aws_session_token=token or None,
            config=Config(inject_host_prefix=False, retries={"total_max_attempts": 1}),
        )


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def _read(answer: Any) -> Answer:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status, answer.read(), headers)


@pytest.fixture(scope="module")
def observed(aws: Execution) -> Iterator[Observed]:
    """Return the server."""
    observation = build(aws)
    endpoint = Endpoint(durability=InMemory(), controls=observation.controls, page=observation.page)
    server = HttpServer(observation.record(endpoint), port=0)
    server.start()
    yield Observed(f"http://127.0.0.1:{server.server_port}", aws)
    server.stop()
    in_process.observe(lambda application: application)


@pytest.fixture
def machine(observed: Observed) -> Iterator[Callable[[str, dict[str, Any]], str]]:
    """Return a maker of state machines; it returns the ARN."""
    api = observed.client("stepfunctions")
    made: list[str] = []

    def make(name: str, definition: dict[str, Any]) -> str:
        role = "arn:aws:iam::111111111111:role/test"
        answer = api.create_state_machine(
            name=name, definition=json.dumps(definition), roleArn=role
        )
        made.append(str(answer["stateMachineArn"]))
        return made[-1]

    yield make
    for arn in made:
        api.delete_state_machine(stateMachineArn=arn)
