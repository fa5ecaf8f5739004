"""The live channel: AppSync Events, published to by functions, subscribed to by consoles."""

from __future__ import annotations

from aws_cdk import aws_appsync as appsync
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from constructs import Construct

NAMESPACE = "twin"


class LiveChannel(Construct):
    """Consoles subscribe with their user's token; functions publish with their role."""

    def __init__(self, scope: Construct, construct_id: str, *, pool: cognito.IUserPool) -> None:
        super().__init__(scope, construct_id)
        users = appsync.AppSyncAuthProvider(
            authorization_type=appsync.AppSyncAuthorizationType.USER_POOL,
            cognito_config=appsync.AppSyncCognitoConfig(user_pool=pool),
        )
        roles = appsync.AppSyncAuthProvider(authorization_type=appsync.AppSyncAuthorizationType.IAM)
        self.api = appsync.EventApi(
            self,
            "Events",
            api_name=f"{scope.node.id}-live",
            authorization_config=appsync.EventApiAuthConfig(
                auth_providers=[users, roles],
                connection_auth_mode_types=[appsync.AppSyncAuthorizationType.USER_POOL],
                default_subscribe_auth_mode_types=[appsync.AppSyncAuthorizationType.USER_POOL],
                default_publish_auth_mode_types=[appsync.AppSyncAuthorizationType.IAM],
            ),
        )
        self.namespace = self.api.add_channel_namespace(NAMESPACE)

    @property
    def http_host(self) -> str:
        """Return the host name that functions publish to."""
        return self.api.http_dns

    @property
    def realtime_url(self) -> str:
        """Return the WebSocket address that consoles subscribe at."""
        return f"wss://{self.api.realtime_dns}/event/realtime"

    def grant_publish(self, grantee: iam.IGrantable) -> None:
        """Let a role publish on the site's channels."""
        self.namespace.grant_publish(grantee)
