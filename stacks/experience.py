"""How people reach a site's twin."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.experience.console import Console
from twin_constructs.experience.live_channel import LiveChannel
from twin_constructs.experience.rest_api import STAGE, RestApi
from twin_constructs.python_function import PythonFunction


class ExperienceStack(Stack):
    """The REST API over the planes' functions, and the console in front of it."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        pool: cognito.IUserPool,
        client: cognito.IUserPoolClient,
        functions: Mapping[str, lambda_.IFunction],
        live: LiveChannel | None,
        access_logs: s3.IBucket,
    ) -> None:
        super().__init__(scope, construct_id)
        authorizer = PythonFunction(
            self,
            "Authorize",
            package="api_authorize",
            document=document,
            environment={
                "USER_POOL_ID": pool.user_pool_id,
                "USER_POOL_CLIENT_ID": client.user_pool_client_id,
            },
            description="Verifies the caller's token and decides by role",
        )
        describe = PythonFunction(
            self,
            "Describe",
            package="api_describe",
            document=document,
            description="Answers the API's OpenAPI and the compiled site",
        )
        api = RestApi(
            self,
            "Rest",
            functions={"api_describe": describe.function, **functions},
            authorizer=authorizer.function,
        )
        console = Console(
            self,
            "Console",
            api_host=api.host,
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
        host = console.distribution.distribution_domain_name
        CfnOutput(self, "ConsoleUrl", value=f"https://{host}")
        CfnOutput(self, "ApiUrl", value=f"https://{host}/{STAGE}")

    def _connect_sources(self, live: LiveChannel | None) -> tuple[str, ...]:
        """Return the origins beyond its own that the console talks to."""
        cognito_endpoint = f"https://cognito-idp.{self.region}.amazonaws.com"
        storage = f"https://*.s3.{self.region}.amazonaws.com"
        channel = (f"wss://{live.api.realtime_dns}",) if live else ()
        return (cognito_endpoint, storage, *channel)
