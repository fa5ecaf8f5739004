"""RevokeToken, and the operations on resource servers that moto lacks.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
"""

from __future__ import annotations

import hmac

import jwt
from moto.cognitoidp.exceptions import NotAuthorizedError, ResourceNotFoundError
from moto.cognitoidp.models import CognitoIdpUserPool, cognitoidp_backends
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult, EmptyResult

from twin_local.execution.cognito.errors import UnsupportedToken
from twin_local.execution.cognito.sign_in import pool_of_client
from twin_local.execution.patching import extend


def install(account: str) -> None:
    """Add the operations."""

    def revoke_token(response: CognitoIdpResponse) -> EmptyResult:
        client_id = response._get_param("ClientId")
        pool = _pool(account, client_id)
        client, secret = pool.clients[client_id], response._get_param("ClientSecret") or ""
        if client.generate_secret and not hmac.compare_digest(str(client.secret), secret):
            raise NotAuthorizedError("Unable to verify secret for client")
        token = response._get_param("Token")
        if token.count(".") == 2:
            raise UnsupportedToken("Unsupported token type")
        if not client.extended_config.get("EnableTokenRevocation", True):
            raise UnsupportedToken("Revocation is not enabled for this client")
        revoke(pool, client_id, token)
        return EmptyResult()

    extend(CognitoIdpResponse, "revoke_token", revoke_token)
    extend(CognitoIdpResponse, "update_resource_server", _update_resource_server)
    extend(CognitoIdpResponse, "delete_resource_server", _delete_resource_server)


def revoke(pool: CognitoIdpUserPool, client_id: str, refresh_token: str) -> None:
    """Take back a refresh token and its access tokens; one that is not known is no error."""
    known = pool.refresh_tokens.get(refresh_token)
    if known is None or known[0] != client_id:
        return
    pool.refresh_tokens[refresh_token] = None
    for token in list(pool.access_tokens):
        if jwt.decode(token, options={"verify_signature": False}).get("origin_jti") == known[2]:
            del pool.access_tokens[token]


def _pool(account: str, client_id: str) -> CognitoIdpUserPool:
    """Return the pool of a client; the operation is not signed and so names no region."""
    backends = list(cognitoidp_backends[account].values())
    for backend in backends:
        if any(client_id in pool.clients for pool in backend.user_pools.values()):
            return pool_of_client(backend, client_id)
    raise ResourceNotFoundError(f"User pool client {client_id} does not exist.")


def _update_resource_server(response: CognitoIdpResponse) -> ActionResult:
    server = response.backend.describe_resource_server(
        response._get_param("UserPoolId"), response._get_param("Identifier")
    )
    server.name = response._get_param("Name")
    server.scopes = response._get_param("Scopes") or []
    return ActionResult({"ResourceServer": server.to_json()})


def _delete_resource_server(response: CognitoIdpResponse) -> EmptyResult:
    pool_id, identifier = response._get_param("UserPoolId"), response._get_param("Identifier")
    response.backend.describe_resource_server(pool_id, identifier)
    del response.backend.user_pools[pool_id].resource_servers[identifier]
    return EmptyResult()
