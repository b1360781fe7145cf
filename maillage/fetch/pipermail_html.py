"""The pages of pipermail, one a mail, where the text volumes of a list are gone: `2003-September/000120.html`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maillage.fetch import pipermail
from maillage.fetch.page import Page
from maillage.fetch.recognition import Listed
from maillage.fetch.task import Task
from maillage.fetch.troubles import CHECK_URL
from maillage.sentences import Said

_MAIL = re.compile(r"(\d{6,})\.html")
_OPEN = 2  # of the newest volumes, mails may still come to


def recognizes(page: Page) -> bool:
    """Whether a page is that of a list whose archive has pages and no volumes."""
    return bool(pipermail.months_of(page)) and not pipermail.volumes_of(page)


def lists(page: Page) -> Sequence[Listed]:  # noqa: ARG001  a contract
    """Servers are pipermail's business."""
    return ()


def fetch(task: Task) -> None:
    """Bring the pages that are not there yet, the oldest first. Raises NotFetched, OSError.

    A page never changes. A volume that was brought whole when it was not among the newest is not looked at again.
    """
    page = pipermail.list_page(task)
    months = pipermail.months_of(page)
    if not months:
        raise task.web.refusal(Said("there are no pages of pipermail on {url}", url=page.url), CHECK_URL)
    whole = set(task.folder.state.get("whole", ()))
    newest = set(list(months)[:_OPEN])
    waiting = [name for name in reversed(months) if name not in whole]
    task.progress.begin("fetch", 0)
    for name in waiting:
        index = task.web.page(months[name])
        for url, match in index.below(_MAIL).items():
            task.bring(url, f"{name}/{match[0]}", is_final=True)
            task.progress.advance(1)
        if name not in newest:
            whole.add(name)
            task.folder.keep_state(whole=sorted(whole))
