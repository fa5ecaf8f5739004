"""What an expression is: an AWS client, an object of a class of ours, or something else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from twin_constructs.permissions.source import Class, Function, Module, Source, nodes_of

STUBS = "mypy_boto3_"


@dataclass(frozen=True)
class Client:
    """An object of a boto3 client, by the service's name in boto3."""

    service: str


@dataclass(frozen=True)
class Foreign:
    """An object of a class that is not ours: its methods call nothing of ours."""


Kind = Client | Class | Foreign | None
"""None is not known."""


class Types:
    """Infers kinds from annotations, constructors and assignments."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._locals: dict[str, dict[str, Kind]] = {}

    def of(self, expression: ast.expr, function: Function) -> Kind:
        """Return the kind of an expression in a function."""
        match expression:
            case ast.Name(id=name):
                return self._name(name, function)
            case ast.Attribute(value=value, attr=name):
                owner = self.of(value, function)
                return self._attribute(owner, name) if isinstance(owner, Class) else None
            case ast.Call(func=callee):
                return self._result(expression, callee, function)
            case ast.Constant() | ast.JoinedStr() | ast.Dict() | ast.List() | ast.Set():
                return Foreign()
            case ast.IfExp(body=body):
                return self.of(body, function)
        return None

    def callee(self, expression: ast.expr, function: Function) -> Function | Class | None:
        """Return the function or class of ours that an expression names, or None."""
        name = _dotted(expression)
        if name is None or name.partition(".")[0] in self._environment(function):
            return None
        full = self._source.resolve(function.module, name)
        cls, _, method = full.rpartition(".")
        if cls in self._source.classes:
            return self.method(self._source.classes[cls], method)
        return self._source.functions.get(full) or self._source.classes.get(full)

    def method(self, cls: Class, name: str) -> Function | None:
        """Return a method of a class or of one that it derives from."""
        for base in self._source.bases(cls):
            if name in base.methods:
                return base.methods[name]
        return None

    def annotated(self, annotation: ast.expr | None, module: Module) -> Kind:
        """Return the kind that an annotation states."""
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            annotation = ast.parse(annotation.value, mode="eval").body
        if isinstance(annotation, ast.BinOp):  # X | None
            left = self.annotated(annotation.left, module)
            return self.annotated(annotation.right, module) if _is_none(annotation.left) else left
        if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) != "type":
            return Foreign() if _dotted(annotation.value) not in ("Annotated", "Final") else None
        name = None if annotation is None else _dotted(annotation)
        if name is None:
            return None
        full = self._source.resolve(module, name)
        if full.startswith(STUBS):
            return Client(_service(full)) if full.endswith("Client") else Foreign()
        if full in self._source.classes:
            return self._source.classes[full]
        return None if full in ("typing.Any", "Any", "object", "typing.Self") else Foreign()

    def _name(self, name: str, function: Function) -> Kind:
        environment = self._environment(function)
        if name in environment:
            return environment[name]
        return self._global(name, function.module)

    def _global(self, name: str, module: Module) -> Kind:
        for statement in module.tree.body:
            for target, value in _assignments(statement):
                if target == name and isinstance(value, ast.Call):
                    return self.of(value, Function(module.name, module, _BODY))
        return None

    def _environment(self, function: Function) -> dict[str, Kind]:
        if function.name not in self._locals:
            known = self._locals[function.name] = dict(self._parameters(function))
            for node in nodes_of(function.node):
                for name, value in _assignments(node):
                    known.setdefault(name, None)
                    if known[name] is None and value is not None:
                        known[name] = self.of(value, function)
        return self._locals[function.name]

    def _parameters(self, function: Function) -> Iterator[tuple[str, Kind]]:
        for node in nodes_of(function.node):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                arguments = node.args
                for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                    yield each.arg, self.annotated(each.annotation, function.module)
        if function.owner is not None and function.node.args.args:
            yield function.node.args.args[0].arg, function.owner

    def _attribute(self, owner: Class, name: str) -> Kind:
        for cls in self._source.bases(owner):
            if name in cls.annotations:
                return self.annotated(cls.annotations[name], cls.module)
            if name in cls.methods:  # a property
                return self.annotated(cls.methods[name].node.returns, cls.module)
            for method in cls.methods.values():
                for node in nodes_of(method.node):
                    for target, value in _assignments(node, of="self"):
                        if target == name and value is not None:
                            return self.of(value, method)
        return None

    def _result(self, call: ast.expr, callee: ast.expr, function: Function) -> Kind:
        if ast.unparse(callee).endswith("boto3.client") and isinstance(call, ast.Call):
            name = call.args[0]
            return Client(str(name.value)) if isinstance(name, ast.Constant) else None
        found = self.callee(callee, function)
        if isinstance(callee, ast.Attribute) and found is None:
            owner = self.of(callee.value, function)
            if isinstance(owner, Class):
                found = self.method(owner, callee.attr)
            elif owner is not None:
                return Foreign()
        if isinstance(found, Class):
            return found
        return None if found is None else self._returned(found)

    def _returned(self, function: Function) -> Kind:
        returns = function.node.returns
        if function.owner is not None and returns is not None and ast.unparse(returns) == "Self":
            return function.owner
        return self.annotated(returns, function.module)


_BODY = ast.FunctionDef("<module>", ast.arguments([], [], None, [], [], None, []), [], [])


def _assignments(node: ast.AST, of: str = "") -> Iterator[tuple[str, ast.expr | None]]:
    """Yield name and value of the assignments of a node, or those to attributes of `of`."""
    if isinstance(node, ast.Assign):
        pairs = [(target, node.value) for target in node.targets]
        for target, value in list(pairs):
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs += list(zip(target.elts, value.elts, strict=False))
            elif isinstance(target, ast.Tuple):
                yield from ((each.id, None) for each in target.elts if isinstance(each, ast.Name))
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        pairs = [(node.target, node.value)]
    elif isinstance(node, ast.For | ast.comprehension):
        yield from ((each.id, None) for each in ast.walk(node.target) if isinstance(each, ast.Name))
        return
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        pairs = [(node.optional_vars, node.context_expr)]
    elif isinstance(node, ast.NamedExpr):
        pairs = [(node.target, node.value)]
    else:
        return
    for target, value in pairs:
        if not of and isinstance(target, ast.Name):
            yield target.id, value
        elif of and isinstance(target, ast.Attribute) and ast.unparse(target.value) == of:
            yield target.attr, value


def _dotted(expression: ast.expr) -> str | None:
    if isinstance(expression, ast.Name):
        return expression.id
    if isinstance(expression, ast.Attribute):
        base = _dotted(expression.value)
        return None if base is None else f"{base}.{expression.attr}"
    return None


def _is_none(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Constant) and expression.value is None


def _service(full: str) -> str:
    """Return boto3's name of a service: `mypy_boto3_iot_data.IoTDataPlaneClient` is `iot-data`."""
    return full.removeprefix(STUBS).partition(".")[0].replace("_", "-")
