"""Which twin a command speaks to, and as whom."""

from __future__ import annotations

import configparser
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from twin.errors import TwinError

STATUS = Path(os.environ.get("TWIN_STATE", ".twin")) / "status.json"
PROFILES = Path("~/.config/digital-twin/profiles.ini").expanduser()
LOCAL = "local"
API_KEY = "TWIN_API_KEY"
"""Holds an API key: for programs, and for sites whose users have no password."""
KEYS = ("api_url", "region", "client_id", "user")


class ProfileMissing(TwinError):
    """There is no such twin to speak to."""

    code = "PROFILE_MISSING"
    where_label = "remedy:"


class ProfileNotLocal(TwinError):
    """A command is only about the twin on this machine."""

    code = "PROFILE_NOT_LOCAL"
    where_label = "remedy:"


@dataclass(frozen=True)
class Profile:
    """Where the API and the user pool are, and who signs in."""

    api_url: str
    cognito_url: str
    client_id: str
    user: str
    password: str
    api_key: str = ""
    """What calls are made with instead of a user's token, where there is one."""


def require_local() -> None:
    """Require that the command line means the twin on this machine.

    Raises:
        ProfileNotLocal: it names a profile.
    """
    context = click.get_current_context()
    name = context.meta.get("twin.profile", LOCAL)
    if name != LOCAL:
        raise ProfileNotLocal(
            f"`twin {context.info_name}` is only about the twin on this machine",
            found=f"the profile {name}",
            expected=f"the profile {LOCAL}",
            where="leave --profile and TWIN_PROFILE out",
        )


def current() -> Profile:
    """Return the profile that the command line chose.

    Raises:
        ProfileMissing: no local twin runs, or the profiles file lacks the section.
    """
    context = click.get_current_context()
    name = context.meta.get("twin.profile", LOCAL)
    role = context.meta.get("twin.role", "admin")
    return local(role) if name == LOCAL else deployed(name)


def local(role: str, *, status_file: Path = STATUS) -> Profile:
    """Return the running local twin's profile for a role."""
    if not status_file.is_file():
        raise ProfileMissing(
            "no local twin runs here",
            found=f"no {status_file}",
            expected="a running twin",
            where="start one with `make up`, or name another with --profile",
        )
    try:
        status = json.loads(status_file.read_text(encoding="utf-8"))
        users = list(status["users"])
    except (ValueError, KeyError, TypeError) as error:
        raise ProfileMissing(
            "what the local twin says of itself cannot be read",
            found=f"{status_file}: {error}",
            where="stop the twin and start it again",
        ) from error
    for user in users:
        if role in user["groups"]:
            return Profile(
                api_url=status["api_url"],
                cognito_url=status["endpoint_url"],
                client_id=status["user_pool_client_id"],
                user=user["name"],
                password=user["password"],
                api_key=os.environ.get(API_KEY, ""),
            )
    raise ProfileMissing(f"the local twin has no user of the role {role}", where=str(status_file))


def deployed(name: str) -> Profile:
    """Return a deployed twin's profile from the profiles file; the password is never in it."""
    parser = configparser.ConfigParser()
    parser.read(PROFILES, encoding="utf-8")
    if name not in parser:
        raise ProfileMissing(
            f"there is no profile {name}",
            found=", ".join(parser.sections()) or "no profile",
            expected=f"a section [{name}] with {', '.join(KEYS)}",
            where=str(PROFILES),
        )
    section = parser[name]
    if api_key := os.environ.get(API_KEY):
        return _with_key(name, section, api_key)
    if missing := [key for key in KEYS if key not in section]:
        raise ProfileMissing(f"[{name}] lacks {', '.join(missing)}", where=str(PROFILES))
    password = os.environ.get("TWIN_PASSWORD") or click.prompt("Password", hide_input=True)
    return Profile(
        api_url=section["api_url"],
        cognito_url=f"https://cognito-idp.{section['region']}.amazonaws.com",
        client_id=section["client_id"],
        user=section["user"],
        password=password,
    )


def _with_key(name: str, section: Mapping[str, str], api_key: str) -> Profile:
    if "api_url" not in section:
        raise ProfileMissing(f"[{name}] lacks api_url", where=str(PROFILES))
    return Profile(section["api_url"], "", "", "", "", api_key)
