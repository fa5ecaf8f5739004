"""Values of templates as long as CloudFormation may make them: what is not known is estimated.

No estimate is below what AWS gives, as long as names are those that CloudFormation makes.
"""

from __future__ import annotations

from dataclasses import dataclass

from twin_constructs.sizes.assembly import Assembly, Content, Template

UUID = "x" * 36
NAME = "x" * 64
"""Of functions, roles and buckets, which CloudFormation cuts to what the service takes."""

ARN = "x" * 150
SITEWISE_ARN = (
    "x" * len("arn:aws-us-gov:iotsitewise:ap-southeast-1:111111111111:asset-model/") + UUID
)
NOTHING = {"Ref": "AWS::NoValue"}
PSEUDO = {
    "AWS::AccountId": "x" * 12,
    "AWS::Region": "x" * len("ap-southeast-1"),
    "AWS::Partition": "x" * len("aws-us-gov"),
    "AWS::URLSuffix": "x" * len("amazonaws.com.cn"),
    "AWS::StackName": "x" * 128,
    "AWS::StackId": "x" * 250,
}
ARNS_BY_REFERENCE = frozenset(
    {
        "AWS::IAM::ManagedPolicy",
        "AWS::SecretsManager::Secret",
        "AWS::SNS::Topic",
        "AWS::StepFunctions::StateMachine",
        "AWS::StepFunctions::Activity",
        "AWS::Batch::JobDefinition",
        "AWS::Batch::JobQueue",
        "AWS::Batch::ComputeEnvironment",
        "AWS::SQS::Queue",
        "AWS::Lambda::LayerVersion",
    }
)
"""What `Ref` gives an ARN or an address of, and not a name."""


@dataclass(frozen=True)
class Renderer:
    """Renders the values of one template."""

    assembly: Assembly
    template: Template

    def render(self, value: object) -> object:
        """Return a value with its intrinsic functions replaced by their longest results."""
        if isinstance(value, list):
            return [self.render(one) for one in value if one != NOTHING]
        if not isinstance(value, dict):
            return value
        [function, *more] = value or [""]
        if not more and (function == "Ref" or function.startswith("Fn::")):
            return self._result(function, value[function])
        return self.properties(value)

    def properties(self, value: Content) -> dict[str, object]:
        """Return an object, such as the properties of a resource, with its values rendered."""
        return {key: self.render(one) for key, one in value.items() if one != NOTHING}

    def _result(self, function: str, argument: object) -> object:
        match function, argument:
            case "Ref", str(name):
                return self._reference(name)
            case "Fn::GetAtt", [*_, str(attribute)]:
                return _attribute(attribute)
            case "Fn::Join", [str(separator), parts]:
                return separator.join(map(str, self._list(parts)))
            case "Fn::Sub", str(text):
                return self._substituted(text, {})
            case "Fn::Sub", [str(text), dict(given)]:
                return self._substituted(text, given)
            case "Fn::If", [_, one, other]:
                return _longest([self.render(one), self.render(other)])
            case "Fn::Select", [_, values]:
                return _longest(self._list(values))
            case "Fn::Split", [_, text]:
                return [self.render(text)]
            case "Fn::ImportValue", str(name):
                return self._imported(name)
        return ARN

    def _list(self, value: object) -> list[object]:
        found = self.render(value)
        return found if isinstance(found, list) else [found]

    def _reference(self, name: str) -> str:
        if name in PSEUDO:
            return PSEUDO[name]
        kind = self.template.kind(name)
        is_name = kind is not None and kind not in ARNS_BY_REFERENCE
        return NAME if is_name else ARN  # what is no resource is a parameter

    def _substituted(self, text: str, given: Content) -> str:
        literal, *rest = text.split("${")
        for part in rest:
            name, _, after = part.partition("}")
            literal += f"{self._named(name, given)}{after}"
        return literal

    def _named(self, name: str, given: Content) -> object:
        if name.startswith("!"):
            return f"${{{name[1:]}}}"
        if name in given:
            return self.render(given[name])
        return _attribute(name.rpartition(".")[2]) if "." in name else self._reference(name)

    def _imported(self, name: str) -> object:
        found = self.assembly.exported(name)
        if found is None:
            return ARN
        template, value = found
        return Renderer(self.assembly, template).render(value)


def _longest(found: list[object]) -> object:
    return max(found, key=lambda one: len(str(one)), default="")


def _attribute(name: str) -> str:
    if name in ("AssetArn", "AssetModelArn"):
        return SITEWISE_ARN
    if name.lower().endswith("id"):
        return UUID
    return NAME if name.lower().endswith("name") else ARN
