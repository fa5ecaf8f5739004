"""How large requests to endpoints may be, and how long they may wait and take.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html
https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
"""

from __future__ import annotations

from collections.abc import Mapping

from moto.sagemaker.exceptions import ValidationError

REAL_TIME_S = 60.0
LARGEST_BODY_BYTES = 6 * 1024 * 1024
"""Of a real-time request."""

LARGEST_OBJECT_BYTES = 1024**3
"""Of the object in S3 that is the input of an asynchronous request."""

LONGEST_ASYNCHRONOUS_S = 3600.0
DEFAULT_ASYNCHRONOUS_S = 900.0
DEFAULT_TTL_S = 21_600.0
INPUT = "x-amzn-sagemaker-inputlocation"


def check_asynchronous(headers: Mapping[str, str], body: bytes) -> None:
    """Require that an asynchronous request has one input; its size is checked by the model.

    Raises:
        ValidationError: it has two, or none.
    """
    if bool(body) == bool(headers.get(INPUT)):
        raise ValidationError(message="Provide exactly one of InputLocation and Body.")


def invocation_timeout_s(headers: Mapping[str, str]) -> float:
    """Return how long a model may take for an asynchronous request."""
    given = headers.get("x-amzn-sagemaker-invocationtimeoutseconds")
    return min(float(given or DEFAULT_ASYNCHRONOUS_S), LONGEST_ASYNCHRONOUS_S)


def request_ttl_s(headers: Mapping[str, str]) -> float:
    """Return how long an asynchronous request may wait for its turn."""
    return float(headers.get("x-amzn-sagemaker-requestttlseconds") or DEFAULT_TTL_S)
