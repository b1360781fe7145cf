"""The forms of pages: where they are sent, and what a browser sends of them that nobody has filled anything into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from maillage.fetch.page import Page, joined

PASSWORD = "input[type=password i]"  # noqa: S105  what tells a form to log in
_PRESSED = ("submit", "image", "button", "reset", "file")


class Form(NamedTuple):
    """A form. `url`: where it is sent; `fields`: what it holds, without its buttons."""

    url: str
    fields: Mapping[str, str]


def form_with(page: Page, selector: str) -> Form | None:
    """The first form of a page that has an element of this kind (a CSS selector) in it; None where none has."""
    for form in page.tree.css("form"):
        if form.css_first(selector) is not None:
            url = joined(page.url, form.attributes.get("action") or "") or page.url
            return Form(url, dict(filter(None, map(_field, form.css("input[name]")))))
    return None


def _field(one: LexborNode) -> tuple[str, str] | None:
    """What an element of a form is sent as; None for what is not sent."""
    kind = (one.attributes.get("type") or "text").lower()
    if kind in _PRESSED or (kind in ("checkbox", "radio") and "checked" not in one.attributes):
        return None
    return one.attributes["name"] or "", one.attributes.get("value") or ""
