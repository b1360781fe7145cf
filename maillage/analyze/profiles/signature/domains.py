"""What the hosts of a signature's addresses say of the organisation that its words name."""

from __future__ import annotations

from collections.abc import Sequence

from maillage.analyze.profiles.signature.layout import Layout
from maillage.analyze.profiles.signature.words import Word


def is_whole_domain(layout: Layout, full: Sequence[Word]) -> bool:
    """Whether the host of an address or page is these words and no others."""
    whole = "".join(each for word in full for each in word.key if each.isalnum())
    return any(whole == host.replace("-", "") for host in layout.hosts)


def is_domain(layout: Layout, full: Sequence[Word]) -> bool:
    """Whether the host of an address or page is named by these words, by some of them, or by their initials."""
    keys = [word.key.replace("-", "").replace("'", "").replace(".", "") for word in full]
    whole = "".join(keys)
    initials = "".join(key[0] for key in keys if key)
    for host in layout.hosts:
        plain = host.replace("-", "")
        parts = host.split("-")
        if whole == plain or (len(whole) > 3 and whole in plain) or (len(plain) > 3 and plain in whole):
            return True
        if len(initials) > 2 and initials == plain:
            return True
        if any(key in parts and len(key) > 2 for key in keys) or any(len(key) > 4 and key in plain for key in keys):
            return True
    return False
