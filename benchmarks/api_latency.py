"""How long a call of the API takes in the embedded AWS, against the bare calls beneath it.

A call goes through API Gateway, the authorizer (its answer is cached, as in AWS), the function and
what it reads. The references are of the same run: for reads of tables a DynamoDB GetItem by boto3
from this process, for answers that read nothing the open description of one code, which passes
neither authorizer nor table.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import urllib3

from benchmarks.harness import Result, percentile
from benchmarks.running import running_twin
from twin_local.cli.client import ApiClient
from twin_local.cli.profile import local

PORT_BASE = 18_920
CALLS = 200

STATIC = ("an answer that reads nothing", "/problems/TOKEN_INVALID")
READS = (
    ("GET /site", "/site"),
    ("GET /alarms", "/alarms"),
    ("GET /runs", "/runs"),
    ("GET /databases", "/databases"),
    ("GET /databases/site", "/databases/site"),
    ("GET /databases/site/assets", "/databases/site/assets"),
)


@dataclass(frozen=True)
class Twin:
    """The addresses of a running twin, and a token."""

    api_url: str
    endpoint_url: str
    region: str
    token: str

    @classmethod
    def of(cls, status_file: Path) -> Twin:
        """Read where a twin runs, and sign in."""
        status = json.loads(status_file.read_text())
        client = ApiClient(local("admin", status_file=status_file))
        return cls(status["api_url"], status["endpoint_url"], status["region"], client.access_token)

    def get(self, path: str) -> None:
        """Ask the API; raise `RuntimeError` where it refuses."""
        headers = {"authorization": f"Bearer {self.token}"}
        answer = POOL.request("GET", f"{self.api_url}{path}", headers=headers)
        if answer.status != 200:
            raise RuntimeError(answer.data.decode())


POOL = urllib3.PoolManager(retries=False)


def run() -> list[Result]:
    """Measure reads of every kind."""
    with tempfile.TemporaryDirectory() as state, running_twin(PORT_BASE, state=state):
        twin = Twin.of(Path(state) / "status.json")
        bare = _milliseconds(_get_item(twin))
        static = _milliseconds(lambda: twin.get(STATIC[1]))
        calls = {name: _milliseconds(_call(twin, path)) for name, path in READS}
    return [
        *_results("DynamoDB GetItem by boto3", bare, "", None),
        *_results(f"API: {STATIC[0]}", static, "GetItem", bare),
        *(one for name, took in calls.items() for one in _results(name, took, "GetItem", bare)),
    ]


def _call(twin: Twin, path: str) -> Callable[[], None]:
    return lambda: twin.get(path)


def _get_item(twin: Twin) -> Callable[[], object]:
    client: Any = boto3.client(
        "dynamodb",
        region_name=twin.region,
        endpoint_url=twin.endpoint_url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    table = next(name for name in client.list_tables()["TableNames"] if "atalog" in name)
    key = {"pk": {"S": "database#site"}, "sk": {"S": "database"}}
    return lambda: client.get_item(TableName=table, Key=key)


def _milliseconds(action: Callable[[], object]) -> list[float]:
    """Return how long each call took, after some that warm up."""
    for _ in range(5):
        action()
    took = []
    for _ in range(CALLS):
        start = time.perf_counter()
        action()
        took.append(1000 * (time.perf_counter() - start))
    return took


def _results(
    name: str, took: list[float], reference: str, bare: list[float] | None
) -> list[Result]:
    return [
        Result(
            f"{name}, p{percent}",
            percentile(took, percent),
            "ms",
            reference,
            None if bare is None else percentile(bare, percent),
        )
        for percent in (50, 99)
    ]
