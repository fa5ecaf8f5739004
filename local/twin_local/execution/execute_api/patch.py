"""Keep what moto drops when a REST API is created, and refuse to deploy what is not served."""

from __future__ import annotations

import json
from typing import Any

from moto.apigateway.models import apigateway_backends
from moto.apigateway.responses import APIGatewayResponse

from twin_local.execution.execute_api import deployments, limits
from twin_local.execution.patching import original, replace


def install() -> None:
    """Wrap CreateRestApi, CreateDeployment and CreateStage."""
    limits.install()
    create = original(APIGatewayResponse, "create_rest_api")

    def create_rest_api(response: APIGatewayResponse) -> Any:
        answer = create(response)
        types = response._get_param("binaryMediaTypes")
        if not types or answer[0] >= 300:
            return answer
        made = json.loads(answer[2])
        api = apigateway_backends[response.current_account][response.region].apis[made["id"]]
        api.binaryMediaTypes = list(types)
        return 200, {}, json.dumps(api.to_dict())

    replace(APIGatewayResponse, "create_rest_api", create_rest_api)
    _check_deployments()


def _check_deployments() -> None:
    deploy = original(APIGatewayResponse, "create_deployment")
    stage = original(APIGatewayResponse, "create_stage")

    def create_deployment(response: APIGatewayResponse) -> Any:
        deployments.check_canary({"canarySettings": response._get_param("canarySettings")})
        apis = apigateway_backends[response.current_account][response.region].apis
        if (api := apis.get(response.path.split("/")[2])) is not None:
            deployments.check(api)
        return deploy(response)

    def create_stage(response: APIGatewayResponse) -> Any:
        deployments.check_canary({"canarySettings": response._get_param("canarySettings")})
        return stage(response)

    replace(APIGatewayResponse, "create_deployment", create_deployment)
    replace(APIGatewayResponse, "create_stage", create_stage)
