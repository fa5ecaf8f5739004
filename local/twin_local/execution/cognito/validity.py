"""For how long the tokens of an app client are valid.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html
"""

from __future__ import annotations

from moto.cognitoidp.models import CognitoIdpUserPool

UNITS_S = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
REFRESH_S = 30 * UNITS_S["days"]


def validity_s(
    pool: CognitoIdpUserPool, client_id: str, token_use: str, default_s: int = 3600
) -> int:
    """Return for how many seconds an access or ID token of a client is valid."""
    name = "AccessToken" if token_use == "access" else "IdToken"
    return _setting_s(pool, client_id, name, "hours") or default_s


def refresh_validity_s(pool: CognitoIdpUserPool, client_id: str) -> int:
    """Return for how many seconds a refresh token of a client is valid."""
    return _setting_s(pool, client_id, "RefreshToken", "days") or REFRESH_S


def _setting_s(pool: CognitoIdpUserPool, client_id: str, name: str, unit: str) -> int:
    """Return a client's setting in seconds; 0 stands for the default, as in the API."""
    settings = pool.clients[client_id].extended_config if client_id in pool.clients else {}
    unit = (settings.get("TokenValidityUnits") or {}).get(name, unit)
    return int(settings.get(f"{name}Validity") or 0) * UNITS_S[unit]
