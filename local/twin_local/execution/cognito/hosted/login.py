"""The page to sign in: password, a new password where one is due, then back to the client."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

from moto.cognitoidp.exceptions import InvalidPasswordException
from moto.cognitoidp.models import UserStatus
from moto.core.exceptions import JsonRESTError

from twin_local.execution.cognito.hosted import pages
from twin_local.execution.cognito.hosted.authorize import Authorization
from twin_local.execution.cognito.hosted.issuing import TokenIssuer
from twin_local.execution.cognito.hosted.memory import Grant, Memory, SignedIn
from twin_local.execution.cognito.hosted.messages import (
    HostedAnswer,
    HostedRequest,
    redirect,
    with_query,
)
from twin_local.execution.cognito.sign_in import WRONG, SignIn

SESSION, TOKEN = "cognito", "XSRF-TOKEN"
"""The cookies: who has signed in, and that a form is from our own page."""

NEW = (UserStatus.FORCE_CHANGE_PASSWORD, UserStatus.RESET_REQUIRED)


@dataclass(frozen=True)
class Login:
    """Signs users in and sends them back."""

    sign_in: SignIn
    issuer: TokenIssuer
    codes: Memory[Grant]
    sessions: Memory[SignedIn]
    pending: Memory[SignedIn]

    def session(self, request: HostedRequest) -> str | None:
        """Return the user who has signed in with this browser."""
        found = self.sessions.get(request.cookies.get(SESSION, ""))
        if found is None or found.pool_id != request.pool.id:
            return None
        user = request.pool._get_user(found.username)
        return found.username if user is not None and user.enabled else None

    def show(self, request: HostedRequest, error: str = "", username: str = "") -> HostedAnswer:
        """Return the page to sign in."""
        return self._page(request, error, username=username)

    def submit(self, request: HostedRequest, asked: Authorization) -> HostedAnswer:
        """Return what follows a form that was sent."""
        sent, known = request.form.get("_csrf", ""), request.cookies.get(TOKEN, "")
        if not known or not hmac.compare_digest(sent.encode(), known.encode()):
            return self.show(request, "The form has expired. Please try again.")
        if "session" in request.form:
            return self._change(request, asked)
        return self._check(request, asked)

    def back(
        self, request: HostedRequest, asked: Authorization, username: str, *, remember: bool
    ) -> HostedAnswer:
        """Return to the client with a code or, in the implicit flow, with tokens."""
        pool, client_id = request.pool, asked.client.id
        headers = [self._remember(request, username)] if remember else []
        if asked.is_implicit:
            tokens = self.issuer.for_user(
                pool, client_id, username, asked.scopes, asked.nonce, refresh=False
            )
            values = {name: str(value) for name, value in tokens.items()}
            return redirect(asked.back(**values), *headers)
        grant = Grant(
            client_id=client_id,
            username=username,
            redirect_uri=asked.redirect_uri,
            scopes=asked.scopes,
            nonce=asked.nonce,
            challenge=asked.challenge,
        )
        return redirect(asked.back(code=self.codes.keep(grant)), *headers)

    def _check(self, request: HostedRequest, asked: Authorization) -> HostedAnswer:
        name, password = request.form.get("username", ""), request.form.get("password", "")
        pool, client_id = request.pool, asked.client.id
        try:
            user = self.sign_in.check(pool, client_id, name, password)
            if user.status in NEW:
                pending = self.pending.keep(SignedIn(pool.id, user.username))
                return self._page(request, pending=pending)
            self.sign_in.after(pool, client_id, user.username)
            return self.back(request, asked, user.username, remember=True)
        except JsonRESTError as error:
            return self.show(request, _reason(error), name)

    def _change(self, request: HostedRequest, asked: Authorization) -> HostedAnswer:
        pending, password = request.form["session"], request.form.get("new_password", "")
        known = self.pending.get(pending)
        if known is None or known.pool_id != request.pool.id:
            return self.show(request, "The sign-in took too long. Please sign in again.")
        if password != request.form.get("confirm_password"):
            return self._page(request, "The passwords do not match.", pending=pending)
        user = request.pool._get_user(known.username)
        try:
            request.pool.backend._validate_password(request.pool.id, password)
        except InvalidPasswordException as error:
            return self._page(request, _reason(error), pending=pending)
        self.pending.take(pending)
        user.password, user.status = password, UserStatus.CONFIRMED
        try:
            self.sign_in.after(request.pool, asked.client.id, user.username)
        except JsonRESTError as error:
            return self.show(request, _reason(error))
        return self.back(request, asked, user.username, remember=True)

    def _page(
        self, request: HostedRequest, error: str = "", *, username: str = "", pending: str = ""
    ) -> HostedAnswer:
        token = request.cookies.get(TOKEN) or secrets.token_urlsafe(32)
        hidden = {"_csrf": token, **({"session": pending} if pending else {})}
        action = with_query(f"{request.base}/login", dict(request.query))
        page = (
            pages.new_password(action, hidden, error)
            if pending
            else pages.login(action, hidden, error, username)
        )
        return pages.answer(page, headers=(cookie(TOKEN, token, request.base),))

    def _remember(self, request: HostedRequest, username: str) -> tuple[str, str]:
        name = self.sessions.keep(SignedIn(request.pool.id, username))
        return cookie(SESSION, name, request.base)


def cookie(name: str, value: str, base: str, *, gone: bool = False) -> tuple[str, str]:
    """Return the header that sets a cookie for the pages of a domain, or removes it."""
    path = "/" + base.split("/", 3)[3] if base.count("/") > 2 else "/"
    age = "; Max-Age=0" if gone else ""
    return "Set-Cookie", f"{name}={value}; Path={path}; HttpOnly; SameSite=Lax{age}"


def _reason(error: JsonRESTError) -> str:
    return str(error.message) or WRONG
