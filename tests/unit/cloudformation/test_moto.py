"""What of the pinned moto our CloudFormation stands on."""

from __future__ import annotations

from moto.cloudformation.responses import CloudFormationResponse
from moto.cloudtrail.responses import CloudTrailResponse
from moto.core import errors

from twin_local.execution.patching import original
from twin_local.services.cloudformation import cloudtrail


def test_requests_are_parsed_by_the_service_model() -> None:
    response = CloudFormationResponse()
    assert response.automated_parameter_parsing
    assert callable(CloudFormationResponse.call_action)


def test_answers_are_reshaped_by_one_table() -> None:
    assert isinstance(original(CloudFormationResponse, "RESPONSE_KEY_PATH_TO_TRANSFORMER"), dict)


def test_codes_that_no_model_has_are_in_one_list() -> None:
    assert "ValidationError" in original(errors, "COMMON_ERROR_CODES")


def test_cloudtrail_still_has_no_events_to_look_up() -> None:
    found = vars(CloudTrailResponse).get("lookup_events")
    assert found in (None, cloudtrail._lookup_events)
