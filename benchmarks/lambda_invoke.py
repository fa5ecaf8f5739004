"""How long a function takes in the embedded AWS: cold, warm, and behind an API.

Starts an embedded AWS of its own, in memory of a temporary folder, with one function that does
nothing. A cold call is the first one after the configuration changed: a worker is forked for it.
The references are figures of the design: 300 ms to spawn an interpreter with boto3, 13 to 15 ms
for a warm call, 35 to 46 ms through an API with an authorizer; the larger one of each is taken.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import urllib3
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from benchmarks.harness import Result, percentile
from twin_local.execution import install
from twin_local.server.context import ServerContext

ACCOUNT, REGION = "111111111111", "us-east-1"
COLD_RUNS, WARM_RUNS = 40, 300
SPAWN_MS, WARM_MS, API_MS = 300.0, 15.0, 46.0
SOURCE = "def handler(event, context):\n    return {'statusCode': 200, 'body': 'ok'}\n"


@dataclass(frozen=True)
class Local:
    """An embedded AWS with the function `measured` and an HTTP API before it."""

    api: Any
    url: str

    def cold(self, number: int) -> float:
        """Return the milliseconds of the first call after a change."""
        self.api.update_function_configuration(
            FunctionName="measured", Environment={"Variables": {"N": str(number)}}
        )
        return _milliseconds(self.warm_call)

    def warm_call(self) -> None:
        """Invoke the function through the API of Lambda."""
        answer = self.api.invoke(FunctionName="measured", Payload=b"{}")
        if answer.get("FunctionError"):
            raise RuntimeError(answer["Payload"].read().decode())

    def gateway_call(self) -> None:
        """Invoke the function through API Gateway."""
        answer = urllib3.request("GET", self.url)
        if answer.status != 200:
            raise RuntimeError(answer.data.decode())


def run() -> list[Result]:
    """Measure cold and warm calls."""
    with _started() as local:
        cold = [local.cold(number) for number in range(COLD_RUNS)]
        warm = [_milliseconds(local.warm_call) for _ in range(WARM_RUNS)]
        local.gateway_call()
        gateway = [_milliseconds(local.gateway_call) for _ in range(WARM_RUNS)]
    return [
        *_results("Lambda, cold", cold, "spawned interpreter", SPAWN_MS),
        *_results("Lambda, warm", warm, "warm call of the design", WARM_MS),
        *_results("API Gateway to a warm function", gateway, "API call of the design", API_MS),
    ]


def _results(name: str, values: list[float], reference: str, limit_ms: float) -> list[Result]:
    return [
        Result(f"{name}, p{percent}", percentile(values, percent), "ms", reference, limit_ms)
        for percent in (50, 99)
    ]


def _milliseconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


@contextmanager
def _started() -> Iterator[Local]:
    os.environ["MOTO_ACCOUNT_ID"] = ACCOUNT
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    port = server.get_host_and_port()[1]
    endpoint = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        context = ServerContext(
            endpoint_url=endpoint,
            realtime_url="ws://127.0.0.1:0/event/realtime",
            state_dir=Path(folder),
            region=REGION,
            account=ACCOUNT,
            build_dir=Path(folder) / "build",
            repository_root=Path(__file__).resolve().parents[1],
        )
        execution = install(context)
        try:
            yield _prepared(endpoint)
        finally:
            execution.close()
            server.stop()


def _prepared(endpoint: str) -> Local:
    def client(service: str) -> Any:  # noqa: ANN401 - boto3 makes it
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=REGION,
            endpoint_url=endpoint,
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )

    iam, functions, gateway = client("iam"), client("lambda"), client("apigatewayv2")
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    role = iam.create_role(RoleName="measured", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    made = functions.create_function(
        FunctionName="measured",
        Runtime="python3.14",
        Role=role,
        Handler="handler.handler",
        Code={"ZipFile": _zipped()},
    )
    functions.add_permission(
        FunctionName="measured",
        StatementId="api",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
    )
    api_id = gateway.create_api(Name="measured", ProtocolType="HTTP")["ApiId"]
    integration = gateway.create_integration(
        ApiId=api_id,
        IntegrationType="AWS_PROXY",
        IntegrationUri=made["FunctionArn"],
        PayloadFormatVersion="2.0",
    )
    target = f"integrations/{integration['IntegrationId']}"
    gateway.create_route(ApiId=api_id, RouteKey="GET /", Target=target)
    gateway.create_stage(ApiId=api_id, StageName="$default", AutoDeploy=True)
    return Local(functions, f"{endpoint}/_aws/execute-api/{api_id}/")


def _zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("handler.py", SOURCE)
    return buffer.getvalue()
