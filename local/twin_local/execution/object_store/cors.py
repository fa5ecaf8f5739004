"""Which pages may read a bucket's answers: its CORS rules, evaluated as S3 does.

The first rule counts that names the page's origin, the method and every header that the request
asks for. https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, request
from moto.cloudfront.models import cloudfront_backends
from moto.moto_server import werkzeug_app
from moto.s3.exceptions import AccessForbidden
from moto.s3.models import CorsRule, FakeBucket, s3_backends
from moto.s3.responses import S3Response

from twin_local.execution.patching import original, replace

NOT_ENABLED = "CORSResponse: CORS is not enabled for this bucket."
NOT_ALLOWED = (
    "CORSResponse: This CORS request is not allowed. This is usually because the evalution of "
    "Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are "
    "not whitelisted by the resource's CORS spec."
)
VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"


@dataclass(frozen=True)
class CrossOriginRequest:
    """What a page of another origin asks; header names in lower case."""

    origins: tuple[str, ...]
    """The page's own origin first, then those that it stands for here."""

    method: str
    headers: tuple[str, ...]

    def matches(self, rule: CorsRule) -> bool:
        """Tell whether a rule allows the request."""
        return (
            any(_matches(rule.allowed_origins, origin) for origin in self.origins)
            and self.method in _texts(rule.allowed_methods)
            and all(_matches(rule.allowed_headers, name, fold=True) for name in self.headers)
        )


class Pages:
    """Where the console is served here: its page stands for that of the distribution on AWS."""

    def __init__(self, *, account: str, console_port: int) -> None:
        self._account = account
        self._origins = {
            f"http://{host}:{console_port}" for host in ("127.0.0.1", "localhost") if console_port
        }

    def origins(self, origin: str) -> tuple[str, ...]:
        """Return an origin and those that it stands for."""
        if origin not in self._origins:
            return (origin,)
        return (origin, *self._distributions())

    def _distributions(self) -> Iterator[str]:
        for backend in cloudfront_backends[self._account].values():
            for distribution in backend.distributions.values():
                yield f"https://{distribution.domain_name}"


def install(pages: Pages) -> None:
    """Replace what takes every rule, compares origins by their beginning, or allows every page."""

    def preflight(response: S3Response, headers: Mapping[str, str], bucket: FakeBucket) -> None:
        asked = _asked(headers, pages)
        if not bucket.cors:
            raise AccessForbidden(NOT_ENABLED)
        rule = _rule(bucket, asked)
        if rule is None:
            raise AccessForbidden(NOT_ALLOWED)
        response.response_headers.update(_headers(rule, asked))

    def of_app(app: Flask, *arguments: Any, **options: Any) -> Any:
        if getattr(app, "service", None) != "s3":
            return original(werkzeug_app, "CORS")(app, *arguments, **options)
        return app.after_request(lambda answer: _tell(answer, pages))

    replace(S3Response, "_set_cors_headers_options", preflight)
    replace(S3Response, "_get_cors_headers_other", lambda _response: {})
    replace(werkzeug_app, "CORS", of_app)


def _tell(answer: Response, pages: Pages) -> Response:
    """Say in an answer, also in a refusal, that the asking page may read it."""
    origin = request.headers.get("Origin")
    if not origin:
        return answer
    bucket = _bucket()
    if bucket is None:
        # What a browser asks before a call of another service names no service, so it comes here.
        answer.headers.update(_anybody(origin))
    elif request.method != "OPTIONS":
        asked = CrossOriginRequest(pages.origins(origin), request.method, ())
        rule = _rule(bucket, asked)
        answer.headers.update(_headers(rule, asked) if rule else {})
    return answer


def _anybody(origin: str) -> dict[str, str]:
    """Return what services that every page may call answer, such as Cognito's."""
    headers = request.headers.get("Access-Control-Request-Headers")
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
        "Vary": VARY,
        **({"Access-Control-Allow-Headers": headers} if headers else {}),
    }


def _asked(headers: Mapping[str, str], pages: Pages) -> CrossOriginRequest:
    names = headers.get("Access-Control-Request-Headers", "").split(",")
    return CrossOriginRequest(
        origins=pages.origins(headers.get("Origin", "")),
        method=headers.get("Access-Control-Request-Method", ""),
        headers=tuple(name.strip().lower() for name in names if name.strip()),
    )


def _rule(bucket: FakeBucket, asked: CrossOriginRequest) -> CorsRule | None:
    return next((rule for rule in bucket.cors if asked.matches(rule)), None)


def _headers(rule: CorsRule, asked: CrossOriginRequest) -> dict[str, str]:
    anybody = "*" in _texts(rule.allowed_origins)
    found = {
        "Access-Control-Allow-Origin": "*" if anybody else asked.origins[0],
        "Access-Control-Allow-Methods": ", ".join(_texts(rule.allowed_methods)),
        "Vary": VARY,
    }
    if not anybody:
        found["Access-Control-Allow-Credentials"] = "true"
    if asked.headers:
        found["Access-Control-Allow-Headers"] = ", ".join(asked.headers)
    if exposed := _texts(rule.exposed_headers):
        found["Access-Control-Expose-Headers"] = ", ".join(exposed)
    if rule.max_age_seconds is not None:
        found["Access-Control-Max-Age"] = str(rule.max_age_seconds)
    return found


def _bucket() -> FakeBucket | None:
    """Return the bucket that the request names in its path, or else in its host."""
    buckets = {
        name: bucket
        for backend in s3_backends.values()
        for regional in backend.values()
        for name, bucket in regional.buckets.items()
    }
    in_path = request.path.lstrip("/").partition("/")[0]
    return buckets.get(in_path) or buckets.get(request.host.partition(".")[0])


def _matches(patterns: list[str] | None, text: str, *, fold: bool = False) -> bool:
    """Tell whether a text is one of the patterns; a pattern has at most one `*`."""
    flags = re.IGNORECASE if fold else 0
    return any(
        re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), text, flags)
        for pattern in _texts(patterns)
    )


def _texts(value: list[str] | None) -> list[str]:
    return value or []
