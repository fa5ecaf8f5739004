"""Files that the section `access` of a site file names: policies and SAML metadata.

They stand below the folder of the site file, so that a site is one file and what it names.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from twin.definition.access import AccessDefinition, PolicySource
from twin.definition.errors import Finding
from twin.definition.identity_provider import SamlProvider
from twin.definition.key_path import KeyPath, dotted
from twin.definition.site import SiteDefinition
from twin.definition.yaml_reader import YamlFile

LARGEST_BYTES = 100_000
"""Of a file; Amazon Cognito takes metadata of that size, policies are a few lines."""

Report = Callable[[KeyPath, str, str, str], None]
"""Takes the key, what is wrong, what was found and what was expected."""


def with_files(
    site: SiteDefinition, file: YamlFile, path: Path
) -> tuple[SiteDefinition, tuple[Finding, ...]]:
    """Return the site with the text of the files that it names, and what is wrong with them."""
    findings: list[Finding] = []

    def report(key: KeyPath, message: str, found: str, expected: str) -> None:
        line = file.line_of(key)
        findings.append(
            Finding("FILE_UNUSABLE", str(path), line, dotted(key), message, found, expected)
        )

    access = _read_all(site.access, path.parent, report)
    return site.model_copy(update={"access": access}), tuple(findings)


def _read_all(access: AccessDefinition, folder: Path, report: Report) -> AccessDefinition:
    policies = [
        _policy(source, folder, ("access", "policies", number), report)
        for number, source in enumerate(access.policies)
    ]
    place = ("access", "identity_providers", "saml")
    saml = {
        name: _saml(provider, folder, (*place, name, "metadata"), report)
        for name, provider in access.identity_providers.saml.items()
    }
    providers = access.identity_providers.model_copy(update={"saml": saml})
    return access.model_copy(update={"policies": policies, "identity_providers": providers})


def _policy(source: PolicySource, folder: Path, key: KeyPath, report: Report) -> PolicySource:
    if source.file is None:
        return source
    return source.model_copy(update={"text": _text(source.file, ".cedar", folder, key, report)})


def _saml(provider: SamlProvider, folder: Path, key: KeyPath, report: Report) -> SamlProvider:
    given = provider.metadata
    if given is None or not given.endswith(".xml") or "\n" in given:
        return provider
    return provider.model_copy(update={"metadata": _text(given, ".xml", folder, key, report)})


def _text(value: str, ending: str, folder: Path, key: KeyPath, report: Report) -> str:
    """Return what a file holds; nothing for one that was reported."""
    path, expected = folder / value, f"a {ending} file below {folder}"
    if path.suffix != ending or not path.resolve().is_relative_to(folder.resolve()):
        report(key, "the file is of another kind, or outside of the site's folder", value, expected)
    elif not path.is_file():
        report(key, "there is no such file", value, expected)
    elif path.stat().st_size > LARGEST_BYTES:
        size = f"{path.stat().st_size} bytes"
        report(key, "the file is too large", size, f"at most {LARGEST_BYTES} bytes")
    else:
        return _read(path, key, report)
    return ""


def _read(path: Path, key: KeyPath, report: Report) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        report(key, "the file cannot be read", str(error), "a readable file in UTF-8")
        return ""
    if not text.strip():
        report(key, "the file is empty", str(path.name), "a file with a text")
    return text
