"""Everything of user pools that runs here, built and plugged into moto."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twin_local.execution.cognito import access_tokens, patch, revocation, trigger_patch
from twin_local.execution.cognito.flows import Flows
from twin_local.execution.cognito.hosted.federation import Federation, Journey
from twin_local.execution.cognito.hosted.issuing import TokenIssuer
from twin_local.execution.cognito.hosted.login import Login
from twin_local.execution.cognito.hosted.memory import Grant, Memory, SignedIn
from twin_local.execution.cognito.hosted.server import HostedSignIn
from twin_local.execution.cognito.hosted.token_endpoint import TokenEndpoint
from twin_local.execution.cognito.hosted.users import UserEndpoints
from twin_local.execution.cognito.keys import PoolKeys
from twin_local.execution.cognito.lockouts import Lockouts
from twin_local.execution.cognito.refresh_tokens import RefreshTokens
from twin_local.execution.cognito.sign_in import SignIn
from twin_local.execution.cognito.srp_sign_in import Exchange, SrpSignIn
from twin_local.execution.cognito.token_rewriting import TokenRewriter
from twin_local.execution.cognito.tokens import TokenVerifier
from twin_local.execution.cognito.triggers import Triggers
from twin_local.execution.functions.invoker import Invoker

CODE_S, PENDING_S, SESSION_S = 300.0, 180.0, 3600.0
"""Amazon Cognito: a code is good for five minutes, a challenge for three, a session for an hour."""


@dataclass(frozen=True)
class UserPools:
    """Tokens, triggers and hosted sign-in of the user pools of an account."""

    account: str
    endpoint_url: str
    keys: PoolKeys
    triggers: Triggers
    flows: Flows
    hosted: HostedSignIn

    def install(self) -> None:
        """Replace what of moto's user pools only pretends."""
        patch.install(self.keys, TokenRewriter(self.triggers), self.account, self.endpoint_url)
        trigger_patch.install(self.triggers, self.flows)
        self.flows.refresh_tokens.install()
        revocation.install(self.account)
        access_tokens.install(self.account)


def build(
    *,
    account: str,
    endpoint_url: str,
    keys: PoolKeys,
    tokens: TokenVerifier,
    invoker: Invoker,
    now: Callable[[], float],
) -> UserPools:
    """Build it for a server; `now` is the time of the embedded AWS in seconds since 1970."""
    triggers = Triggers(invoker)
    sign_in, refresh_tokens = SignIn(triggers, Lockouts(now)), RefreshTokens(now)
    srp = SrpSignIn(sign_in, keys, Memory[Exchange](PENDING_S))
    issuer = TokenIssuer(keys)
    codes: Memory[Grant] = Memory(CODE_S)
    login = Login(
        sign_in=sign_in,
        issuer=issuer,
        codes=codes,
        sessions=Memory[SignedIn](SESSION_S),
        pending=Memory[SignedIn](PENDING_S),
    )
    hosted = HostedSignIn(
        account=account,
        endpoint_url=endpoint_url,
        login=login,
        tokens=TokenEndpoint(codes, issuer, refresh_tokens),
        users=UserEndpoints(tokens),
        federation=Federation(login, Memory[Journey](CODE_S)),
    )
    flows = Flows(sign_in, srp, refresh_tokens)
    return UserPools(account, endpoint_url, keys, triggers, flows, hosted)
