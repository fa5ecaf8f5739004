"""Create, update and delete endpoints.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.sagemaker.exceptions import ValidationError
from moto.sagemaker.models import FakeEndpoint, SageMakerModelBackend
from moto.sagemaker.responses import SageMakerResponse

from twin_local.execution.patching import extend, original, replace
from twin_local.execution.sagemaker.endpoints import Endpoints

Backend = SageMakerModelBackend
UPDATABLE = ("InService", "Failed")


def install(endpoints: Endpoints) -> None:
    """Serve endpoints that are created, and stop those that are deleted."""

    def create(backend: Backend, *args: object, **settings: Any) -> FakeEndpoint:
        name = str(settings.get("endpoint_name"))
        if name in backend.endpoints:
            raise ValidationError(message=f"Cannot create already existing endpoint {name!r}.")
        made: FakeEndpoint = original(Backend, "create_endpoint")(backend, *args, **settings)
        endpoints.create(backend, made)
        return made

    def delete(backend: Backend, endpoint_name: str) -> None:
        known = backend.endpoints.get(endpoint_name)
        original(Backend, "delete_endpoint")(backend, endpoint_name)
        if known is not None:
            endpoints.delete(known.arn)

    def update(response: SageMakerResponse) -> ActionResult:
        backend, name = response.sagemaker_backend, str(response._get_param("EndpointName"))
        backend.describe_endpoint(name)
        endpoint = backend.endpoints[name]
        if endpoint.endpoint_status not in UPDATABLE:
            raise ValidationError(message=f'Cannot update in-progress endpoint "{endpoint.arn}".')
        endpoints.update(backend, endpoint, str(response._get_param("EndpointConfigName")))
        return ActionResult({"EndpointArn": endpoint.arn})

    replace(Backend, "create_endpoint", create)
    replace(Backend, "delete_endpoint", delete)
    extend(SageMakerResponse, "update_endpoint", update)
