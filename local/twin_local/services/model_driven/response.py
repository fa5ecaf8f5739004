"""Serve a service from its botocore model.

A backend has a `service` with `call(operation, request)`: the request's members are in snake case,
the answer's as in the model, and None means that the operation is not implemented.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from typing import Any, ClassVar

from botocore.model import OperationModel
from moto.core.base_backend import BackendDict
from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import camelcase_to_underscores, get_service_model

from twin_local.services.model_driven.faults import FAULTS, Fault
from twin_local.services.model_driven.validation import problems

LOG = logging.getLogger(__name__)


class NotImplementedLocally(ServiceException):
    """The operation exists at AWS and not here."""

    code = "NotImplemented"


class ModelDrivenResponse(BaseResponse):
    """Route, parse, check and answer the operations of one service.

    Subclasses name the service, its backends and the error that an invalid parameter raises.
    """

    SERVICE: ClassVar[str]
    BACKENDS: ClassVar[BackendDict[Any]]
    INVALID: ClassVar[type[ServiceException]]

    def __init__(self) -> None:
        super().__init__(service_name=self.SERVICE)
        self.automated_parameter_parsing = True

    def call_action(self) -> TYPE_RESPONSE:
        """Answer one request.

        Raises:
            ConnectionCut: a fault wants that there is no answer.
        """
        name = self._get_action()
        if not name:
            return 404, self.response_headers, '{"message": "UnknownOperationException"}'
        if fault := FAULTS.before(self.SERVICE, name):
            return _faulty(fault, name, self.response_headers)
        service = self.BACKENDS[self.current_account][self.region].service
        try:
            # The parser gives an empty list for a repeated query parameter that is absent.
            given = {**self.uri_match, **self.params}
            parameters = {key: value for key, value in given.items() if value not in (None, [])}
            self._check(get_service_model(self.SERVICE).operation_model(name), parameters)
            request = {camelcase_to_underscores(key): value for key, value in parameters.items()}
            answer = service.call(name, request)
            if answer is None:
                return _not_implemented(self.SERVICE, name, self.response_headers)
            result = ActionResult(answer)
        except ServiceException as error:
            result = ActionResult(error)
        except sqlite3.OperationalError as error:  # the disk is full, or fails
            LOG.error("%s:%s is not kept: %s", self.SERVICE, name, error)
            return _not_kept(error, self.response_headers)
        FAULTS.after(self.SERVICE, name)
        return self.serialized(result)

    def _check(self, operation: OperationModel, parameters: dict[str, Any]) -> None:
        if operation.input_shape is None:
            return
        found = list(problems(operation.input_shape, parameters))
        if found:
            raise self.INVALID("; ".join(found))


def _not_implemented(service: str, name: str, headers: dict[str, Any]) -> TYPE_RESPONSE:
    message = f"{service}:{name} is not implemented by the embedded AWS"
    headers = {**headers, "x-amzn-errortype": "NotImplemented", "status": 501}
    return 501, headers, f'{{"__type": "NotImplemented", "message": "{message}"}}'


def _not_kept(error: Exception, headers: dict[str, Any]) -> TYPE_RESPONSE:
    message = f"the change is not on the disk: {error}"
    headers = {**headers, "x-amzn-errortype": "ServiceUnavailableException", "status": 503}
    body = json.dumps({"__type": "ServiceUnavailableException", "message": message})
    return 503, headers, body


def _faulty(fault: Fault, name: str, headers: dict[str, Any]) -> TYPE_RESPONSE:
    headers = {**headers, "x-amzn-errortype": fault.code, "status": fault.status}
    body = json.dumps({"__type": fault.code, "message": f"a fault was put into {name}"})
    return fault.status, headers, body
