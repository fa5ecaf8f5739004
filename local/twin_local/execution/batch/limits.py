"""How large definitions and submissions may be, and how often and how long a job runs.

https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html
"""

from __future__ import annotations

import re
from typing import Any

from moto.batch.exceptions import ClientException
from moto.batch.responses import BatchResponse

LARGEST_DEFINITION_BYTES = 24 * 1024
LARGEST_SUBMISSION_BYTES = 30 * 1024
MOST_ATTEMPTS = 10
SHORTEST_TIMEOUT_S = 60
MAXIMUM_QUEUES = 50
MAXIMUM_ENVIRONMENTS = 50
MAXIMUM_CONSUMABLES = 50_000
MAXIMUM_SUBMITTED = 1_000_000
MAXIMUM_ENVIRONMENTS_OF_QUEUE = 3
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")


def check_definition(response: BatchResponse) -> None:
    """Require that a job definition is what the service takes.

    Raises:
        ClientException: its name, its size, its attempts or its timeout are not allowed.
    """
    _check_name(response._get_param("jobDefinitionName"), "jobDefinitionName")
    _check_size(response, LARGEST_DEFINITION_BYTES, "The job definition")
    _check_runs(response)


def check_submission(response: BatchResponse) -> None:
    """Require that a submission is what the service takes.

    Raises:
        ClientException: its name, its size, its attempts or its timeout are not allowed.
    """
    _check_name(response._get_param("jobName"), "jobName")
    _check_size(response, LARGEST_SUBMISSION_BYTES, "The SubmitJob payload")
    _check_runs(response)
    jobs = list(response.batch_backend._jobs.values())
    if sum(one.status == "SUBMITTED" for one in jobs) >= MAXIMUM_SUBMITTED:
        raise ClientException(
            f"An account can have at most {MAXIMUM_SUBMITTED} jobs in the SUBMITTED state"
        )


def check_queue(response: BatchResponse, *, new: bool) -> None:
    """Require that a queue may be made, or changed.

    Raises:
        ClientException: there are too many, or it has too many compute environments.
    """
    order = response._get_param("computeEnvironmentOrder")
    if order is not None and not 1 <= len(order) <= MAXIMUM_ENVIRONMENTS_OF_QUEUE:
        raise ClientException(
            f"computeEnvironmentOrder must have 1 to {MAXIMUM_ENVIRONMENTS_OF_QUEUE} entries"
        )
    if new and len(response.batch_backend._job_queues) >= MAXIMUM_QUEUES:
        raise ClientException(f"An account can have at most {MAXIMUM_QUEUES} job queues")


def check_environment(response: BatchResponse) -> None:
    """Require that a compute environment may be made.

    Raises:
        ClientException: there are too many, or its name is not allowed.
    """
    _check_name(response._get_param("computeEnvironmentName"), "computeEnvironmentName")
    if len(response.batch_backend._compute_environments) >= MAXIMUM_ENVIRONMENTS:
        raise ClientException(
            f"An account can have at most {MAXIMUM_ENVIRONMENTS} compute environments"
        )


def check_consumables(there: int) -> None:
    """Require that a consumable resource may be made beside those that are there.

    Raises:
        ClientException: there are too many.
    """
    if there >= MAXIMUM_CONSUMABLES:
        raise ClientException(
            f"An account can have at most {MAXIMUM_CONSUMABLES} consumable resources"
        )


def _check_name(name: Any, parameter: str) -> None:
    if name is not None and NAME.fullmatch(str(name)) is None:
        raise ClientException(
            f"{parameter} can be up to 128 letters, numbers, hyphens and underscores,"
            " and the first is a letter or a number"
        )


def _check_size(response: BatchResponse, largest: int, what: str) -> None:
    size = len(response.body.encode() if isinstance(response.body, str) else response.body)
    if size > largest:
        raise ClientException(f"{what} has {size} bytes, at most {largest} are allowed")


def _check_runs(response: BatchResponse) -> None:
    attempts = (response._get_param("retryStrategy") or {}).get("attempts")
    if attempts is not None and not 1 <= int(attempts) <= MOST_ATTEMPTS:
        raise ClientException(f"attempts must be between 1 and {MOST_ATTEMPTS}")
    seconds = (response._get_param("timeout") or {}).get("attemptDurationSeconds")
    if seconds is not None and int(seconds) < SHORTEST_TIMEOUT_S:
        raise ClientException(f"attemptDurationSeconds must be at least {SHORTEST_TIMEOUT_S}")
