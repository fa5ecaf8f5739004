"""Requests of AWS IoT Greengrass V2."""

from __future__ import annotations

from twin_local.services.greengrassv2.exceptions import ValidationException
from twin_local.services.model_driven.response import ModelDrivenResponse

from .models import greengrassv2_backends


class GreengrassV2Response(ModelDrivenResponse):
    """Serves the operations from botocore's model."""

    SERVICE = "greengrassv2"
    BACKENDS = greengrassv2_backends
    INVALID = ValidationException
