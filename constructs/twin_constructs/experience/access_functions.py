"""The functions that decide who may do what, and say why."""

from __future__ import annotations

from aws_cdk import Duration, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.identity.access_keys import AccessKeys
from twin_constructs.identity.directory import UserDirectory
from twin_constructs.python_function import PythonFunction

MEMORY_MEGABYTES = 512
"""Lambda gives processor by memory; loading the policy engine is most of a cold start."""


class AccessFunctions(Construct):
    """The API's authorizer, and the explanation of its decisions.

    `catalogue` is the table of databases and assets; a site without the spatial plane has none.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        directory: UserDirectory,
        sso_client: cognito.IUserPoolClient | None,
        keys: AccessKeys,
        catalogue: dynamodb.ITable | None,
    ) -> None:
        super().__init__(scope, construct_id)
        clients = [one for one in (directory.password_client, sso_client) if one]
        shared = {
            "USER_POOL_ID": directory.pool.user_pool_id,
            "ACCESS_KEYS_TABLE": keys.table.table_name,
        }
        self.authorizer = PythonFunction(
            self,
            "Authorize",
            package="api_authorize",
            document=document,
            environment={
                **shared,
                "USER_POOL_CLIENT_IDS": ",".join(one.user_pool_client_id for one in clients),
                "MACHINE_CLIENTS": Stack.of(self).to_json_string(directory.machines),
            },
            timeout=Duration.seconds(10),
            memory_megabytes=MEMORY_MEGABYTES,
            description="Finds who calls by a token or key, and what the policies let them do",
        )
        keys.grant_check(self.authorizer.role)
        self.explain = PythonFunction(
            self,
            "Explain",
            package="access_explain",
            document=document,
            environment={
                **shared,
                **({"CATALOG_TABLE": catalogue.table_name} if catalogue else {}),
            },
            memory_megabytes=MEMORY_MEGABYTES,
            description="Answers which policies decide on an action, and why",
        )
        tables = [keys.table.table_arn, *([catalogue.table_arn] if catalogue else [])]
        self.explain.role.add_to_principal_policy(
            iam.PolicyStatement(actions=["dynamodb:GetItem"], resources=tables)
        )
        for function in (self.authorizer, self.explain):
            directory.pool.grant(
                function.role, "cognito-idp:AdminGetUser", "cognito-idp:AdminListGroupsForUser"
            )
