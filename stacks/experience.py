"""Where people reach a site's twin."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.experience.console import Console
from twin_constructs.experience.live_channel import LiveChannel
from twin_constructs.experience.rest_api import STAGE, ApiAddress


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
        pool: cognito.IUserPool,
        client: cognito.IUserPoolClient,
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
            connect_sources=self._connect_sources(live),
        )
        console.publish(
            configuration={
                "site": document.name,
                "region": self.region,
                "userPoolId": pool.user_pool_id,
                "userPoolClientId": client.user_pool_client_id,
                "live": live and {"httpHost": live.http_host, "realtimeUrl": live.realtime_url},
            }
        )
        self.console_origin = f"https://{console.distribution.distribution_domain_name}"
        CfnOutput(self, "ConsoleUrl", value=self.console_origin)
        CfnOutput(self, "ApiUrl", value=f"{self.console_origin}/{STAGE}")

    def _connect_sources(self, live: LiveChannel | None) -> tuple[str, ...]:
        """Return the origins beyond its own that the console talks to."""
        cognito_endpoint = f"https://cognito-idp.{self.region}.amazonaws.com"
        storage = f"https://*.s3.{self.region}.amazonaws.com"
        channel = (f"wss://{live.api.realtime_dns}",) if live else ()
        return (cognito_endpoint, storage, *channel)
