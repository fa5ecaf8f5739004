"""What IAM and AWS IoT take of policies.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
https://docs.aws.amazon.com/general/latest/gr/iot-core.html#security-limits
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from twin_constructs.sizes.assembly import Assembly, Identity, Template
from twin_constructs.sizes.excess import Excess
from twin_constructs.sizes.measures import characters
from twin_constructs.sizes.rendered import Renderer

LONGEST_INLINE = 10_240
"""Characters of all inline policies of a role together."""

LONGEST_MANAGED = 6_144
LONGEST_TRUST = 2_048
LONGEST_OF_A_DEVICE = 2_048
MOST_MANAGED = 10
"""Managed policies of one role."""

SHORTER = (
    "Name resources by a prefix or a condition instead of one by one, or give the work to a second"
    " function with a role of its own"
)
SHORTER_TRUST = "Trust fewer principals, or name the sources of calls by one pattern"


def check_roles(assembly: Assembly) -> Iterator[tuple[Template, Excess]]:
    """Yield what is too long of the policies of an app."""
    inline, attached = _inline(assembly), _attached(assembly)
    for template in assembly.templates:
        render = Renderer(assembly, template).render
        for logical_id, properties in template.resources("AWS::IAM::Role"):
            role = (template.path.name, logical_id)
            trust = characters(render(properties.get("AssumeRolePolicyDocument", {})))
            for rule, where, what, size, limit, unit, advice in (
                ("IAM_TRUST_POLICY_TOO_LARGE", "AssumeRolePolicyDocument", "the trust policy",
                 trust, LONGEST_TRUST, "characters", SHORTER_TRUST),
                ("IAM_POLICY_TOO_LARGE", "Policies", "all inline policies of the role together",
                 inline[role], LONGEST_INLINE, "characters", SHORTER),
                ("IAM_TOO_MANY_POLICIES", "ManagedPolicyArns", "the managed policies of the role",
                 attached[role], MOST_MANAGED, "policies", SHORTER),
            ):  # fmt: skip
                if size > limit:
                    yield template, Excess(rule, logical_id, where, what, size, limit, unit, advice)
        for excess in _documents(assembly, template):
            yield template, excess


def _documents(assembly: Assembly, template: Template) -> Iterator[Excess]:
    """Yield the policies of a template that are too long by themselves."""
    render = Renderer(assembly, template).render
    where, unit = "PolicyDocument", "characters"
    for logical_id, properties in template.resources("AWS::IAM::ManagedPolicy"):
        size = characters(render(properties[where]))
        if size > LONGEST_MANAGED:
            roles = [assembly.identity(template, one)[1] for one in properties.get("Roles", ())]
            what = f"the managed policy of {', '.join(roles) or 'no role'}"
            rule = "IAM_POLICY_TOO_LARGE"
            yield Excess(rule, logical_id, where, what, size, LONGEST_MANAGED, unit, SHORTER)
    for logical_id, properties in template.resources("AWS::IoT::Policy"):
        size = characters(render(properties[where]))
        if size > LONGEST_OF_A_DEVICE:
            rule, what = "IOT_POLICY_TOO_LARGE", "the policy of devices"
            yield Excess(rule, logical_id, where, what, size, LONGEST_OF_A_DEVICE, unit, SHORTER)


def _inline(assembly: Assembly) -> Counter[Identity]:
    """Return the characters of the inline policies of each role, wherever they are written."""
    sizes: Counter[Identity] = Counter()
    for template in assembly.templates:
        render = Renderer(assembly, template).render
        for logical_id, properties in template.resources("AWS::IAM::Role"):
            for policy in properties.get("Policies", ()):
                size = characters(render(policy["PolicyDocument"]))
                sizes[template.path.name, logical_id] += size
        for _, properties in template.resources("AWS::IAM::Policy", "AWS::IAM::RolePolicy"):
            size = characters(render(properties["PolicyDocument"]))
            for role in properties.get("Roles") or [properties.get("RoleName")]:
                sizes[assembly.identity(template, role)] += size
    return sizes


def _attached(assembly: Assembly) -> Counter[Identity]:
    """Return the number of managed policies of each role."""
    numbers: Counter[Identity] = Counter()
    for template in assembly.templates:
        for logical_id, properties in template.resources("AWS::IAM::Role"):
            arns = properties.get("ManagedPolicyArns", ())
            numbers[template.path.name, logical_id] += len(arns)
        for _, properties in template.resources("AWS::IAM::ManagedPolicy"):
            for role in properties.get("Roles", ()):
                numbers[assembly.identity(template, role)] += 1
    return numbers
