"""Keep what moto drops when a REST API is created: its binary media types."""

from __future__ import annotations

import json
from typing import Any

from moto.apigateway.models import apigateway_backends
from moto.apigateway.responses import APIGatewayResponse

from twin_local.execution.patching import original, replace


def install() -> None:
    """Wrap CreateRestApi."""
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
