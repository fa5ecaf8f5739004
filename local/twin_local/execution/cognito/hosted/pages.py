"""The pages: plain HTML that works without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from twin_local.execution.cognito.hosted.messages import Headers, HostedAnswer

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f3f4f6;color:#111}"
    "main{max-width:22rem;margin:4rem auto;padding:2rem;background:#fff;border:1px solid #d1d5db}"
    "label{display:block;margin-top:1rem}input{width:100%;box-sizing:border-box;padding:.5rem;"
    "font:inherit;border:1px solid #6b7280}button{margin-top:1.5rem;width:100%;padding:.6rem;"
    "font:inherit;background:#1d4ed8;color:#fff;border:0}[role=alert]{color:#b91c1c}"
)


def login(action: str, hidden: Mapping[str, str], error: str = "", username: str = "") -> str:
    """Return the page to sign in."""
    fields = _field(
        "username", "Username", "text", "username", value=username, error=bool(error)
    ) + _field("password", "Password", "password", "current-password", error=bool(error))
    return _page("Sign in", _form(action, hidden, fields, "Sign in", error))


def new_password(action: str, hidden: Mapping[str, str], error: str = "") -> str:
    """Return the page to set a password of one's own."""
    fields = _field("new_password", "New password", "password", "new-password", error=bool(error))
    fields += _field("confirm_password", "New password again", "password", "new-password")
    return _page("Change password", _form(action, hidden, fields, "Save", error))


def failure(message: str) -> str:
    """Return the page that says why nothing can be done."""
    text = "An error was encountered with the requested page."
    return _page("Error", f'<p role="alert">{text}</p><p>{escape(message)}</p>')


def answer(page: str, status: int = 200, headers: Headers = ()) -> HostedAnswer:
    """Return a page as an answer that no other site may frame."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    own = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
    )
    return HostedAnswer(status, page.encode(), (*own, *headers))


def _page(title: str, content: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"><style>'
        f"{STYLE}</style></head><body><main><h1>{title}</h1>{content}</main></body></html>"
    )


def _form(action: str, hidden: Mapping[str, str], fields: str, button: str, error: str) -> str:
    alert = f'<p role="alert" id="error">{escape(error)}</p>' if error else ""
    values = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    return (
        f'{alert}<form method="post" action="{escape(action)}">{values}{fields}'
        f'<button type="submit">{button}</button></form>'
    )


def _field(
    name: str, label: str, kind: str, complete: str, *, value: str = "", error: bool = False
) -> str:
    state = ' aria-invalid="true" aria-describedby="error"' if error else ""
    return (
        f'<label for="{name}">{label}</label><input id="{name}" name="{name}" type="{kind}"'
        f' autocomplete="{complete}" value="{escape(value)}" required{state}>'
    )
