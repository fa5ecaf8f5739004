"""What a site file says of access, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from twin.access.site_access import GroupGrant, MachineClient
from twin.compile import compile_site
from twin.definition import Finding, load_site

Content = dict[str, Any]
Check = Callable[[Content], tuple[Finding, ...]]
METADATA = "https://login.example.com/metadata.xml"
OIDC: Content = {
    "issuer": "https://id.example.com/realms/plant",
    "client_id": "twin",
    "client_secret_name": "plant/keycloak",
}
DOMAIN: Content = {"domain": "plant-a"}


def with_access(demo: Content, **access: Any) -> Content:  # noqa: ANN401 - any YAML
    return {**demo, "access": access}


def with_oidc(**changes: Any) -> Content:  # noqa: ANN401 - any YAML
    return {"sign_in": DOMAIN, "identity_providers": {"oidc": {"keycloak": {**OIDC, **changes}}}}


def with_saml(**provider: Any) -> Content:  # noqa: ANN401 - any YAML
    return {"sign_in": DOMAIN, "identity_providers": {"saml": {"entra": provider}}}


@pytest.mark.parametrize(
    "access",
    [
        {},
        {"groups": {"ops": "operator", "Twin Admins": {"role": "admin"}}},
        {"groups": {"7f3c-01": {"role": "viewer", "databases": ["line-1"]}}},
        {"sign_in": {"mfa": "required"}},
        {"sign_in": DOMAIN, "machine_clients": {"historian": "viewer"}},
        {"sign_in": {**DOMAIN, "password": False}, **with_oidc(), "user_attributes": ["site_id"]},
        with_oidc(issuer="http://127.0.0.1:8080/realm"),
        with_oidc(group_attribute="groups", attributes={"email": "mail", "name": "cn"}),
        with_saml(metadata_url=METADATA),
        with_saml(metadata="<EntityDescriptor/>"),
        {
            **with_oidc(),
            "sign_in": {
                **DOMAIN,
                "console_origins": ["https://t.example", "http://localhost:5173"],
            },
        },
    ],
)
def test_what_is_right_has_no_findings(demo: Content, findings: Check, access: Content) -> None:
    assert findings(with_access(demo, **access)) == ()


@pytest.mark.parametrize(
    ("access", "code", "key", "expected"),
    [
        ({"groups": {"ops": "boss"}}, "BAD_VALUE", "groups.ops", "viewer, operator"),
        ({"groups": {"ops": {"role": "boss"}}}, "BAD_VALUE", "groups.ops.role", "viewer"),
        ({"groups": {"ops": {}}}, "MISSING_KEY", "groups.ops.role", "role"),
        (
            {"groups": {"ops": {"role": "viewer", "databases": []}}},
            "BAD_VALUE",
            "groups.ops.databases",
            "at least 1",
        ),
        ({"groups": {"admin": "admin"}}, "ROLE_REDEFINED", "groups.admin", "another name"),
        ({"group": {}}, "UNKNOWN_KEY", "group", "groups?"),
        ({"machine_clients": {"m-1": "viewer"}}, "DOMAIN_MISSING", "machine_clients", "domain"),
        (
            {"machine_clients": {"M": "viewer"}, "sign_in": DOMAIN},
            "BAD_NAME",
            "machine_clients.M",
            "historian",
        ),
        ({"sign_in": {"domain": "my-aws-twin"}}, "DOMAIN_RESERVED", "sign_in.domain", "without"),
        ({"sign_in": {"domain": "Plant"}}, "BAD_VALUE", "sign_in.domain", "plant-a-twin"),
        ({"sign_in": {"password": False}}, "NOBODY_SIGNS_IN", "sign_in.password", "provider"),
        (
            {"sign_in": {"console_origins": ["https://t.example"]}},
            "ORIGINS_UNUSED",
            "sign_in.console_origins",
            "provider",
        ),
        (
            {**with_oidc(), "sign_in": {**DOMAIN, "console_origins": ["https://t.example/x"]}},
            "BAD_VALUE",
            "sign_in.console_origins[0]",
            "without a path",
        ),
        (with_oidc(client_secret="hush"), "UNKNOWN_KEY", "OIDC.client_secret", "_name"),
        (with_oidc(issuer="http://id.example"), "BAD_VALUE", "OIDC.issuer", "https://"),
        (with_oidc(issuer="https://id.example/"), "BAD_VALUE", "OIDC.issuer", "slash"),
        (with_oidc(attributes={"custom:x": "x"}), "BAD_NAME", "OIDC.attributes.custom:x", "email"),
        (with_saml(), "METADATA_AMBIGUOUS", "SAML", "either"),
        (with_saml(metadata_url=METADATA, metadata="<a/>"), "METADATA_AMBIGUOUS", "SAML", "either"),
        (with_saml(metadata_url="http://x.example"), "BAD_VALUE", "SAML.metadata_url", "https://"),
        (with_saml(metadata="none.xml"), "FILE_UNUSABLE", "SAML.metadata", ".xml file below"),
        (with_saml(metadata="../none.xml"), "FILE_UNUSABLE", "SAML.metadata", ".xml file below"),
        ({"policies": ["none.cedar"]}, "FILE_UNUSABLE", "policies[0]", ".cedar file below"),
        ({"policies": ["/etc/passwd.cedar"]}, "FILE_UNUSABLE", "policies[0]", ".cedar file"),
        ({"policies": [{"file": "/etc/passwd"}]}, "FILE_UNUSABLE", "policies[0]", ".cedar file"),
        ({"policies": [{}]}, "POLICY_EMPTY", "policies[0]", "Cedar"),
        ({"policies": ["permit everything"]}, "POLICY_INVALID", "policies[0]", "cedar"),
    ],
)
def test_a_mistake_is_one_finding(
    demo: Content, findings: Check, access: Content, code: str, key: str, expected: str
) -> None:
    [found] = findings(with_access(demo, **access))
    key = key.replace("OIDC", "identity_providers.oidc.keycloak")
    key = key.replace("SAML", "identity_providers.saml.entra")
    assert (found.code, found.key) == (code, f"access.{key}")
    assert expected in found.expected
    assert found.line > 0


def test_a_name_is_of_one_provider(demo: Content, findings: Check) -> None:
    providers = {"oidc": {"idp": OIDC}, "saml": {"idp": {"metadata_url": METADATA}}}
    [found] = findings(with_access(demo, sign_in=DOMAIN, identity_providers=providers))
    assert (found.code, found.found) == ("DUPLICATE_PROVIDER", "idp")


def test_files_are_read_and_the_rest_is_compiled(demo: Content, tmp_path: Path) -> None:
    folder = tmp_path / "plant"
    folder.mkdir()
    (folder / "own.cedar").write_text(
        '@id("no-scans") forbid(principal, action, resource is Asset)\n'
        'when { resource.type == "scan" };',
        encoding="utf-8",
    )
    (folder / "idp.xml").write_text("<EntityDescriptor/>", encoding="utf-8")
    access = {
        **with_saml(metadata="plant/idp.xml"),
        "policies": ["plant/own.cedar"],
        "groups": {"ops": "operator", "line": {"role": "engineer", "databases": ["line-1"]}},
        "machine_clients": {"historian": "viewer"},
        "metadata": {"criticality": "Long"},
        "user_attributes": ["clearance"],
    }
    path = tmp_path / "site.yaml"
    path.write_text(yaml.safe_dump(with_access(demo, **access), allow_unicode=True), "utf-8")
    site = load_site(path)
    assert site.access.identity_providers.saml["entra"].metadata == "<EntityDescriptor/>"
    compiled = compile_site(site).access
    assert set(compiled.groups) == {
        GroupGrant("ops", "operator"),
        GroupGrant("line", "engineer", ("line-1",)),
    }
    assert compiled.machine_clients == (MachineClient("historian", "viewer"),)
    assert [policy.policy_id for policy in compiled.policies] == ["site:plant/own.cedar:no-scans"]
    assert compiled.metadata == (("criticality", "Long"),)
    assert compiled.user_attributes == ("clearance",)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\xff\xfe", "cannot be read"), (b"  \n", "is empty"), (b"x" * 100_001, "too large")],
)
def test_a_file_that_cannot_be_used_is_said(
    demo: Content, findings: Check, tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "idp.xml").write_bytes(content)
    [found] = findings(with_access(demo, **with_saml(metadata="idp.xml")))
    assert (found.code, message in found.message) == ("FILE_UNUSABLE", True)
