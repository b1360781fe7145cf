"""What a wiki's API sends is read in all its forms, and listings go on in all three ways."""

from __future__ import annotations

import pytest

from maillage.fetch.mediawiki.answers import NoAnswer, following, items, parsed

ANSWER = b'{"batchcomplete":true,"query":{"pages":[{"pageid":3}]}}'


@pytest.mark.parametrize(
    "sent",
    [
        ANSWER,
        b"\xef\xbb\xbf" + ANSWER,
        b"<br />\n<b>Warning</b>: Undefined array key {'load'} in <b>/srv/w/{x}.php</b>\n" + ANSWER,
        ANSWER + b"\n<!-- served by wiki-3 -->",
        ANSWER.replace(b",", b",\n  "),
    ],
)
def test_php_may_say_what_it_likes_around_an_answer(sent: bytes) -> None:
    answer = parsed(sent)
    assert items(answer.values, "pages") == [{"pageid": 3}]
    assert b"\n" not in answer.json
    assert parsed(answer.json).values == answer.values


@pytest.mark.parametrize(
    ("sent", "what"),
    [
        (ANSWER[:30], "cut"),
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!DOCTYPE html><html><title>Just a moment...</title></html>", "captcha"),
        (b"<html><body>Veuillez remplir ce captcha</body></html>", "captcha"),
        (b"<html><body>Bienvenue</body></html>", "html"),
        (b"MediaWiki API is not enabled for this site. Add the following line to your LocalSettings.php", "disabled"),
        (b'"text"', "cut"),
        (b'{"unrelated": 1}x', "cut"),
    ],
)
def test_what_is_no_answer_is_told_apart(sent: bytes, what: str) -> None:
    with pytest.raises(NoAnswer) as refused:
        parsed(sent)
    assert refused.value.what == what


def test_an_empty_answer_of_php_is_empty() -> None:
    assert parsed(b"[]").values == {}


BASE = {"list": "logevents", "lelimit": "max"}
GENERATOR = {"generator": "allpages", "prop": "info", "gaplimit": "max"}


@pytest.mark.parametrize(
    ("base", "asked", "values", "expected"),
    [
        (BASE, BASE, {"batchcomplete": True}, None),
        (
            BASE,
            BASE,
            {"continue": {"lecontinue": "2011|3", "continue": "-||"}},
            {**BASE, "lecontinue": "2011|3", "continue": "-||"},
        ),
        (BASE, BASE, {"continue": {"lecontinue": None, "continue": "-||"}}, None),
        (BASE, BASE, {"query-continue": {"logevents": {"lestart": "2011"}}}, {**BASE, "lestart": "2011"}),
        (BASE, BASE, {"query-continue": {"logevents": {"leoffset": 50}}}, {**BASE, "leoffset": "50"}),
        (
            GENERATOR,
            {**GENERATOR, "gapfrom": "B"},
            {"query-continue": {"allpages": {"gapfrom": "M"}, "info": {"incontinue": "7"}}},
            {**GENERATOR, "gapfrom": "B", "incontinue": "7"},  # the rest of these pages first
        ),
        (
            GENERATOR,
            {**GENERATOR, "gapfrom": "B", "incontinue": "7"},
            {"query-continue": {"allpages": {"gapfrom": "M"}}},
            {**GENERATOR, "gapfrom": "M"},
        ),
        (BASE, BASE, {"continue": "", "query-continue": []}, None),
    ],
)
def test_a_listing_goes_on(
    base: dict[str, str], asked: dict[str, str], values: dict[str, object], expected: dict[str, str] | None
) -> None:
    assert following(base, asked, values) == expected


def test_both_versions_of_the_format_have_the_same_items() -> None:
    first = {"query": {"pages": {"7": {"pageid": 7}, "12": {"pageid": 12}}}}
    second = {"query": {"pages": [{"pageid": 12}, {"pageid": 7}]}}
    assert items(first, "pages") == items(second, "pages")
    assert items({"query": []}, "pages") == []
