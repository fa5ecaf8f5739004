"""The process keeper: forks function workers and starts jobs, and takes them with it when it ends.

Run as a script in an interpreter of its own (`python -I -S keeper.py <fd> <runtime's packages>
<runtime>`), which imports boto3 once: a worker forked from it starts in milliseconds. It has a
single thread, so that forking is sound. When the server goes away, however it ends, the control
socket closes and the keeper kills every process group that it started.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
from types import ModuleType
from typing import Any

HEADER = struct.Struct("!I")
PR_SET_PDEATHSIG = 1
MAXIMUM_DESCRIPTORS = 4
CLIENTS_TO_PRELOAD = ("dynamodb", "s3", "events", "stepfunctions", "iotsitewise", "iot-data")


def receive_exactly(connection: socket.socket, count: int) -> bytes:
    """Read `count` bytes, or b"" when the other side is gone."""
    parts: list[bytes] = []
    while count:
        try:
            part = connection.recv(count)
        except ConnectionResetError:  # it went with something unread
            return b""
        if not part:
            return b""
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def send_message(connection: socket.socket, message: dict[str, Any]) -> None:
    """Send one JSON message with its length in front."""
    body = json.dumps(message).encode()
    connection.sendall(HEADER.pack(len(body)) + body)


def receive_request(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """Read one request and the descriptors that came with it; None when the server is gone."""
    header, descriptors, _, _ = socket.recv_fds(control, HEADER.size, MAXIMUM_DESCRIPTORS)
    if len(header) < HEADER.size:
        return None
    body = receive_exactly(control, HEADER.unpack(header)[0])
    return (json.loads(body), list(descriptors)) if body else None


def preload() -> None:
    """Import what every function needs, so that forked workers have it already."""
    import boto3

    for service in CLIENTS_TO_PRELOAD:
        boto3.client(
            service,  # type: ignore[call-overload]
            region_name="us-east-1",
            aws_access_key_id="preload",
            aws_secret_access_key="preload",
        )


def load(path: str) -> ModuleType:
    """Load the function runtime from its file."""
    spec = importlib.util.spec_from_file_location("function_runtime", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def die_with_parent() -> None:
    """Ask Linux to kill this process when the keeper dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def limit(request: dict[str, Any]) -> None:
    """Apply the limits of a request: writable memory, processors and priority.

    RLIMIT_DATA counts writable private memory, which is what a container's memory limit is about;
    RLIMIT_AS would also count what an engine such as V8 merely reserves.
    """
    if memory := request.get("memory_bytes"):
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    if processors := request.get("processors"):
        os.sched_setaffinity(0, processors)
    if niceness := request.get("niceness"):
        os.nice(niceness)


def become_command(request: dict[str, Any], descriptors: list[int]) -> None:
    """Replace this process by the requested command (never returns on success)."""
    stdout, stderr = descriptors
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(stdout, 1)
    os.dup2(stderr, 2)
    os.chdir(request["folder"])
    limit(request)
    os.execve(request["arguments"][0], request["arguments"], request["environment"])


def become_worker(runtime: ModuleType, request: dict[str, Any], descriptors: list[int]) -> None:
    """Run the function runtime in this process until its connection closes."""
    connection, output = descriptors
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.path[:0] = request["search_path"]
    runtime.serve(socket.socket(fileno=connection))


def run_child(
    control: socket.socket, runtime: ModuleType, request: dict[str, Any], descriptors: list[int]
) -> None:
    """Be the child: set up, run, and end without running the keeper's own exit handlers."""
    status = 127
    try:
        os.setpgid(0, 0)
        die_with_parent()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        control.close()
        if request["kind"] == "function":
            become_worker(runtime, request, descriptors)
        else:
            become_command(request, descriptors)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException as error:  # noqa: BLE001 - a child must not go on as a second keeper
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


class Keeper:
    """The event loop over the control socket and the ends of children."""

    def __init__(self, control: socket.socket, runtime: ModuleType) -> None:
        self.control = control
        self.runtime = runtime
        self.children: set[int] = set()
        self.wake_read, self.wake_write = os.pipe()
        os.set_blocking(self.wake_write, False)
        os.set_blocking(self.wake_read, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wake_write)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def run(self) -> None:
        """Serve requests until the server is gone, then kill every child's group."""
        control = self.control.fileno()
        try:
            while True:
                ready, _, _ = select.select([control, self.wake_read], [], [])
                if self.wake_read in ready:
                    with contextlib.suppress(BlockingIOError):
                        os.read(self.wake_read, 4096)
                    self.reap()
                if control in ready and not self.serve():
                    return
        finally:
            for child in self.children:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child, signal.SIGKILL)

    def serve(self) -> bool:
        """Answer one request; False when the server is gone."""
        received = receive_request(self.control)
        if received is None:
            return False
        request, descriptors = received
        if request["kind"] == "kill":
            if request["pid"] in self.children:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(request["pid"], request["signal"])
        else:
            self.start(request, descriptors)
        return True

    def start(self, request: dict[str, Any], descriptors: list[int]) -> None:
        """Fork a child for a request and report its process id."""
        child = os.fork()
        if child == 0:
            run_child(self.control, self.runtime, request, descriptors)
        with contextlib.suppress(PermissionError, ProcessLookupError):
            os.setpgid(child, child)
        self.children.add(child)
        for descriptor in descriptors:
            os.close(descriptor)
        send_message(self.control, {"started": request["id"], "pid": child})

    def reap(self) -> None:
        """Report every child that ended, after killing what it left behind in its group."""
        for child in tuple(self.children):
            try:
                pid, status, usage = os.wait4(child, os.WNOHANG)
            except ChildProcessError:
                continue
            if pid == 0:
                continue
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child, signal.SIGKILL)
            self.children.discard(child)
            self.report(child, status, usage.ru_maxrss)

    def report(self, child: int, status: int, peak_kilobytes: int) -> None:
        """Tell the server how a child ended."""
        code = os.waitstatus_to_exitcode(status)
        send_message(self.control, {"ended": child, "code": code, "peak_kb": peak_kilobytes})


if __name__ == "__main__":
    sys.path.append(sys.argv[2])
    preload()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        Keeper(socket.socket(fileno=int(sys.argv[1])), load(sys.argv[3])).run()
