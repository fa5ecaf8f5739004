"""The HTTP API, made from the route table.

Its address exists before its routes do: what comes between them, such as a bucket that only the
console's page may read, can name the console that stands in front of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct, IConstruct

from twin.api.gateway_answers import GATEWAY_ANSWERS, GatewayAnswer
from twin.api.problem import BASE_PATH
from twin.api.problem import MEDIA_TYPE as PROBLEM
from twin.api.routes import ROUTES, Route
from twin_constructs.acknowledge import acknowledge
from twin_constructs.log_group import log_group

STAGE = BASE_PATH.removeprefix("/")

REQUESTS_PER_SECOND = 3_000
"""What consoles, dashboards and scripts of a site may ask; an account has 10,000 for all its APIs.

https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
"""

ANSWER_KEPT = Duration.seconds(30)
"""How long the authorizer's answer is good for a token.

The authorizer itself keeps what the user pool told it for 20 seconds: together they are less than
the minute after which nobody has a right that was taken away.
"""

LAMBDA_AUTHORIZER = (
    "A Lambda authorizer verifies the Cognito token or API key and decides by the site's policies "
    "for every route but the public description of the API"
)
NO_FIREWALL = (
    "Every route but the API's own description needs a verified token, bodies are validated by the "
    "functions and the stage is throttled; a web ACL bills at least five dollars a month idle and "
    "is the customer's choice"
)
NO_CACHE = "Answers are live values of a plant; a cache would show old ones and bills by the hour"
NO_CLIENT_CERTIFICATE = (
    "The integrations are Lambda functions, invoked by IAM; there is no HTTP backend that could "
    "check a client certificate"
)
NO_TRACING = "Requests are correlated by the request id in the structured logs of API and function"


Part = tuple[IConstruct, object]
"""A resource of the API, and what it was made from: a change of it needs a new deployment."""

STAGE_REASONS = {
    "AwsSolutions-APIG3": NO_FIREWALL,
    "AwsSolutions-APIG6": NO_TRACING,
    "NIST.800.53.R5-APIGWAssociatedWithWAF": NO_FIREWALL,
    "PCI.DSS.321-APIGWAssociatedWithWAF": NO_FIREWALL,
    "NIST.800.53.R5-APIGWCacheEnabledAndEncrypted": NO_CACHE,
    "HIPAA.Security-APIGWCacheEnabledAndEncrypted": NO_CACHE,
    "PCI.DSS.321-APIGWCacheEnabledAndEncrypted": NO_CACHE,
    "NIST.800.53.R5-APIGWSSLEnabled": NO_CLIENT_CERTIFICATE,
    "HIPAA.Security-APIGWSSLEnabled": NO_CLIENT_CERTIFICATE,
    "PCI.DSS.321-APIGWSSLEnabled": NO_CLIENT_CERTIFICATE,
    "HIPAA.Security-APIGWXrayEnabled": NO_TRACING,
    "NIST.800.53.R5-APIGWExecutionLoggingEnabled": NO_TRACING,
    "HIPAA.Security-APIGWExecutionLoggingEnabled": NO_TRACING,
    "PCI.DSS.321-APIGWExecutionLoggingEnabled": NO_TRACING,
}


class ApiAddress(Construct):
    """A regional REST API without routes: its id, and so its host name; and its validator."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self._api = apigateway.CfnRestApi(
            self,
            "Api",
            name=f"{Stack.of(self).stack_name}-api",
            endpoint_configuration=apigateway.CfnRestApi.EndpointConfigurationProperty(
                types=["REGIONAL"]
            ),
        )
        validator = apigateway.CfnRequestValidator(
            self,
            "Validator",
            rest_api_id=self._api.ref,
            validate_request_body=True,
            validate_request_parameters=True,
        )
        self.api_id = self._api.ref
        self.validator_id = validator.ref
        self.root_id = self._api.attr_root_resource_id

    @property
    def host(self) -> str:
        """Return the host name of the API's endpoint; its stage is the first path segment."""
        stack = Stack.of(self)
        return f"{self.api_id}.execute-api.{stack.region}.{stack.url_suffix}"


class RestApi(Construct):
    """The routes of an API, which go to the functions that the route table names, and its stage."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        address: ApiAddress,
        functions: Mapping[str, lambda_.IFunction],
        authorizer: lambda_.IFunction,
    ) -> None:
        super().__init__(scope, construct_id)
        self.api = apigateway.RestApi.from_rest_api_attributes(
            self, "Api", rest_api_id=address.api_id, root_resource_id=address.root_id
        )
        self._validator = apigateway.RequestValidator.from_request_validator_id(
            self, "Validator", address.validator_id
        )
        self._authorizer = self._token_authorizer(authorizer)
        parts = [
            self._add_route(route, functions[route.function])
            for route in ROUTES
            if route.function in functions
        ]
        parts += [self._add_answer(answer) for answer in GATEWAY_ANSWERS]
        self.stage = self._add_stage(parts)

    def _add_stage(self, parts: Sequence[Part]) -> apigateway.Stage:
        """Deploy what the API consists of now; a change of any part is a new deployment."""
        deployment = apigateway.Deployment(self, "Deployment", api=self.api)
        for part, description in parts:
            deployment.node.add_dependency(part)
            deployment.add_to_logical_id(description)
        group = log_group(self, "AccessLogs", retention=logs.RetentionDays.ONE_YEAR)
        stage = apigateway.Stage(
            self,
            "Stage",
            deployment=deployment,
            stage_name=STAGE,
            access_log_destination=apigateway.LogGroupLogDestination(group),
            access_log_format=apigateway.AccessLogFormat.json_with_standard_fields(
                caller=False,
                http_method=True,
                ip=True,
                protocol=True,
                request_time=True,
                resource_path=True,
                response_length=True,
                status=True,
                user=True,
            ),
            logging_level=apigateway.MethodLoggingLevel.OFF,
            throttling_rate_limit=REQUESTS_PER_SECOND,
            throttling_burst_limit=REQUESTS_PER_SECOND,
        )
        acknowledge(stage, STAGE_REASONS)
        return stage

    def _add_answer(self, answer: GatewayAnswer) -> Part:
        response = apigateway.GatewayResponse(
            self,
            "".join(word.capitalize() for word in answer.response_type.split("_")),
            rest_api=self.api,
            type=apigateway.ResponseType.of(answer.response_type),
            status_code=None if answer.status is None else str(answer.status),
            response_headers={"cache-control": "'no-store'", "content-type": f"'{PROBLEM}'"},
            templates={"application/json": answer.template},
        )
        return response, repr(answer)

    def _token_authorizer(self, function: lambda_.IFunction) -> apigateway.TokenAuthorizer:
        return apigateway.TokenAuthorizer(
            self,
            "Authorizer",
            handler=function,
            results_cache_ttl=ANSWER_KEPT,
            validation_regex="^[Bb]earer [-_.A-Za-z0-9]+$",
        )

    def _add_route(self, route: Route, function: lambda_.IFunction) -> Part:
        resource = self.api.root.resource_for_path(route.path)
        public = route.role is None
        method = resource.add_method(
            route.method,
            apigateway.LambdaIntegration(function, allow_test_invoke=False),
            operation_name=route.operation_id,
            request_validator=self._validator,
            authorizer=None if public else self._authorizer,
            authorization_type=(
                apigateway.AuthorizationType.NONE if public else apigateway.AuthorizationType.CUSTOM
            ),
        )
        reasons = {"AwsSolutions-COG4": LAMBDA_AUTHORIZER}
        if public:
            reasons["AwsSolutions-APIG4"] = LAMBDA_AUTHORIZER
        acknowledge(method, reasons)
        return method, [repr(route), function.function_arn]
