"""The secret that belongs to a login: from the environment or the keyring, never from the study file.

It is never printed: whoever holds a `Secret` has to say `.revealed` to read it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from maillage.errors import NotFetched
from maillage.sentences import Said

SERVICE = "maillage"
_COOKIE = re.compile(r"[!#$%&'*+.^`|~\w-]+", re.ASCII)


@dataclass(frozen=True)
class Secret:
    """The password of a login, which neither shows in a representation nor in a log."""

    revealed: str = field(repr=False)


def variable(source: str) -> str:
    """The environment variable that holds a source's password: `MAILLAGE_PASSWORD_WIKI_BREST` of `wiki-brest`."""
    return "MAILLAGE_PASSWORD_" + re.sub(r"\W", "_", source.replace("-", "_")).upper()


def service(source: str) -> str:
    """The name under which the keyring has it: `maillage:wiki-brest`."""
    return f"{SERVICE}:{source}"


def secret(source: str, login: str) -> Secret | None:
    """The password of a source's login: the environment's, else the keyring's, else None."""
    if from_environment := os.environ.get(variable(source)):
        return Secret(from_environment)
    return _from_keyring(source, login)


def required(source: str, login: str, url: str) -> Secret:
    """The password of a source's login. Raises NotFetched, which says where to keep it."""
    found = secret(source, login)
    if found is None:
        said = Said("there is no password for {login}", login=login)
        step = Said(
            "set {variable}, or keep it with: keyring set {service} {login}",
            variable=variable(source),
            service=service(source),
            login=login,
        )
        raise NotFetched(url, said, step)
    return found


def cookies(secret: Secret, url: str) -> dict[str, str]:
    """The cookies that a secret holds, `name=value; name=value`, as browsers show them. Raises NotFetched."""
    parts = [part.partition("=") for part in secret.revealed.removeprefix("Cookie:").split(";") if part.strip()]
    found = {name.strip(): value.strip() for name, _, value in parts}
    if not all(found.values()) or not all(map(_COOKIE.fullmatch, found)):
        said = Said("the secret is no cookie")
        raise NotFetched(url, said, Said("write it as the browser shows it: name=value"))
    return found


def _from_keyring(source: str, login: str) -> Secret | None:
    """What the keyring says; nothing where there is none, it is locked, or its library is not installed."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        kept = keyring.get_password(service(source), login)
    except KeyringError:
        return None
    return Secret(kept) if kept else None
