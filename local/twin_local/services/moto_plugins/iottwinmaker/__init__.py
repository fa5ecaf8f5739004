"""moto's view of AWS IoT TwinMaker."""

from .models import iottwinmaker_backends

__all__ = ["iottwinmaker_backends"]
