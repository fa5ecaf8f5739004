"""API keys: their table and the function that makes, lists and revokes them."""

from __future__ import annotations

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.python_function import PythonFunction
from twin_constructs.secure_table import SecureTable

INDEX = "by-owner"


class AccessKeys(Construct):
    """A table of its own: no function of a plane can read a digest or change a key's owner."""

    def __init__(self, scope: Construct, construct_id: str, *, document: SiteDocument) -> None:
        super().__init__(scope, construct_id)
        self.table: dynamodb.Table = SecureTable(
            self, "Keys", index_name=INDEX, time_to_live_attribute="delete_after"
        ).table
        made = PythonFunction(
            self,
            "Manage",
            package="access_keys",
            document=document,
            environment={"ACCESS_KEYS_TABLE": self.table.table_name},
            description="Makes, lists and revokes API keys",
        )
        self.function: lambda_.IFunction = made.function
        self._grant(made.role, "GetItem", "PutItem", "UpdateItem")
        made.role.add_to_principal_policy(
            iam.PolicyStatement(
                actions=["dynamodb:Query"], resources=[f"{self.table.table_arn}/index/{INDEX}"]
            )
        )

    def grant_check(self, role: iam.IRole) -> None:
        """Let a role read a key and keep the day of its use."""
        self._grant(role, "GetItem", "UpdateItem")

    def _grant(self, role: iam.IRole, *operations: str) -> None:
        role.add_to_principal_policy(
            iam.PolicyStatement(
                actions=[f"dynamodb:{operation}" for operation in operations],
                resources=[self.table.table_arn],
            )
        )
