"""Why the shadow service refuses."""

from __future__ import annotations

from moto.core.exceptions import JsonRESTError


class ShadowError(JsonRESTError):
    """A refusal; `code` is the HTTP status (developer guide: "Device Shadow error messages")."""

    def __init__(self, status: int, error: str, message: str) -> None:
        self.code = status
        super().__init__(error, message)


def invalid(message: str) -> ShadowError:
    """Return the error of a request that cannot be read."""
    return ShadowError(400, "InvalidRequestException", message)


def thing_not_found() -> ShadowError:
    """Return the error of a thing that is not in the registry."""
    return ShadowError(404, "ResourceNotFoundException", "Thing not found")


def shadow_not_found(name: str) -> ShadowError:
    """Return the error of a shadow that was never made, or was deleted."""
    return ShadowError(404, "ResourceNotFoundException", f"No shadow exists with name: '{name}'")


def version_conflict() -> ShadowError:
    """Return the error of an update of another version than the latest."""
    return ShadowError(409, "ConflictException", "Version conflict")


def too_large() -> ShadowError:
    """Return the error of a document that is longer than a shadow may be."""
    return ShadowError(
        413, "RequestEntityTooLargeException", "The payload exceeds the maximum size allowed"
    )
