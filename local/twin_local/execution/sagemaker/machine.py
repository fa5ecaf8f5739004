"""What every job and endpoint of SageMaker needs of this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twin_local.execution import logs
from twin_local.execution.batch.attempt import Limits, run
from twin_local.execution.batch.container import ContainerProcess, find_image, process_of
from twin_local.execution.batch.retries import Ending
from twin_local.execution.credentials import CredentialIssuer
from twin_local.execution.processes.client import KeeperClient
from twin_local.execution.sagemaker.opt_ml import at_opt_ml
from twin_local.server.context import ServerContext

Emit = Callable[[str, dict[str, Any]], None]


@dataclass(frozen=True)
class Machine:
    """Starts processes of images with a role's credentials."""

    context: ServerContext
    keeper: KeeperClient
    credentials: CredentialIssuer
    emit: Emit
    keep: Callable[[str], None]
    """Return when the state of a service is on the disk: results before their job is complete."""

    def process(
        self,
        image: str,
        *,
        arguments: tuple[str, ...],
        entry_point: tuple[str, ...] = (),
        environment: Mapping[str, str],
        role: str | None,
        folder: Path,
    ) -> ContainerProcess:
        """Return the process of an image.

        Raises:
            ContainerUnavailable: the image has no package on this machine.
        """
        found = find_image(image, state_dir=self.context.state_dir)
        if entry_point:
            found = type(found)(found.folder, entry_point, (), found.environment)
        granted = self.credentials.of_role(role).environment() if role else {}
        process = process_of(
            found,
            command=arguments,
            environment={
                **environment,
                "AWS_DEFAULT_REGION": self.context.region,
                "AWS_ENDPOINT_URL": self.context.endpoint_url,
                "AWS_REGION": self.context.region,
                **granted,
            },
            build_dir=self.context.build_dir,
        )
        return at_opt_ml(process, folder)

    def run(
        self,
        process: ContainerProcess,
        *,
        folder: Path,
        seconds: float | None,
        write: Callable[[list[str]], None],
        stopping: Callable[[], str | None],
    ) -> Ending:
        """Run a process to its end."""
        return run(
            self.keeper,
            process,
            folder=folder,
            limits=Limits(None, seconds),
            write=write,
            stopping=stopping,
        )

    def log(
        self, account: str, region: str, group: str, stream: str
    ) -> Callable[[list[str]], None]:
        """Return what writes lines into a log stream."""

        def write(lines: list[str]) -> None:
            logs.write(account=account, region=region, group=group, stream=stream, lines=lines)

        return write

    def folder(self) -> Path:
        """Return the folder in which jobs have theirs."""
        folder = self.context.state_dir / "sagemaker"
        folder.mkdir(parents=True, exist_ok=True)
        return folder
