"""The HTTP API of a site."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.experience.rest_api import ApiAddress, RestApi
from twin_constructs.python_function import PythonFunction


class ApiStack(Stack):
    """The routes over the planes' functions, and who may call them."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        pool: cognito.IUserPool,
        client: cognito.IUserPoolClient,
        address: ApiAddress,
        functions: Mapping[str, lambda_.IFunction],
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
        RestApi(
            self,
            "Rest",
            address=address,
            functions={"api_describe": describe.function, **functions},
            authorizer=authorizer.function,
        )
