"""The headers of a CloudFront response headers policy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from twin_local.server.context import ServerContext

CONTENT_POLICY = "Content-Security-Policy"
ONLY_OVER_TLS = "Strict-Transport-Security"


def policy_headers(config: dict[str, Any]) -> dict[str, str]:
    """Return the headers that a policy's configuration asks for."""
    security = config.get("SecurityHeadersConfig") or {}
    headers: dict[str, str] = {}
    if part := security.get("ContentSecurityPolicy"):
        headers[CONTENT_POLICY] = part["ContentSecurityPolicy"]
    if security.get("ContentTypeOptions") is not None:
        headers["X-Content-Type-Options"] = "nosniff"
    if part := security.get("FrameOptions"):
        headers["X-Frame-Options"] = part["FrameOption"]
    if part := security.get("ReferrerPolicy"):
        headers["Referrer-Policy"] = part["ReferrerPolicy"]
    if part := security.get("StrictTransportSecurity"):
        headers[ONLY_OVER_TLS] = _transport_security(part)
    custom = (config.get("CustomHeadersConfig") or {}).get("Items") or []
    headers.update((item["Header"], item["Value"]) for item in custom)
    return headers


def _transport_security(part: dict[str, Any]) -> str:
    value = f"max-age={int(part['AccessControlMaxAgeSec'])}"
    for name, directive in (("IncludeSubdomains", "includeSubDomains"), ("Preload", "preload")):
        if str(part.get(name, False)).lower() == "true":
            value += f"; {directive}"
    return value


def console_policy(headers: dict[str, str], context: ServerContext) -> dict[str, str]:
    """Return the headers for a front on a local port.

    The content security policy also allows the addresses that stand for AWS here, and nothing is
    said of TLS, which a local port does not have.
    """
    local = {name: value for name, value in headers.items() if name != ONLY_OVER_TLS}
    if CONTENT_POLICY in local:
        local[CONTENT_POLICY] = _allow(local[CONTENT_POLICY], context)
    return local


def _allow(policy: str, context: ServerContext) -> str:
    endpoint, live = _origin(context.endpoint_url), _origin(context.realtime_url)
    opened = {"connect-src": f" {endpoint} {live}", "img-src": f" {endpoint}"}
    directives = (part.strip() for part in policy.split(";"))
    return "; ".join(
        part + opened.get(part.split(" ", 1)[0], "")
        for part in directives
        if part and part != "upgrade-insecure-requests"
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
