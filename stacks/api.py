"""The HTTP API of a site."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from twin.definition.firewall import FirewallOptions
from twin.site_document import SiteDocument
from twin_constructs.experience.access_functions import AccessFunctions
from twin_constructs.experience.firewall import Firewall
from twin_constructs.experience.rest_api import ApiAddress, RestApi
from twin_constructs.identity.access_keys import AccessKeys
from twin_constructs.identity.directory import UserDirectory
from twin_constructs.python_function import PythonFunction


class ApiStack(Stack):
    """The routes over the planes' functions, and who may call them."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        directory: UserDirectory,
        sso_client: cognito.IUserPoolClient | None,
        keys: AccessKeys,
        address: ApiAddress,
        functions: Mapping[str, lambda_.IFunction],
        catalogue: dynamodb.ITable | None,
        firewall: FirewallOptions | None,
    ) -> None:
        super().__init__(scope, construct_id)
        access = AccessFunctions(
            self,
            "Access",
            document=document,
            directory=directory,
            sso_client=sso_client,
            keys=keys,
            catalogue=catalogue,
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
            address=address,
            functions={
                "api_describe": describe.function,
                "access_explain": access.explain.function,
                **functions,
            },
            authorizer=access.authorizer.function,
        )
        if firewall:
            Firewall(self, "Firewall", stage=api.stage, options=firewall)
