"""Everything of user pools that runs here, built and plugged into moto."""

from __future__ import annotations

from dataclasses import dataclass

from twin_local.execution.cognito import patch, revocation, trigger_patch
from twin_local.execution.cognito.hosted.issuing import TokenIssuer
from twin_local.execution.cognito.hosted.login import Login
from twin_local.execution.cognito.hosted.memory import Grant, Memory, SignedIn
from twin_local.execution.cognito.hosted.server import HostedSignIn
from twin_local.execution.cognito.hosted.token_endpoint import TokenEndpoint
from twin_local.execution.cognito.hosted.users import UserEndpoints
from twin_local.execution.cognito.keys import PoolKeys
from twin_local.execution.cognito.sign_in import SignIn
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
    hosted: HostedSignIn

    def install(self) -> None:
        """Replace what of moto's user pools only pretends."""
        patch.install(self.keys, TokenRewriter(self.triggers), self.account, self.endpoint_url)
        trigger_patch.install(self.triggers, SignIn(self.triggers))
        revocation.install(self.account)


def build(
    *, account: str, endpoint_url: str, keys: PoolKeys, tokens: TokenVerifier, invoker: Invoker
) -> UserPools:
    """Build it for a server."""
    triggers = Triggers(invoker)
    issuer = TokenIssuer(keys)
    codes: Memory[Grant] = Memory(CODE_S)
    login = Login(
        sign_in=SignIn(triggers),
        issuer=issuer,
        codes=codes,
        sessions=Memory[SignedIn](SESSION_S),
        pending=Memory[SignedIn](PENDING_S),
    )
    hosted = HostedSignIn(
        account=account,
        endpoint_url=endpoint_url,
        login=login,
        tokens=TokenEndpoint(codes, issuer),
        users=UserEndpoints(tokens),
    )
    return UserPools(account, endpoint_url, keys, triggers, hosted)
