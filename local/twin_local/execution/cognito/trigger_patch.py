"""Run triggers where moto's user pools let users sign up, sign in and change passwords."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.cognitoidp.exceptions import UsernameExistsException
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUser, UserStatus
from moto.cognitoidp.responses import CognitoIdpResponse

from twin_local.execution.cognito import authentication
from twin_local.execution.cognito.accounts import Accounts
from twin_local.execution.cognito.flows import Flows
from twin_local.execution.cognito.sign_in import pool_of_client
from twin_local.execution.cognito.triggers import (
    NO_CLIENT,
    Occasion,
    Triggers,
    client_metadata,
)
from twin_local.execution.patching import original, replace

WITH_METADATA = (
    "admin_confirm_sign_up",
    "admin_create_user",
    "admin_initiate_auth",
    "admin_respond_to_auth_challenge",
    "confirm_forgot_password",
    "confirm_sign_up",
    "forgot_password",
    "initiate_auth",
    "respond_to_auth_challenge",
    "sign_up",
)


def install(triggers: Triggers, flows: Flows) -> None:
    """Wrap the operations."""
    accounts = Accounts(triggers)
    for name in WITH_METADATA:
        replace(CognitoIdpResponse, name, _with_metadata(original(CognitoIdpResponse, name)))
    _wrap_sign_up(accounts)
    _wrap_admin_create_user(accounts)
    _wrap_confirmations(accounts)
    authentication.install(flows)


def _with_metadata(operation: Callable[[CognitoIdpResponse], Any]) -> Any:
    def call(response: CognitoIdpResponse) -> Any:
        with client_metadata(response._get_param("ClientMetadata")):
            return operation(response)

    return call


def _wrap_sign_up(accounts: Accounts) -> None:
    by_moto = original(CognitoIdpBackend, "sign_up")

    def sign_up(
        backend: CognitoIdpBackend,
        client_id: str,
        username: str,
        password: str,
        attributes: list[dict[str, str]],
    ) -> tuple[CognitoIdpUser, Any]:
        pool = pool_of_client(backend, client_id)
        if pool._get_user(username):
            raise UsernameExistsException("User already exists")
        occasion = Occasion(pool, client_id, username)
        said = accounts.before_sign_up("PreSignUp_SignUp", occasion, attributes)
        user, delivery = by_moto(backend, client_id, username, password, attributes)
        verified = [("autoVerifyEmail", "email"), ("autoVerifyPhone", "phone_number")]
        flags = [
            {"Name": f"{name}_verified", "Value": "true"}
            for flag, name in verified
            if said.get(flag) and name in user.attribute_lookup
        ]
        user.update_attributes(flags)
        if said.get("autoConfirmUser"):
            user.status = UserStatus.CONFIRMED
            accounts.confirmed(occasion, user, "PostConfirmation_ConfirmSignUp")
            return user, None
        accounts.message(occasion, user, "CustomMessage_SignUp")
        return user, delivery

    replace(CognitoIdpBackend, "sign_up", sign_up)


def _wrap_admin_create_user(accounts: Accounts) -> None:
    by_moto = original(CognitoIdpBackend, "admin_create_user")

    def admin_create_user(
        backend: CognitoIdpBackend,
        user_pool_id: str,
        username: str,
        message_action: str,
        temporary_password: str,
        attributes: list[dict[str, str]],
    ) -> CognitoIdpUser:
        pool = backend.describe_user_pool(user_pool_id)
        occasion = Occasion(pool, NO_CLIENT, username)
        if message_action != "RESEND" and pool._get_user(username) is None:
            accounts.before_sign_up("PreSignUp_AdminCreateUser", occasion, attributes)
        user: CognitoIdpUser = by_moto(
            backend, user_pool_id, username, message_action, temporary_password, attributes
        )
        if message_action != "SUPPRESS":
            accounts.message(occasion, user, "CustomMessage_AdminCreateUser")
        return user

    replace(CognitoIdpBackend, "admin_create_user", admin_create_user)


def _wrap_confirmations(accounts: Accounts) -> None:
    confirm = original(CognitoIdpBackend, "confirm_sign_up")
    confirm_by_admin = original(CognitoIdpBackend, "admin_confirm_sign_up")
    confirm_password = original(CognitoIdpBackend, "confirm_forgot_password")
    forget = original(CognitoIdpBackend, "forgot_password")

    def confirm_sign_up(backend: CognitoIdpBackend, client_id: str, username: str) -> Any:
        result = confirm(backend, client_id, username)
        pool = pool_of_client(backend, client_id)
        user, occasion = pool._get_user(username), Occasion(pool, client_id, username)
        accounts.confirmed(occasion, user, "PostConfirmation_ConfirmSignUp")
        return result

    def admin_confirm_sign_up(backend: CognitoIdpBackend, user_pool_id: str, username: str) -> Any:
        result = confirm_by_admin(backend, user_pool_id, username)
        pool = backend.describe_user_pool(user_pool_id)
        user, occasion = pool._get_user(username), Occasion(pool, NO_CLIENT, username)
        accounts.confirmed(occasion, user, "PostConfirmation_ConfirmSignUp")
        return result

    def confirm_forgot_password(
        backend: CognitoIdpBackend, client_id: str, username: str, password: str, code: str
    ) -> None:
        confirm_password(backend, client_id, username, password, code)
        pool = pool_of_client(backend, client_id)
        user, occasion = pool._get_user(username), Occasion(pool, client_id, username)
        accounts.confirmed(occasion, user, "PostConfirmation_ConfirmForgotPassword")

    def forgot_password(backend: CognitoIdpBackend, client_id: str, username: str) -> Any:
        result = forget(backend, client_id, username)
        pool = pool_of_client(backend, client_id)
        if (user := pool._get_user(username)) is not None:
            occasion = Occasion(pool, client_id, user.username)
            accounts.message(occasion, user, "CustomMessage_ForgotPassword")
        return result

    replace(CognitoIdpBackend, "confirm_sign_up", confirm_sign_up)
    replace(CognitoIdpBackend, "admin_confirm_sign_up", admin_confirm_sign_up)
    replace(CognitoIdpBackend, "confirm_forgot_password", confirm_forgot_password)
    replace(CognitoIdpBackend, "forgot_password", forgot_password)
