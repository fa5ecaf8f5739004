"""The proof that who signs a user in knows the secret of the app client.

https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping

from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUserPool

SECRET_HASH = "SECRET_HASH"


def require_hash(
    pool: CognitoIdpUserPool, client_id: str, username: str, given: Mapping[str, str]
) -> None:
    """Check the `SECRET_HASH` among parameters; a client without a secret needs none.

    Raises:
        NotAuthorizedError: it is wrong or missing.
    """
    client = pool.clients.get(client_id)
    if client is None or not client.generate_secret:
        return
    if SECRET_HASH not in given:
        raise NotAuthorizedError(
            f"Client {client_id} is configured with secret but SECRET_HASH was not received"
        )
    text = f"{username}{client_id}".encode()
    right = base64.b64encode(hmac.digest(str(client.secret).encode(), text, "sha256"))
    if not hmac.compare_digest(right, given[SECRET_HASH].encode()):
        raise NotAuthorizedError(f"Unable to verify secret hash for client {client_id}")
