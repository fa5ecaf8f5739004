"""Keys as JSON; a secret is in the answer to its creation only, and a digest in none."""

from __future__ import annotations

from access_runtime.key_store import KeyPage
from twin.access.api_key import ApiKey, PresentedKey
from twin.access.principal import Principal
from twin.api.schemas.access_keys import AccessKeyBody, AccessKeyMade, AccessKeyPage, CallerBody
from twin_runtime.http import Body


def caller_body(caller: Principal) -> Body:
    """Return who asks, as the authorizer found out at this call."""
    body: CallerBody = {
        "subject": caller.subject,
        "name": caller.name,
        "kind": caller.kind,
        "role": caller.role,
        "groups": list(caller.groups),
    }
    return body


def key_body(key: ApiKey) -> AccessKeyBody:
    """Return a key without anything that proves it."""
    limits = key.limits
    return {
        "key_id": key.key_id,
        "title": key.title,
        "owner": key.owner,
        "owner_name": key.owner_name,
        "role": limits.role,
        "databases": None if limits.databases is None else list(limits.databases),
        "operations": None if limits.operations is None else list(limits.operations),
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "last_used_day": key.last_used_day,
        "revoked_at": key.revoked_at,
    }


def made_body(key: ApiKey, secret: PresentedKey) -> Body:
    """Return a key with its secret, which is shown this once."""
    made: AccessKeyMade = {"key": key_body(key), "secret": str(secret)}
    return made


def revoked_body(key: ApiKey) -> Body:
    """Return a key that was taken back."""
    body: AccessKeyBody = key_body(key)
    return body


def page_body(page: KeyPage) -> Body:
    """Return one page of a list."""
    body: AccessKeyPage = {
        "keys": [key_body(key) for key in page.keys],
        "next_token": page.next_token,
    }
    return body
