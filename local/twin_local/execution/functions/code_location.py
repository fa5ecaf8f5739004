"""Where the code of functions and layers can be downloaded for ten minutes, as GetFunction says.

https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCodeLocation.html
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from moto.awslambda.models import LambdaFunction, LayerVersion, lambda_backends

from twin_local.execution.patching import original, replace
from twin_local.execution.types import Environ, StartResponse, WsgiApplication

VALID_S = 600
PATH = re.compile(r"/_aws/lambda/code/(?P<region>[a-z0-9-]+)/(?P<digest>[0-9a-f]{64})")


@dataclass(frozen=True)
class CodeLocations:
    """Signs addresses of code and answers them."""

    endpoint_url: str
    account: str
    clock: Callable[[], float] = time.time
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def install(self) -> None:
        """Make GetFunction and GetLayerVersion tell addresses that work."""
        code_of = original(LambdaFunction, "get_code")
        layer_of = original(LayerVersion, "get_layer_version")

        def get_code(function: LambdaFunction) -> dict[str, Any]:
            shown: dict[str, Any] = code_of(function)
            if function.package_type == "Zip":
                location = self.address(function.region, function.code_bytes)
                shown["Code"] = {"Location": location, "RepositoryType": "S3"}
            if (reserved := function.reserved_concurrency) is not None:
                shown["Concurrency"] = {"ReservedConcurrentExecutions": reserved}
            return shown

        def get_layer_version(layer: LayerVersion) -> dict[str, Any]:
            shown: dict[str, Any] = layer_of(layer)
            shown["Content"]["Location"] = self.address(layer.region, layer.code_bytes)
            return shown

        replace(LambdaFunction, "get_code", get_code)
        replace(LayerVersion, "get_layer_version", get_layer_version)

    def address(self, region: str, code: bytes) -> str:
        """Return the address of some code, valid for ten minutes."""
        path = f"/_aws/lambda/code/{region}/{hashlib.sha256(code).hexdigest()}"
        expires = str(int(self.clock()) + VALID_S)
        return f"{self.endpoint_url}{path}?Expires={expires}&Signature={self._sign(path, expires)}"

    def select(self, environ: Environ) -> WsgiApplication | None:
        """Return the application of such an address; None for any other request."""
        found = PATH.fullmatch(environ["PATH_INFO"])
        if found is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        body = self._body(environ, found["region"], found["digest"])

        def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            status = "403 Forbidden" if body is None else "200 OK"
            kind = "application/zip" if body is not None else "text/plain"
            content = body if body is not None else b"Request has expired"
            start_response(status, [("Content-Type", kind), ("Content-Length", str(len(content)))])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]

        return application

    def _body(self, environ: Environ, region: str, digest: str) -> bytes | None:
        query = parse_qs(environ.get("QUERY_STRING", ""))
        expires, signature = (query.get(name, [""])[0] for name in ("Expires", "Signature"))
        expected = self._sign(environ["PATH_INFO"], expires)
        if not hmac.compare_digest(expected, signature) or float(expires) < self.clock():
            return None
        codes = self._codes(region)
        return next((one for one in codes if hashlib.sha256(one).hexdigest() == digest), None)

    def _codes(self, region: str) -> Iterator[bytes]:
        backend = lambda_backends[self.account][region]
        for group in list(backend._lambdas._functions.values()):
            for function in (group["latest"], *group["versions"]):
                if function is not None and function.package_type == "Zip":
                    yield function.code_bytes
        for layer in list(backend._layers._layers.values()):
            yield from (version.code_bytes for version in layer.layer_versions.values())

    def _sign(self, path: str, expires: str) -> str:
        return hmac.new(self.key, f"{path}?{expires}".encode(), hashlib.sha256).hexdigest()
