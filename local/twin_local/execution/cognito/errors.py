"""Errors of user pools that moto does not have, as Amazon Cognito gives them."""

from __future__ import annotations

from moto.core.exceptions import JsonRESTError


class UserLambdaValidation(JsonRESTError):
    """A trigger raised an exception: it refuses what was asked for."""

    def __init__(self, trigger: str, message: str) -> None:
        super().__init__("UserLambdaValidationException", f"{trigger} failed with error {message}.")


class UnexpectedLambda(JsonRESTError):
    """A trigger could not be invoked."""

    def __init__(self, trigger: str, reason: str) -> None:
        message = f"{trigger} invocation failed due to error {reason}."
        super().__init__("UnexpectedLambdaException", message)


class InvalidLambdaResponse(JsonRESTError):
    """A trigger answered what is no answer to its event."""

    def __init__(self) -> None:
        super().__init__("InvalidLambdaResponseException", "Unrecognizable lambda output")


class UnsupportedToken(JsonRESTError):
    """Tokens of a kind, or of a client, that cannot be revoked."""

    def __init__(self, message: str) -> None:
        super().__init__("UnsupportedTokenTypeException", message)


class PasswordResetRequired(JsonRESTError):
    """An administrator has reset the password: it is to be changed with a code first."""

    def __init__(self) -> None:
        super().__init__("PasswordResetRequiredException", "Password reset required for the user")
