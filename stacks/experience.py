"""Where people reach a site's twin."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin.definition.access import AccessDefinition
from twin.site_document import SiteDocument
from twin_constructs.experience.console import Console
from twin_constructs.experience.live_channel import LiveChannel
from twin_constructs.experience.rest_api import STAGE, ApiAddress
from twin_constructs.identity.clients import sso_client
from twin_constructs.identity.directory import UserDirectory


class ExperienceStack(Stack):
    """The console and the address of the API behind it.

    The API's routes come later (`stacks.api`): the planes that serve them name the console, whose
    pages alone may read their buckets.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        directory: UserDirectory,
        access: AccessDefinition,
        live: LiveChannel | None,
        access_logs: s3.IBucket,
    ) -> None:
        super().__init__(scope, construct_id)
        self.api = ApiAddress(self, "Rest")
        console = Console(
            self,
            "Console",
            api_host=self.api.host,
            access_logs=access_logs,
            connect_sources=self._connect_sources(live, directory.domain_url),
        )
        self.console_origin = f"https://{console.distribution.distribution_domain_name}"
        self.sso_client = self._sso_client(directory, access)
        console.publish(
            configuration={
                "site": document.name,
                "region": self.region,
                "userPoolId": directory.pool.user_pool_id,
                "userPoolClientId": (
                    directory.password_client and directory.password_client.user_pool_client_id
                ),
                "singleSignOn": self._single_sign_on(directory, access),
                "live": live and {"httpHost": live.http_host, "realtimeUrl": live.realtime_url},
            }
        )
        CfnOutput(self, "ConsoleUrl", value=self.console_origin)
        CfnOutput(self, "ApiUrl", value=f"{self.console_origin}/{STAGE}")

    def _sso_client(
        self, directory: UserDirectory, access: AccessDefinition
    ) -> cognito.UserPoolClient | None:
        """Make the client of single sign-on here, where the console's origin is known."""
        if not access.identity_providers.names:
            return None
        return sso_client(
            self,
            "SingleSignOn",
            pool=directory.pool,
            access=access,
            origins=(self.console_origin, *access.sign_in.console_origins),
        )

    def _single_sign_on(
        self, directory: UserDirectory, access: AccessDefinition
    ) -> dict[str, object] | None:
        """Return what the console needs to send people to their identity provider."""
        if self.sso_client is None:
            return None
        providers = {**access.identity_providers.saml, **access.identity_providers.oidc}
        return {
            "url": directory.domain_url,
            "clientId": self.sso_client.user_pool_client_id,
            "providers": [
                {"name": name, "title": provider.title or name}
                for name, provider in providers.items()
            ],
        }

    def _connect_sources(
        self, live: LiveChannel | None, sign_in_url: str | None
    ) -> tuple[str, ...]:
        """Return the origins beyond its own that the console talks to."""
        cognito_endpoint = f"https://cognito-idp.{self.region}.amazonaws.com"
        storage = f"https://*.s3.{self.region}.amazonaws.com"
        channel = (f"wss://{live.api.realtime_dns}",) if live else ()
        sign_in = (sign_in_url,) if sign_in_url else ()
        return (cognito_endpoint, storage, *channel, *sign_in)
