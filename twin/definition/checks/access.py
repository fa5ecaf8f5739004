"""What `access` says goes together: sign-in, identity providers, groups, machine clients."""

from __future__ import annotations

from twin.api.routes.route import ROLES
from twin.definition.access import AccessDefinition
from twin.definition.checks.report import Report
from twin.definition.checks.scope import Scope

RESERVED = ("amazon", "aws", "cognito")
"""https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html"""


def check(scope: Scope) -> None:
    """Check the section `access`."""
    access, report = scope.site.access, scope.report
    _domain(access, report)
    _sign_in(access, report)
    _providers(access, report)
    _groups(access, report)
    _policies(access, report)


def _domain(access: AccessDefinition, report: Report) -> None:
    needs = [
        name
        for name, used in (
            ("identity_providers", access.identity_providers.names),
            ("machine_clients", access.machine_clients),
        )
        if used
    ]
    domain, key = access.sign_in.domain, ("access", "sign_in", "domain")
    if domain is None:
        if needs and not report.has(key):
            report.add(
                "DOMAIN_MISSING",
                ("access", needs[0]),
                "they sign in at a domain of the user pool",
                found="no access.sign_in.domain",
                expected="access.sign_in.domain, a prefix that no other pool of the region has",
            )
        return
    if any(word in domain for word in RESERVED):
        report.add(
            "DOMAIN_RESERVED",
            key,
            "AWS refuses domains with its own names in them",
            found=domain,
            expected=f"a prefix without {', '.join(RESERVED)}",
        )


def _sign_in(access: AccessDefinition, report: Report) -> None:
    names = access.identity_providers.names
    if not access.sign_in.password and not names:
        report.add(
            "NOBODY_SIGNS_IN",
            ("access", "sign_in", "password"),
            "without passwords and identity providers nobody can sign in",
            found="password: false, no identity_providers",
            expected="password: true, or an identity provider",
        )
    if access.sign_in.console_origins and not names:
        report.add(
            "ORIGINS_UNUSED",
            ("access", "sign_in", "console_origins"),
            "only a sign-in by an identity provider comes back to an origin",
            found="console_origins, no identity_providers",
            expected="no console_origins, or an identity provider",
        )


def _providers(access: AccessDefinition, report: Report) -> None:
    providers = access.identity_providers
    place = ("access", "identity_providers")
    for name in providers.saml:
        key = (*place, "saml", name)
        # A wrong value was reported and taken out: the key is still written.
        named = [one for one in ("metadata_url", "metadata") if report.has((*key, one))]
        if len(named) != 1:
            _metadata(report, key, named)
    for name in sorted(set(providers.saml) & set(providers.oidc)):
        report.add(
            "DUPLICATE_PROVIDER",
            (*place, "oidc", name),
            "a SAML provider has this name, too",
            found=name,
            expected="another name",
        )
    if len(providers.names) > 50:
        report.add(
            "TOO_MANY_PROVIDERS",
            place,
            "the console shows a button for each",
            found=str(len(providers.names)),
            expected="at most 50",
        )


def _metadata(report: Report, key: tuple[str, ...], named: list[str]) -> None:
    report.add(
        "METADATA_AMBIGUOUS",
        key,
        "a SAML provider has its metadata from one place",
        found=" and ".join(named) or "none",
        expected="either metadata_url or metadata",
    )


def _groups(access: AccessDefinition, report: Report) -> None:
    for name in access.groups:
        if name in ROLES:
            report.add(
                "ROLE_REDEFINED",
                ("access", "groups", name),
                "the pool's group of this name has that role; a provider's of this name has none",
                found=name,
                expected="a group of another name",
            )


def _policies(access: AccessDefinition, report: Report) -> None:
    for number, source in enumerate(access.policies):
        key = ("access", "policies", number)
        if source.text is None and not report.has((*key, "text")):
            report.add(
                "POLICY_EMPTY",
                key,
                "there is no policy here",
                found="neither text nor file",
                expected="a policy in the Cedar language, or the name of a .cedar file",
            )
