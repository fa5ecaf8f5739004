"""Settings of functions that moto drops, and limits that it does not check."""

from __future__ import annotations

from typing import Any

from moto.awslambda.exceptions import InvalidParameterValueException, LambdaClientError
from moto.awslambda.models import ImageConfig, LambdaFunction

from twin_local.execution.patching import original, replace

MEMORY_MB = (128, 10_240)
TIMEOUT_S = (1, 900)
MAXIMUM_ENVIRONMENT_BYTES = 4 * 1024
MAXIMUM_LAYERS = 5
LONGEST_NAME = 64
RESERVED_VARIABLES = frozenset(
    {
        "_HANDLER",
        "_X_AMZN_TRACE_ID",
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
    }
)


def install() -> None:
    """Check what is given, and keep dead-letter, logging and storage settings."""
    initialise = original(LambdaFunction, "__init__")
    configuration = original(LambdaFunction, "get_configuration")
    update = original(LambdaFunction, "update_configuration")

    def __init__(function: LambdaFunction, *args: Any, **settings: Any) -> None:
        spec = settings.get("spec") or args[1]
        check(spec)
        initialise(function, *args, **settings)
        _set(function, spec)

    def get_configuration(function: LambdaFunction, on_create: bool = False) -> dict[str, Any]:
        shown: dict[str, Any] = configuration(function, on_create)
        if dead_letters := getattr(function, "dead_letter_config", None):
            shown["DeadLetterConfig"] = dead_letters
        group = function.logs_group_name
        shown["LoggingConfig"] = {"LogFormat": "Text", "LogGroup": group}
        return shown

    def update_configuration(function: LambdaFunction, updates: dict[str, Any]) -> dict[str, Any]:
        check(updates)
        _set(function, updates)
        shown: dict[str, Any] = update(function, updates)
        return shown

    replace(LambdaFunction, "__init__", __init__)
    replace(LambdaFunction, "get_configuration", get_configuration)
    replace(LambdaFunction, "update_configuration", update_configuration)


def check(spec: dict[str, Any]) -> None:
    """Check the limits of a function's settings.

    Raises:
        LambdaClientError: 400, a value is outside of what AWS Lambda takes.
    """
    name = str(spec.get("FunctionName", ""))
    if len(name) > LONGEST_NAME and not name.startswith("arn:"):
        raise LambdaClientError(
            "ValidationException",
            f"1 validation error detected: Value '{name}' at 'functionName' failed to satisfy"
            f" constraint: Member must have length less than or equal to {LONGEST_NAME}",
        )
    _check_range(spec, "MemorySize", "memorySize", MEMORY_MB)
    _check_range(spec, "Timeout", "timeout", TIMEOUT_S)
    variables = (spec.get("Environment") or {}).get("Variables") or {}
    if taken := sorted(RESERVED_VARIABLES.intersection(variables)):
        raise InvalidParameterValueException(
            "Lambda was unable to configure your environment variables because the environment"
            " variables you have provided contains reserved keys that are currently not supported"
            f" for modification. Reserved keys used in this request: {', '.join(taken)}"
        )
    if sum(len(f"{key}{value}".encode()) for key, value in variables.items()) > (
        MAXIMUM_ENVIRONMENT_BYTES
    ):
        raise InvalidParameterValueException(
            "Lambda was unable to configure your environment variables because the environment"
            f" variables you have provided exceeded the {MAXIMUM_ENVIRONMENT_BYTES // 1024}KB limit"
        )
    if len(layers := spec.get("Layers") or []) > MAXIMUM_LAYERS:
        raise InvalidParameterValueException(
            f"Cannot reference more than {MAXIMUM_LAYERS} layers. Layers: {len(layers)}"
        )


def _check_range(spec: dict[str, Any], name: str, shown: str, limits: tuple[int, int]) -> None:
    value = spec.get(name)
    if value is None or limits[0] <= int(value) <= limits[1]:
        return
    bound = "greater" if int(value) < limits[0] else "less"
    limit = limits[0] if bound == "greater" else limits[1]
    raise LambdaClientError(
        "ValidationException",
        f"1 validation error detected: Value '{value}' at '{shown}' failed to satisfy constraint:"
        f" Member must have value {bound} than or equal to {limit}",
    )


def _set(function: LambdaFunction, spec: dict[str, Any]) -> None:
    if "DeadLetterConfig" in spec:
        function.dead_letter_config = spec["DeadLetterConfig"]  # type: ignore[attr-defined]
    if group := spec.get("LoggingConfig", {}).get("LogGroup"):
        function.logs_group_name = group
    if size := (spec.get("EphemeralStorage") or {}).get("Size"):
        function.ephemeral_storage = size
    if config := spec.get("ImageConfig"):
        function.image_config = ImageConfig(config)
