"""Serve the hosted sign-in: by the path of this machine, or by the domain's own host name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus

from moto.cognitoidp.models import CognitoIdpUserPool, cognitoidp_backends

from twin_local.execution.cognito.discovery import HOSTED, hosted_url
from twin_local.execution.cognito.hosted import clients, pages
from twin_local.execution.cognito.hosted.authorize import PageError, RedirectError
from twin_local.execution.cognito.hosted.authorize import read as read_authorization
from twin_local.execution.cognito.hosted.federation import ANSWER, Federation
from twin_local.execution.cognito.hosted.login import SESSION, Login, cookie
from twin_local.execution.cognito.hosted.messages import (
    HostedAnswer,
    HostedRequest,
    OAuthError,
    json_answer,
    read,
    redirect,
    with_query,
)
from twin_local.execution.cognito.hosted.token_endpoint import TokenEndpoint
from twin_local.execution.cognito.hosted.users import TokenRefused, UserEndpoints
from twin_local.execution.types import Environ, StartResponse, WsgiApplication

HOST = re.compile(r"(?P<domain>[a-z0-9-]+)\.auth\.[a-z0-9-]+\.amazoncognito\.com(?::\d+)?")
FOR_PROGRAMS = ("/oauth2/token", "/oauth2/userInfo", "/oauth2/revoke")
PREFLIGHT = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "authorization,content-type"),
    ("Access-Control-Allow-Methods", "GET,POST,OPTIONS"),
)


class HostedSignIn:
    """Answers requests to the domains of an account's user pools."""

    def __init__(
        self,
        *,
        account: str,
        endpoint_url: str,
        login: Login,
        tokens: TokenEndpoint,
        users: UserEndpoints,
        federation: Federation,
    ) -> None:
        self._account = account
        self._endpoint_url = endpoint_url
        self._login = login
        self._tokens = tokens
        self._users = users
        self._federation = federation
        self._endpoints: dict[tuple[str, str], Callable[[HostedRequest], HostedAnswer]] = {
            ("GET", "/oauth2/authorize"): self._authorize,
            ("GET", "/login"): self._show_login,
            ("POST", "/login"): self._submit_login,
            ("POST", "/oauth2/token"): self._token,
            ("GET", "/oauth2/userInfo"): self._user_info,
            ("POST", "/oauth2/userInfo"): self._user_info,
            ("POST", "/oauth2/revoke"): self._revoke,
            ("GET", "/logout"): self._logout,
            ("GET", "/error"): self._error,
            ("GET", ANSWER): federation.arrive,
            ("POST", "/saml2/idpresponse"): federation.refuse_assertion,
        }

    def select(self, environ: Environ) -> WsgiApplication | None:
        """Return the application of a request to a domain; None for any other request."""
        path = environ["PATH_INFO"]
        if path.startswith(HOSTED):
            domain, _, rest = path[len(HOSTED) :].partition("/")
            base = hosted_url(self._endpoint_url, domain)
        elif found := HOST.fullmatch(environ.get("HTTP_HOST", "")):
            domain, rest = found["domain"], path.lstrip("/")
            base = f"{environ.get('wsgi.url_scheme', 'http')}://{environ['HTTP_HOST']}"
        else:
            return None

        def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            pool = self._pool(domain)
            answer = (
                pages.answer(pages.failure("There is no such domain."), 404)
                if pool is None
                else self._answer(read(environ, pool, base, f"/{rest}"))
            )
            length = ("Content-Length", str(len(answer.body)))
            status = f"{answer.status} {HTTPStatus(answer.status).phrase}"
            start_response(status, [*answer.headers, length])
            return [answer.body]

        return application

    def _pool(self, domain: str) -> CognitoIdpUserPool | None:
        for backend in list(cognitoidp_backends[self._account].values()):
            if (found := backend.user_pool_domains.get(domain)) is not None:
                pool: CognitoIdpUserPool | None = backend.user_pools.get(found.user_pool_id)
                return pool
        return None

    def _answer(self, request: HostedRequest) -> HostedAnswer:
        if request.method == "OPTIONS" and request.path in FOR_PROGRAMS:
            return HostedAnswer(204, headers=PREFLIGHT)
        endpoint = self._endpoints.get((request.method, request.path))
        if endpoint is None:
            known = any(path == request.path for _, path in self._endpoints)
            return pages.answer(pages.failure("Not found."), 405 if known else 404)
        try:
            return endpoint(request)
        except PageError as error:
            values = {"error": str(error), "client_id": request.query.get("client_id")}
            return redirect(with_query(f"{request.base}/error", values))
        except RedirectError as error:
            return redirect(error.url)
        except OAuthError as error:
            return json_answer(error.status, {"error": error.error})

    def _authorize(self, request: HostedRequest) -> HostedAnswer:
        asked = read_authorization(request.pool, request.query)
        username = self._login.session(request)
        if username and "identity_provider" not in request.query:
            return self._login.back(request, asked, username, remember=False)
        if (leaving := self._federation.leave(request, asked)) is not None:
            return leaving
        return redirect(with_query(f"{request.base}/login", dict(request.query)))

    def _show_login(self, request: HostedRequest) -> HostedAnswer:
        asked = read_authorization(request.pool, request.query)
        return self._federation.leave(request, asked) or self._login.show(request)

    def _submit_login(self, request: HostedRequest) -> HostedAnswer:
        asked = read_authorization(request.pool, request.query)
        return self._federation.leave(request, asked) or self._login.submit(request, asked)

    def _token(self, request: HostedRequest) -> HostedAnswer:
        return json_answer(200, self._tokens.answer(request))

    def _user_info(self, request: HostedRequest) -> HostedAnswer:
        try:
            return json_answer(200, self._users.describe(request))
        except TokenRefused as error:
            detail = f'error="{error.error}", error_description="{error.description}"'
            content = {"error": error.error, "error_description": error.description}
            return json_answer(error.status, content, ("WWW-Authenticate", f"Bearer {detail}"))

    def _revoke(self, request: HostedRequest) -> HostedAnswer:
        self._users.revoke(request)
        return HostedAnswer(200, headers=(("Access-Control-Allow-Origin", "*"),))

    def _logout(self, request: HostedRequest) -> HostedAnswer:
        client = clients.find(request.pool, request.query.get("client_id", ""))
        if client is None:
            raise PageError("Client does not exist.")
        self._login.sessions.take(request.cookies.get(SESSION, ""))
        forget = cookie(SESSION, "", request.base, gone=True)
        uri = request.query.get("logout_uri", "")
        if uri:
            if uri not in (client.settings.get("LogoutURLs") or []):
                raise PageError("redirect_mismatch")
            return redirect(with_query(uri, {"state": request.query.get("state")}), forget)
        read_authorization(request.pool, request.query)
        return redirect(with_query(f"{request.base}/login", dict(request.query)), forget)

    def _error(self, request: HostedRequest) -> HostedAnswer:
        return pages.answer(pages.failure(request.query.get("error", "")), 400)
