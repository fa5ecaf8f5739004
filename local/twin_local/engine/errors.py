"""Why a deployment is refused or failed; each says stack, logical id and property."""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class DeploymentError(TwinError):
    """A deployment was refused or failed."""

    code: ClassVar[str] = "DEPLOYMENT_FAILED"
    status: ClassVar[int] = 500


class AssemblyError(DeploymentError):
    """The cloud assembly is missing, incomplete or of an unknown layout."""

    code: ClassVar[str] = "ASSEMBLY_INVALID"


class TemplateError(DeploymentError):
    """A template cannot be evaluated: an unknown function, name, parameter or a cycle."""

    code: ClassVar[str] = "TEMPLATE_INVALID"


class UnknownTypeError(DeploymentError):
    """A resource type that the engine does not provide."""

    code: ClassVar[str] = "RESOURCE_TYPE_UNKNOWN"


class DroppedPropertyError(DeploymentError):
    """A property that no API call would carry."""

    code: ClassVar[str] = "RESOURCE_PROPERTY_DROPPED"


class NotUpdatableError(DeploymentError):
    """A changed property that can neither be updated in place nor by replacement."""

    code: ClassVar[str] = "RESOURCE_NOT_UPDATABLE"


class ResourceFailedError(DeploymentError):
    """An API call for a resource was answered with an error."""

    code: ClassVar[str] = "RESOURCE_FAILED"


class StackFailedError(DeploymentError):
    """A stack failed and was rolled back; the message names the first failure."""

    code: ClassVar[str] = "STACK_ROLLED_BACK"


class StoreVersionError(DeploymentError):
    """What is deployed was recorded by another version of the engine."""

    code: ClassVar[str] = "DEPLOYMENT_RECORD_INCOMPATIBLE"


class ExportInUseError(DeploymentError):
    """An export or a stack is still used by another stack."""

    code: ClassVar[str] = "EXPORT_IN_USE"
