"""Functions are made of images that are there: CreateFunction and UpdateFunctionCode look first.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import LambdaBackend

from twin_local.engine.images import ImageNotPublishedError, image_directory
from twin_local.execution.patching import before


def install(state_dir: Path) -> None:
    """Refuse images that no deployment published."""

    def of_new(_backend: LambdaBackend, spec: Mapping[str, Any]) -> None:
        require_image(spec.get("Code") or {}, state_dir)

    def of_update(
        _backend: LambdaBackend, _name: str, _qualifier: str, body: Mapping[str, Any]
    ) -> None:
        require_image(body, state_dir)

    before(LambdaBackend, "create_function", of_new)
    before(LambdaBackend, "update_function_code", of_update)


def require_image(code: Mapping[str, Any], state_dir: Path) -> None:
    """Require that the image of a function's code, if it is one, was published.

    Raises:
        InvalidParameterValueException: it was not; in AWS Lambda's words.
    """
    uri = code.get("ImageUri")
    if not uri:
        return
    try:
        image_directory(str(uri), state_dir=state_dir)
    except ImageNotPublishedError as error:
        raise InvalidParameterValueException(
            f"Source image {uri} does not exist. Provide a valid source image."
        ) from error
