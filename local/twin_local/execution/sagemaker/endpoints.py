"""Endpoints: one model server for each production variant, from Creating to deleted.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
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

SERVING = ("InService", "Updating")
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

    def stop(self) -> None:
        """Stop the servers."""
        if self.queue is not None:
            self.queue.shutdown(wait=False, cancel_futures=True)
        for server in self.servers.values():
            threading.Thread(target=server.stop, name="endpoint-stop", daemon=True).start()


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
        self._begin(self._start, backend, live)

    def update(
        self, backend: SageMakerModelBackend, endpoint: FakeEndpoint, config_name: str
    ) -> None:
        """Begin to serve an endpoint by another configuration; until then the old one serves."""
        live = Live(endpoint, backend.describe_endpoint_config(config_name))
        change(endpoint, "endpoint", "Updating", self._machine.emit, failure_reason=None)
        self._begin(self._exchange, backend, live)

    def live(self, backend: SageMakerModelBackend, name: str) -> Live:
        """Return an endpoint that is in service.

        Raises:
            ValidationError: there is none.
        """
        endpoint = backend.endpoints.get(name)
        found = self._live.get(endpoint.arn) if endpoint else None
        if endpoint is None or found is None or endpoint.endpoint_status not in SERVING:
            message = f"Endpoint {name} of account {backend.account_id} not found."
            raise ValidationError(message=message)
        return found

    def delete(self, arn: str) -> None:
        """Stop the servers of an endpoint."""
        live = self._live.pop(arn, None)
        if live is not None:
            live.stop()

    def _begin(
        self,
        work: Callable[[SageMakerModelBackend, Live], None],
        backend: SageMakerModelBackend,
        live: Live,
    ) -> None:
        threading.Thread(target=work, args=(backend, live), name="endpoint", daemon=True).start()

    def _start(self, backend: SageMakerModelBackend, live: Live) -> None:
        endpoint = live.endpoint
        reason = self._serve(backend, live)
        if reason is not None:
            self.delete(endpoint.arn)
            change(endpoint, "endpoint", "Failed", self._machine.emit, failure_reason=reason)
        elif self._live.get(endpoint.arn) is live:
            change(endpoint, "endpoint", "InService", self._machine.emit)
        else:
            live.stop()  # it was deleted meanwhile

    def _exchange(self, backend: SageMakerModelBackend, live: Live) -> None:
        """Put new servers in the place of the old ones; these stay if the new ones fail."""
        endpoint = live.endpoint
        reason = self._serve(backend, live)
        if reason is not None or backend.endpoints.get(endpoint.endpoint_name) is not endpoint:
            live.stop()
            change(endpoint, "endpoint", "InService", self._machine.emit, failure_reason=reason)
            return
        old, self._live[endpoint.arn] = self._live.get(endpoint.arn), live
        change(
            endpoint,
            "endpoint",
            "InService",
            self._machine.emit,
            endpoint_config_name=live.config["EndpointConfigName"],
            production_variants=endpoint._process_production_variants(
                live.config["ProductionVariants"]
            ),
        )
        if old is not None:
            old.stop()

    def _serve(self, backend: SageMakerModelBackend, live: Live) -> str | None:
        """Start the servers; return why that failed, None when all are healthy."""
        for variant in live.config["ProductionVariants"]:
            name = str(variant["VariantName"])
            try:
                live.servers[name] = self._server(backend, live, variant)
            except (ContainerUnavailable, NotHealthy, ClientError, KeeperGone, ValueError) as error:
                return (
                    f"The container for production variant {name} did not pass the ping health"
                    f" check: {error}"
                )
        settings = (live.config.get("AsyncInferenceConfig") or {}).get("ClientConfig") or {}
        most = int(settings.get("MaxConcurrentInvocationsPerInstance") or MOST_AT_ONCE)
        live.queue = ThreadPoolExecutor(most, thread_name_prefix="asynchronous-inference")
        return None

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
