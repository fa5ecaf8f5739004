"""moto's view of AWS IoT Greengrass V2."""

from .models import greengrassv2_backends

__all__ = ["greengrassv2_backends"]
