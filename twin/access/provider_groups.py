"""The groups that an identity provider says a user is in, as Amazon Cognito keeps them.

A mapped attribute of several values becomes one text: `[first, second]` from SAML, where a value
with other than letters, digits and `.-*_` is URL-form-encoded, and a JSON list from OpenID Connect;
one value stands alone.
https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html
"""

from __future__ import annotations

import json
from urllib.parse import unquote_plus

GROUPS_ATTRIBUTE = "idp_groups"
"""Custom attribute of the user pool; in the API it is `custom:idp_groups`."""

LONGEST = 2048
"""Characters that Amazon Cognito keeps of an attribute; a sign-in with more is refused by it."""


def provider_groups(text: str) -> tuple[str, ...]:
    """Return the names or ids of groups, each once, in the order of the text."""
    text = text.strip()
    if not (text.startswith("[") and text.endswith("]")):
        return (text,) if text else ()
    return tuple(dict.fromkeys(name for name in _listed(text) if name))


def _listed(text: str) -> list[str]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return [unquote_plus(part.strip()) for part in text[1:-1].split(",")]
    return [name for name in found if isinstance(name, str)]
