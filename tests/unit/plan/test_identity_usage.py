"""What programs and users of other directories cost, in the plan of a site."""

from __future__ import annotations

from pathlib import Path

from twin.definition import SiteDefinition, load_site
from twin.definition.access import AccessDefinition
from twin.plan.identity_usage import identity_usage

DEMO = Path(__file__).resolve().parents[3] / "sites" / "demo.yaml"
OIDC = {"issuer": "https://id.example.com", "client_id": "twin", "client_secret_name": "s"}


def with_access(**access: object) -> SiteDefinition:
    return load_site(DEMO).model_copy(update={"access": AccessDefinition.model_validate(access)})


def test_a_site_with_its_own_users_pays_for_nobody() -> None:
    assert list(identity_usage(with_access(groups={"ops": "operator"}))) == []


def test_each_program_needs_a_token_every_twelve_hours() -> None:
    programs = {"historian": "viewer", "mes": "operator"}
    [line] = identity_usage(with_access(machine_clients=programs))
    assert (line.item, line.per_month, line.unit) == ("cognito_machine_tokens", 120, "tokens")
    assert line.usd == 0.27
    assert line.confidence == "unverified"


def test_a_user_of_another_directory_has_a_price_of_their_own() -> None:
    [line] = identity_usage(with_access(identity_providers={"oidc": {"idp": OIDC}}))
    assert (line.item, line.per_month) == ("cognito_federated_users", 1)
    assert line.usd == 0.015
    assert "first 50" in line.note
