"""Requests of AWS IoT TwinMaker."""

from __future__ import annotations

from twin_local.services.iottwinmaker.exceptions import ValidationException
from twin_local.services.model_driven.response import ModelDrivenResponse

from .models import iottwinmaker_backends


class IoTTwinMakerResponse(ModelDrivenResponse):
    """Serves the operations from botocore's model."""

    SERVICE = "iottwinmaker"
    BACKENDS = iottwinmaker_backends
    INVALID = ValidationException
