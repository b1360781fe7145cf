"""Codes that stand for persons in reports: the same at every run, and no way back without the study's key."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

from maillage.errors import InvalidStudy
from maillage.sentences import Said, because

KEY_FILE = "pseudonyms.key"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to misread
SHORTEST = 6


def study_key(folder: Path) -> bytes:
    """The study's key, made once and readable by its owner only. Whoever has it can test a guessed address."""
    file = folder / KEY_FILE
    try:
        _make(file)
        key = file.read_text("ascii").strip().encode()
    except (OSError, UnicodeDecodeError) as error:
        reason = because(error) if isinstance(error, OSError) else Said("it is not plain ASCII")
        said = Said("the key of the pseudonyms cannot be read or made: {reason}", reason=reason)
        raise InvalidStudy(file, [said]) from error
    if not 16 <= len(key) <= 64:  # BLAKE2b takes at most 64
        said = Said("the key must have 16 to 64 characters; without the file, a new one is made")
        raise InvalidStudy(file, [said])
    return key


def _make(file: Path) -> None:
    if file.exists():
        return
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(secrets.token_hex(32) + "\n")


def pseudonyms(identities: Iterable[str], key: bytes) -> Iterator[str]:
    """A code such as `P-7K3Q2M` for each identity, in order. Whoever comes second on one code gets a longer one."""
    taken: set[str] = set()
    for identity in identities:
        digits = _digits(identity, key)
        length = next(length for length in range(SHORTEST, len(digits) + 1) if digits[:length] not in taken)
        taken.add(digits[:length])
        yield f"P-{digits[:length]}"


def _digits(identity: str, key: bytes) -> str:
    number = int.from_bytes(blake2b(identity.encode(), key=key, digest_size=20).digest())
    return "".join(ALPHABET[number >> shift & 31] for shift in range(155, -1, -5))
