"""The source of a package as symbols: modules, classes and functions by their dotted names."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from twin_constructs.import_closure import SourceFile, import_closure

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One module; `imports` maps its local names to dotted ones."""

    name: str
    tree: ast.Module
    imports: dict[str, str]


@dataclass(frozen=True)
class Function:
    """One function or method."""

    name: str
    module: Module
    node: FunctionNode
    owner: Class | None = None


@dataclass(frozen=True)
class Class:
    """One class with its methods and the annotations and assignments of its attributes."""

    name: str
    module: Module
    node: ast.ClassDef
    methods: dict[str, Function] = field(default_factory=dict)

    @cached_property
    def annotations(self) -> dict[str, ast.expr]:
        """Return the annotations of the class body: dataclass fields, mostly."""
        return {
            statement.target.id: statement.annotation
            for statement in self.node.body
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
        }

    def __hash__(self) -> int:
        return hash(self.name)


class Source:
    """All modules that a package may import, parsed."""

    def __init__(self, package: str, roots: Sequence[Path]) -> None:
        self.modules: dict[str, Module] = {}
        self.functions: dict[str, Function] = {}
        self.classes: dict[str, Class] = {}
        for file in import_closure(package, tuple(roots)):
            if file.path.suffix == ".py":
                self._add(_module(file))

    def resolve(self, module: Module, dotted: str) -> str:
        """Return the full dotted name of a name in a module, through its imports."""
        first, _, rest = dotted.partition(".")
        local = f"{module.name}.{first}"
        known = local in self.functions or local in self.classes
        base = local if known else module.imports.get(first, first)
        return f"{base}.{rest}" if rest else base

    def bases(self, cls: Class) -> Iterator[Class]:
        """Yield a class and those it derives from."""
        yield cls
        for base in cls.node.bases:
            found = self.classes.get(self.resolve(cls.module, ast.unparse(base)))
            if found is not None:
                yield from self.bases(found)

    def _add(self, module: Module) -> None:
        self.modules[module.name] = module
        for node in module.tree.body:
            name = f"{module.name}.{getattr(node, 'name', '')}"
            if isinstance(node, FunctionNode):
                self.functions[name] = Function(name, module, node)
            elif isinstance(node, ast.ClassDef):
                self.classes[name] = _class(name, module, node)


def _class(name: str, module: Module, node: ast.ClassDef) -> Class:
    found = Class(name, module, node)
    for item in node.body:
        if isinstance(item, FunctionNode):
            found.methods[item.name] = Function(f"{name}.{item.name}", module, item, found)
    return found


def _module(file: SourceFile) -> Module:
    tree = ast.parse(file.path.read_text(encoding="utf-8"), filename=str(file.path))
    parts = file.target.with_suffix("").parts
    is_package = parts[-1] == "__init__"
    names = parts[:-1] if is_package else parts
    package = names if is_package else names[:-1]
    return Module(".".join(names), tree, dict(_imports(tree, package)))


def _imports(tree: ast.Module, package: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.name if alias.asname else alias.name.partition(".")[0]
                yield alias.asname or name, name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield alias.asname or alias.name, f"{base}.{alias.name}"
