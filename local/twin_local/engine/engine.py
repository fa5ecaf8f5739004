"""Deploys and destroys cloud assemblies."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from twin_local.engine.assembly import StackArtifact, read_assembly
from twin_local.engine.assets import publish_assets
from twin_local.engine.bootstrap import STACK as BOOTSTRAP
from twin_local.engine.bootstrap import bootstrap_template, is_bootstrapped
from twin_local.engine.clients import Clients
from twin_local.engine.drift import Drift, drift_of
from twin_local.engine.errors import AssemblyError, ExportInUseError
from twin_local.engine.event import Report, silent
from twin_local.engine.graph import ordered
from twin_local.engine.intrinsics import evaluate
from twin_local.engine.json_value import Json, Properties
from twin_local.engine.lock import exclusive
from twin_local.engine.parameters import check_rules, resolve_parameters
from twin_local.engine.preview import Preview, PreviewScope, preview
from twin_local.engine.providers import Providers
from twin_local.engine.resource_state import Place
from twin_local.engine.stack_deployment import StackDeployment
from twin_local.engine.stack_removal import StackRemoval
from twin_local.engine.stack_scope import CheckScope, StackScope
from twin_local.engine.store import FILE_NAME, Store
from twin_local.engine.template import Template, read_template

DEFAULT_QUALIFIER = "hnb659fds"


@dataclass(frozen=True)
class Target:
    """Where to deploy to; `state_dir` keeps what the engine knows and the images."""

    endpoint_url: str
    account: str
    region: str
    state_dir: Path


class Engine:
    """One deployment engine; use it as a context manager or close it.

    `before_change` is called once, before the first call that changes a resource.
    """

    def __init__(
        self,
        target: Target,
        *,
        report: Report = silent,
        before_change: Callable[[], None] = lambda: None,
    ) -> None:
        self.target = target
        self.report = report
        self.store = Store(target.state_dir / FILE_NAME)
        self.clients = Clients(endpoint_url=target.endpoint_url, region=target.region)
        self.providers = Providers(self.clients)
        self._before_change = cache(before_change)

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def deploy_assembly(self, directory: Path) -> dict[str, dict[str, Json]]:
        """Deploy every stack of an assembly; return their outputs by stack name.

        Nothing is deployed unless every stack passes the check.

        Raises:
            DeploymentError: see twin_local.engine.errors.
        """
        with self.alone():
            return self._deploy_stacks(read_assembly(directory))

    def alone(self) -> AbstractContextManager[None]:
        """Return a context in which no other engine of this state folder deploys."""
        return exclusive(self.target.state_dir)

    def _deploy_stacks(self, stacks: tuple[StackArtifact, ...]) -> dict[str, dict[str, Json]]:
        templates = {stack.name: self._template(stack) for stack in stacks}
        self._bootstrap()
        for stack in stacks:
            self.check_template(templates[stack.name], dict(stack.parameters))
        publish_assets(stacks, self.clients, self.target.state_dir)
        return {
            stack.name: self.deploy_template(templates[stack.name], dict(stack.parameters))
            for stack in stacks
        }

    def _template(self, stack: StackArtifact) -> Template:
        for name, found, expected in (
            ("account", stack.account, self.target.account),
            ("region", stack.region, self.target.region),
        ):
            if found not in (expected, f"unknown-{name}"):
                raise AssemblyError(
                    f"stack {stack.name} is for another {name}", found=found, expected=expected
                )
        return read_template(stack.template(), stack=stack.name)

    def _bootstrap(self) -> None:
        """Put in place what assets need, unless `cdk bootstrap` did."""
        if is_bootstrapped(self.store):
            return
        raw = bootstrap_template(
            qualifier=DEFAULT_QUALIFIER, account=self.target.account, region=self.target.region
        )
        self.deploy_template(read_template(raw, stack=BOOTSTRAP), {})

    def _place(self, stack: str) -> Place:
        return Place(stack=stack, account=self.target.account, region=self.target.region)

    def check_template(self, template: Template, given: dict[str, str]) -> None:
        """Refuse a stack with a type or a property that would have no effect.

        Raises:
            DeploymentError: UnknownTypeError, DroppedPropertyError or TemplateError.
        """
        place = self._place(template.stack)
        parameters = resolve_parameters(template, given, self.clients)
        scope = CheckScope(template, place, parameters, self.store)
        check_rules(template, scope)
        for resource in ordered(template.resources):
            where = f"{template.stack}/{resource.logical_id}"
            provider = self.providers.of(resource.type, where=where)
            if resource.condition is None or scope.condition(resource.condition):
                properties: Properties = evaluate(resource.properties, scope)
                provider.check(place, resource.logical_id, properties)

    def deploy_template(
        self, template: Template, given: dict[str, str], *, rolling_back: bool = False
    ) -> dict[str, Json]:
        """Deploy one stack and return its outputs.

        `rolling_back` says that the template is the one from before.

        Raises:
            StackFailedError: a resource failed; the stack was rolled back.
        """
        scope = StackScope(
            template,
            self._place(template.stack),
            resolve_parameters(template, given, self.clients),
            self.store,
        )
        return StackDeployment(
            scope,
            self.providers,
            self.store,
            self.report,
            self._before_change,
            given,
            rolling_back,
        ).run()

    def preview(self, template: Template, given: dict[str, str]) -> Preview:
        """Return what deploying a template would change.

        Raises:
            DeploymentError: the template cannot be evaluated, or a change can be made in no way.
        """
        scope = PreviewScope(
            template,
            self._place(template.stack),
            resolve_parameters(template, given, self.clients),
            self.store,
        )
        return preview(scope, self.providers)

    def drift(self, name: str, logical_ids: set[str] | None = None) -> tuple[Drift, ...]:
        """Return what of a stack is not what was deployed, or of some of its resources."""
        place, resources = self._place(name), self.store.resources(name)
        place.deployed.update({one.reference: one.effective for one in resources.values()})
        return tuple(
            drift_of(physical, place, self.clients)
            for _, physical in sorted(resources.items())
            if logical_ids is None or physical.logical_id in logical_ids
        )

    def destroy_stack(self, name: str) -> None:
        """Delete a stack and its resources, except those that are to be retained.

        Raises:
            ExportInUseError: another stack imports one of its exports.
            ResourceFailedError: a resource could not be deleted; the rest stays known.
        """
        for export in self.store.exports_of(name):
            importers = [stack for stack in self.store.importers(export) if stack != name]
            if importers:
                users = ", ".join(importers)
                raise ExportInUseError(f"export {export} is in use by {users}", where=name)
        self._before_change()
        self._removal(name).run()

    def undo_creation(self, name: str) -> None:
        """Remove what there is of a stack whose creation did not end.

        Raises:
            ResourceFailedError: a resource could not be deleted; the rest stays known.
        """
        self._before_change()
        self._removal(name).remove_resources(retained=False)

    def _removal(self, name: str) -> StackRemoval:
        return StackRemoval(self._place(name), self.providers, self.store, self.report)

    def destroy_assembly(self, directory: Path) -> None:
        """Delete every stack of an assembly, users before what they use."""
        with self.alone():
            for stack in reversed(read_assembly(directory)):
                if self.store.status(stack.name) is not None:
                    self.destroy_stack(stack.name)
