"""What goes wrong in a page while a test looks at something else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

ENDED_BY_THE_PAGE = "net::ERR_ABORTED"
"""A request that the page itself gave up, as when it is left."""


@dataclass
class Watch:
    """Collects errors of scripts, of the browser's console and of requests."""

    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("pageerror", self._script)
        page.on("console", self._console)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def expect(self, pattern: str) -> None:
        """Let problems pass that a test causes on purpose."""
        self.expected.append(pattern)

    def check(self) -> None:
        """Fail where anything went wrong that no test expects."""
        surprising = [
            problem
            for problem in self.problems
            if not any(re.search(pattern, problem) for pattern in self.expected)
        ]
        assert surprising == []

    def _script(self, error: Error) -> None:
        self.problems.append(f"script: {error}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"{message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != ENDED_BY_THE_PAGE:
            self.problems.append(f"failed: {request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            request = response.request
            self.problems.append(f"answer {response.status}: {request.method} {response.url}")
