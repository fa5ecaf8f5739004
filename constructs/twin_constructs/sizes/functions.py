"""What AWS Lambda takes of a function.

https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from twin_constructs.sizes.assembly import Assembly, Content, Identity, Template
from twin_constructs.sizes.excess import Excess
from twin_constructs.sizes.measures import compact, unpacked_bytes
from twin_constructs.sizes.rendered import Renderer

LARGEST_ENVIRONMENT = 4 * 1024
LARGEST_CODE = 250 * 1024 * 1024
LARGEST_POLICY = 20 * 1024
LONGEST_STATEMENT_ID = 100

READ_FROM_A_FILE = "Put what grows with the site into the site's document beside the code"
LESS_CODE = "Leave packages out of the function's folder, or give the work to a container job"
ONE_PERMISSION = "Permit callers by one pattern of ARNs instead of one by one"


def check_functions(assembly: Assembly) -> Iterator[tuple[Template, Excess]]:
    """Yield what is too large of the functions of an app."""
    callers = _callers(assembly)
    for template in assembly.templates:
        renderer = Renderer(assembly, template)
        for logical_id, properties in template.resources("AWS::Lambda::Function"):
            variables = properties.get("Environment", {}).get("Variables", {})
            environment = renderer.properties(variables)
            for rule, where, what, size, limit, advice in (
                ("LAMBDA_ENVIRONMENT_TOO_LARGE", "Environment", "the environment variables",
                 len(compact(environment).encode()), LARGEST_ENVIRONMENT, READ_FROM_A_FILE),
                ("LAMBDA_CODE_TOO_LARGE", "Code", "the unpacked code with its layers",
                 _code(template, properties), LARGEST_CODE, LESS_CODE),
                ("LAMBDA_POLICY_TOO_LARGE", "", "the permissions",
                 callers[template.path.name, logical_id], LARGEST_POLICY, ONE_PERMISSION),
            ):  # fmt: skip
                if size > limit:
                    yield (
                        template,
                        Excess(rule, logical_id, where, what, size, limit, "bytes", advice),
                    )


def _code(template: Template, function: Content) -> int:
    """Return the bytes of what a function unpacks; code in the template or an image is none."""
    layers = dict(template.resources("AWS::Lambda::LayerVersion"))
    used = [layers[one["Ref"]]["Content"] for one in function.get("Layers", ()) if _is(one, layers)]
    keys = [one.get("S3Key") for one in (function.get("Code", {}), *used)]
    paths = [template.files[key] for key in keys if isinstance(key, str) and key in template.files]
    return sum(unpacked_bytes(path) for path in paths)


def _is(reference: object, layers: dict[str, Content]) -> bool:
    return isinstance(reference, dict) and reference.get("Ref") in layers


def _callers(assembly: Assembly) -> Counter[Identity]:
    """Return the bytes of the resource policy of each function, a statement each permission."""
    sizes: Counter[Identity] = Counter()
    for template in assembly.templates:
        renderer = Renderer(assembly, template)
        for _, properties in template.resources("AWS::Lambda::Permission"):
            function = assembly.identity(template, properties["FunctionName"])
            statement = _statement(renderer.properties(properties))
            sizes[function] += len(compact(statement)) + 1
    return sizes


def _statement(permission: Content) -> dict[str, object]:
    """Return the statement that AddPermission makes, under an id that CloudFormation makes."""
    return {
        "Sid": "x" * LONGEST_STATEMENT_ID,
        "Effect": "Allow",
        "Principal": {"Service": permission.get("Principal")},
        "Action": permission.get("Action"),
        "Resource": permission.get("FunctionName"),
        "Condition": {
            "StringEquals": {"AWS:SourceAccount": permission.get("SourceAccount")},
            "ArnLike": {"AWS:SourceArn": permission.get("SourceArn")},
        },
    }
