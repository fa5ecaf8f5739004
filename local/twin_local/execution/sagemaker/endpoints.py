"""Endpoints: one model server for each production variant, from Creating to deleted.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError
from moto.sagemaker.exceptions import ValidationError
from moto.sagemaker.models import FakeEndpoint, SageMakerModelBackend

from twin_local.execution.batch.errors import ContainerUnavailable
from twin_local.execution.processes.client import KeeperGone
from twin_local.execution.sagemaker.machine import Machine
from twin_local.execution.sagemaker.serving import ModelServer, NotHealthy
from twin_local.execution.sagemaker.status import change

MOST_AT_ONCE = 4
"""Asynchronous requests at once, where the endpoint does not say."""


@dataclass
class Live:
    """An endpoint that has servers; `queue` takes its asynchronous requests."""

    endpoint: FakeEndpoint
    config: Mapping[str, Any]
    servers: dict[str, ModelServer] = field(default_factory=dict)
    queue: ThreadPoolExecutor | None = None

    def choose(self, variant: str | None) -> tuple[str, ModelServer]:
        """Return the server of a variant, or one by the variants' weights.

        Raises:
            ValidationError: there is no such variant.
        """
        if variant is not None and variant not in self.servers:
            raise ValidationError(message=f"Variant {variant} was not found")
        if variant is None:
            variants = self.config["ProductionVariants"]
            weights = [float(one.get("InitialVariantWeight") or 1) for one in variants]
            variant = str(random.choices(variants, weights)[0]["VariantName"])
        return variant, self.servers[variant]


class Endpoints:
    """All endpoints of this process, by ARN."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._live: dict[str, Live] = {}

    def create(self, backend: SageMakerModelBackend, endpoint: FakeEndpoint) -> None:
        """Begin to serve an endpoint."""
        config = backend.describe_endpoint_config(endpoint.endpoint_config_name)
        live = self._live[endpoint.arn] = Live(endpoint, config)
        change(endpoint, "endpoint", "Creating", self._machine.emit)
        threading.Thread(
            target=self._start, args=(backend, live), name="endpoint", daemon=True
        ).start()

    def live(self, backend: SageMakerModelBackend, name: str) -> Live:
        """Return an endpoint that is in service.

        Raises:
            ValidationError: there is none.
        """
        endpoint = backend.endpoints.get(name)
        found = self._live.get(endpoint.arn) if endpoint else None
        if endpoint is None or found is None or endpoint.endpoint_status != "InService":
            message = f"Endpoint {name} of account {backend.account_id} not found."
            raise ValidationError(message=message)
        return found

    def delete(self, arn: str) -> None:
        """Stop the servers of an endpoint."""
        live = self._live.pop(arn, None)
        if live is None:
            return
        if live.queue is not None:
            live.queue.shutdown(wait=False, cancel_futures=True)
        for server in live.servers.values():
            threading.Thread(target=server.stop, name="endpoint-stop", daemon=True).start()

    def _start(self, backend: SageMakerModelBackend, live: Live) -> None:
        endpoint = live.endpoint
        for variant in live.config["ProductionVariants"]:
            name = str(variant["VariantName"])
            try:
                server = self._server(backend, live, variant)
            except (ContainerUnavailable, NotHealthy, ClientError, KeeperGone, ValueError) as error:
                self.delete(endpoint.arn)
                reason = (
                    f"The container for production variant {name} did not pass the ping health"
                    f" check: {error}"
                )
                change(endpoint, "endpoint", "Failed", self._machine.emit, failure_reason=reason)
                return
            live.servers[name] = server
        settings = (live.config.get("AsyncInferenceConfig") or {}).get("ClientConfig") or {}
        most = int(settings.get("MaxConcurrentInvocationsPerInstance") or MOST_AT_ONCE)
        live.queue = ThreadPoolExecutor(most, thread_name_prefix="asynchronous-inference")
        if endpoint.arn in self._live:
            change(endpoint, "endpoint", "InService", self._machine.emit)

    def _server(
        self, backend: SageMakerModelBackend, live: Live, variant: Mapping[str, Any]
    ) -> ModelServer:
        model = backend.describe_model(str(variant["ModelName"]))
        container = model.primary_container or (model.containers or [{}])[0]
        if len(model.containers or ()) > 1:
            raise ValueError("models of several containers are not implemented")
        group = f"/aws/sagemaker/Endpoints/{live.endpoint.endpoint_name}"
        stream = f"{variant['VariantName']}/{int(time.time())}"
        write = self._machine.log(backend.account_id, backend.region_name, group, stream)
        server = ModelServer(self._machine, role=model.execution_role_arn, write=write)
        server.start(container)
        return server
