"""HTML mails, as the mailers named here write them; invented people."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.ingest.html import text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Bonjour à toutes et tous,</p><p>À bientôt</p>", "Bonjour à toutes et tous,\n\nÀ bientôt"),
        ("<div>un</div><div>deux<br>trois</div>", "un\ndeux\ntrois"),
        ("<div>un</div><div><br></div><div><br></div><div>deux</div>", "un\n\ndeux"),
        ("a &eacute;t&eacute;&nbsp;: 3 &lt; 4 &amp; b\u200bc", "a été : 3 < 4 & bc"),
        ("un\n  deux <b>trois</b>\n", "un deux trois"),
        ("<style>p {}</style><script>x()</script><!-- rien -->un<img alt=logo src=x>", "un"),
        ("<html><head><title>non</title></head><body>oui</body></html>", "oui"),
        ("<span style='display:none'>non</span>oui", "oui"),
        ("<ul><li>un</li><li><p>deux</p></li></ul>", "- un\n- deux"),
        ("<table><tr><td>1 </td><td> 2</td></tr><tr><td>3</td></tr></table>", "1\t2\n3"),
        ("<pre>  un\n    deux</pre>", "  un\n    deux"),
        ("<a href='https://x.example/'>x.example</a>", "x.example"),
        ("<a href='https://x.example/a'>ici</a> et là", "ici <https://x.example/a> et là"),
        ("<a href='mailto:a@x.example'>a@x.example</a>", "a@x.example"),
        ("<a href='mailto:a@x.example'><i>Anne</i></a>", "Anne <mailto:a@x.example>"),
        ("<a href='#haut'>haut</a><a name=x></a>", "haut"),
        (
            "Oui<blockquote>un<br>deux<blockquote>trois</blockquote></blockquote>Non",
            "Oui\n> un\n> deux\n> > trois\nNon",
        ),
        # Gmail: the attribution is outside the quotation.
        (
            (
                "<div dir=ltr>Oui</div><br><div class=gmail_quote><div class=gmail_attr>Le lun. 12 mars, Anne a écrit :"
                "<br></div><blockquote class=gmail_quote style='border-left:1px solid'>Non</blockquote></div>"
            ),
            "Oui\n\nLe lun. 12 mars, Anne a écrit :\n> Non",
        ),
        # Outlook: a box with a bar on its left; the line above its headers is no quotation.
        (
            (
                "<p>Oui</p><div style='border:none;border-left:solid blue 1.5pt'><p>Non</p></div>"
                "<div style='border:none;border-top:solid #E1E1E1 1.0pt'>De : Anne</div>"
            ),
            "Oui\n\n> Non\n\nDe : Anne",
        ),
        ("<div style='border-left:none'>Oui</div>", "Oui"),
        (
            "<p>un</p><blockquote><p>deux</p><p>trois</p></blockquote><p>quatre</p>",
            "un\n\n> deux\n>\n> trois\n\nquatre",
        ),
        ("<pre>> un</pre>", "> un"),
        ("", ""),
        ("\0", ""),
        ("<<<>>", "<<<>>"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert text_of(html) == text


@pytest.mark.parametrize("tag", ["div", "blockquote", "b", "font", "table", "ul", "li", "p", "a href=http://x", "pre"])
def test_deep_nesting_is_bounded(tag: str) -> None:
    text = text_of(f"<{tag}>mot " * 10_000)
    assert text.count("mot") == 10_000 if tag not in {"b", "font", "span"} else "mot" in text
    assert len(text) < 2_000_000


@settings(deadline=None)  # the first example pays for imports, and cores are shared
@given(st.text())
def test_any_text_is_read(html: str) -> None:
    text = text_of(html)
    assert "\n\n\n" not in text or "<pre" in html


# Text that stands in a table but in no cell goes before it in HTML5, and not for lxml: whole tables only.
TAGS = ["p", "div", "b", "i", "blockquote", "ul", "li", "span", "h1", "pre", "a", "table><tr><td"]


def element(tag: str, parts: list[str]) -> str:
    closed = "></".join(reversed(tag.split("><")))
    return f"<{tag}>{' '.join(parts)}</{closed}>"


MARKUP = st.recursive(
    st.sampled_from(["mot", "été ", " deux mots ", "&eacute;", "&nbsp;", "un\ndeux"]),
    lambda inner: st.builds(element, st.sampled_from(TAGS), st.lists(inner, max_size=4)),
    max_leaves=20,
)


def words(text: str) -> list[str]:
    """Without the marks of quotations and items."""
    return re.sub(r"(?m)^(?:> ?)*(?:- )?", "", text).split()


@settings(deadline=None)  # the first example pays for imports, and cores are shared
@given(MARKUP)
def test_it_has_the_words_that_beautifulsoup_finds(markup: str) -> None:
    bs4 = pytest.importorskip("bs4")
    pytest.importorskip("lxml")
    expected = bs4.BeautifulSoup(f"<body>{markup}</body>", "lxml").get_text(" ")
    assert "".join(words(text_of(markup))) == "".join(expected.split())


def test_a_lone_surrogate_is_no_obstacle() -> None:
    assert text_of("un \ud800 deux") == "un ? deux"


def test_tags_nested_deeper_than_any_parser_likes_are_taken_out_one_by_one() -> None:
    assert text_of("<div>" * 200_000 + "bonjour <b>à</b> tous") == "bonjour à tous"
