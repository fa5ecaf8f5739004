"""Start the execution environment of a function that is an image, from its staged folder."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace

from moto.awslambda.models import LambdaFunction

from twin_local.execution.batch.container import Image, find_image, process_of
from twin_local.execution.batch.errors import ContainerUnavailable
from twin_local.execution.credentials import Credentials
from twin_local.execution.functions.environment import common, scratch_folder
from twin_local.execution.functions.image_worker import ImageWorker
from twin_local.execution.functions.packages import PackageError
from twin_local.execution.functions.runtime_api import RuntimeApi
from twin_local.execution.processes.client import KeeperClient
from twin_local.server.context import ServerContext

MEBIBYTE = 1024 * 1024


def is_image(function: LambdaFunction) -> bool:
    """Tell whether a function is an image, not a zip."""
    return str(function.package_type) == "Image"


def start(
    function: LambdaFunction,
    *,
    context: ServerContext,
    keeper: KeeperClient,
    credentials: Credentials,
) -> ImageWorker:
    """Start the image's process with the command that the function states.

    Raises:
        PackageError: no deployment published the image, or it cannot be started.
    """
    api, scratch = RuntimeApi(), scratch_folder(context.state_dir)
    reserved = common(function, credentials, context.endpoint_url)
    variables = {
        "PATH": os.environ.get("PATH", os.defpath),
        "TMPDIR": str(scratch),
        "TZ": ":UTC",
        **(function.environment_vars or {}),
        **reserved,
        "AWS_LAMBDA_RUNTIME_API": api.address,
    }
    try:
        image = _configured(function, context)
        process = process_of(
            image, command=image.command, environment=variables, build_dir=context.build_dir
        )
    except ContainerUnavailable as error:
        api.close()
        shutil.rmtree(scratch, ignore_errors=True)
        raise PackageError(str(error)) from error
    return ImageWorker(
        keeper=keeper,
        api=api,
        process=process,
        folder=image.folder,
        scratch=scratch,
        memory_bytes=int(function.memory_size) * MEBIBYTE,
        log_stream=reserved["AWS_LAMBDA_LOG_STREAM_NAME"],
    )


def _configured(function: LambdaFunction, context: ServerContext) -> Image:
    """Return the image with the entry point and the command that the function states instead.

    https://docs.aws.amazon.com/lambda/latest/api/API_ImageConfig.html
    """
    image = find_image(str(function.code["ImageUri"]), state_dir=context.state_dir)
    config = function.image_config
    return replace(
        image,
        entry_point=tuple(config.entry_point or image.entry_point),
        command=tuple(config.cmd or image.command),
    )
