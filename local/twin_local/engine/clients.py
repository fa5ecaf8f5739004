"""The API clients of a deployment: one per service, all at the given endpoint."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

import boto3
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
from botocore.model import OperationModel, StructureShape

from twin_local.engine.json_value import Json, Properties

DEPLOYMENT = "twin-deployment"
"""Stands in the user agent of a deployment's calls."""

EMPTY = StructureShape("Empty", {"type": "structure", "members": {}})


class OperationError(Exception):
    """An operation was answered with an error; `code` is the API's error code."""

    def __init__(self, operation: str, code: str, message: str) -> None:
        super().__init__(f"{operation}: {code}: {message}")
        self.operation = operation
        self.code = code
        self.message = message


class Clients:
    """Calls API operations by name; safe to share between threads."""

    def __init__(self, *, endpoint_url: str, region: str) -> None:
        self.endpoint_url = endpoint_url
        self._session = boto3.session.Session(
            aws_access_key_id="local", aws_secret_access_key="local", region_name=region
        )
        self._config = Config(
            inject_host_prefix=False,
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path"},
            connect_timeout=5,
            user_agent_extra=DEPLOYMENT,
            read_timeout=120,
        )
        self._clients: dict[str, BaseClient] = {}
        self._lock = threading.Lock()

    def client(self, service: str) -> BaseClient:
        """Return the boto3 client of a service."""
        with self._lock:
            if service not in self._clients:
                create: Callable[..., BaseClient] = self._session.client
                self._clients[service] = create(
                    service, endpoint_url=self.endpoint_url, config=self._config
                )
            return self._clients[service]

    def operation(self, service: str, name: str) -> OperationModel:
        """Return the model of an operation."""
        model: OperationModel = self.client(service).meta.service_model.operation_model(name)
        return model

    def input_shape(self, service: str, name: str) -> StructureShape:
        """Return what an operation takes."""
        shape = self.operation(service, name).input_shape
        return shape if isinstance(shape, StructureShape) else EMPTY

    def call(self, service: str, name: str, parameters: Mapping[str, Json]) -> Properties:
        """Call an operation and return its answer.

        Raises:
            OperationError: the answer is an error, there is none, or the parameters do not fit the
                API's shapes.
        """
        client = self.client(service)
        method = {api: python for python, api in client.meta.method_to_api_mapping.items()}[name]
        try:
            answer: Properties = getattr(client, method)(**parameters)
        except ClientError as error:
            found = error.response.get("Error", {})
            code, message = found.get("Code", "Unknown"), found.get("Message", "")
            raise OperationError(name, str(code), str(message)) from error
        except ParamValidationError as error:
            raise OperationError(name, "ParamValidation", str(error)) from error
        except BotoCoreError as error:
            raise OperationError(name, "NoAnswer", str(error)) from error
        answer.pop("ResponseMetadata", None)
        return answer
