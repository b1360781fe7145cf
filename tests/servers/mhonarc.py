"""Pages of a list as the real MHonArc makes them (Debian's package)."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from servers.correspondence import Posted
from servers.serving import environment, ran

PACKAGES = "mhonarc"
# What sites that want accents on the web say in their resource file; without it pages keep the charsets of mails.
UTF_8 = """\
<TextEncode>
utf-8; MHonArc::UTF8::to_utf8; MHonArc/UTF8.pm
</TextEncode>
<CharsetConverters override>
default; mhonarc::htmlize
</CharsetConverters>
<TextClipFunc>
MHonArc::UTF8::clip; MHonArc/UTF8.pm
</TextClipFunc>
"""


def lacking() -> str:
    """What this machine lacks to run MHonArc, "" when nothing."""
    return "" if shutil.which("mhonarc") else f"no MHonArc here: apt-get install {PACKAGES}"


def pages(folder: Path, mails: Iterable[Posted], *options: str, utf_8: bool = False) -> Path:
    """A new folder of pages of these mails, with options of its command line and its own settings otherwise."""
    source = folder.parent / f"{folder.name}-mails"
    for path in (folder, source):
        path.mkdir(parents=True)
    for number, mail in enumerate(mails, 1):
        (source / str(number)).write_bytes(mail.raw)
    resources = folder.parent / f"{folder.name}.mrc"
    resources.write_text(UTF_8 if utf_8 else "", encoding="utf-8")
    ran("mhonarc", "-quiet", "-rcfile", resources, *options, "-outdir", folder, source, env=environment())
    return folder
