"""A small site of SPIP over HTTP: pages, feeds and site map as the templates that come with SPIP write them.

A SPIP that runs is not there for the tests. The people and what they write are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from fetch.archives import Asked, Response

PAGE = """<!DOCTYPE html>
<html class="page_article ltr fr" lang="fr"><head>{base}<title>{title} - Le val de Morne</title>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><meta name="generator" content="SPIP 4.1.15" />
{canonical}<script>var visites = {visits};</script></head><body class="page_article"><div id="contenu">
<p class="arbo"><a href="{home}">Accueil</a> &gt; <a href="{section}">Moulins</a></p>
<div class="cartouche"><h1 class="entry-title"><span class="crayon article-titre-{number}">{title}</span></h1>
<p class="info-publi"><abbr class="published" title="{date}">un jour</abbr>,
par <span class="vcard author"><a class="url fn spip_in" href="#">{author}</a></span></p></div>
<div class="texte"><p>{text}</p></div><p>{visits} visites</p></div></body></html>
"""
ITEM = """
	<item xml:lang="fr">
		<title>{title}</title>
		<link>{url}</link>
		<guid isPermaLink="true">{url}</guid>
		<dc:date>{date}</dc:date>
		<dc:creator>{author}</dc:creator>
		<description>{text} -
&lt;a href="{section}" rel="directory"&gt;Moulins&lt;/a&gt;
		</description>
	</item>
"""
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel xml:lang="fr">
	<title>Le val de Morne</title>
	<link>{home}</link>
	<language>fr</language>
	<generator>SPIP - www.spip.net</generator>
	<lastBuildDate>{visits}</lastBuildDate>
{items}
</channel>
</rss>
"""
NOTHING = "<html><head><title>Erreur 404</title></head><body><h1>Pas trouvé</h1><p>{visits}</p></body></html>"


@dataclass
class Article:
    """An article that is published. `modified`: its day in the site map, "" for none there."""

    number: int
    title: str
    author: str = "Maëlle Kerbrat"
    section: int = 3
    text: str = "Le moulin tourne."
    modified: str = ""


class Site:
    """What answers as a site at `prefix`.

    `names`: its addresses are the titles of its articles, to which those with numbers lead; `is_polite`: what is not
    there is told by HTTP 404; `shown`: articles in a feed; `maps`: whether there is a site map; `home`: where it is.
    """

    def __init__(self, numbers: list[int], prefix: str = "") -> None:
        self.prefix = prefix
        self.articles = {number: Article(number, f"Le moulin {number}") for number in numbers}
        self.names = False
        self.is_polite = True
        self.is_old = False
        self.shown = 3
        self.maps = True
        self.home = ""
        self.visits = 0
        self.refuses: Callable[[Asked], Response | None] = lambda _: None

    def address(self, article: Article) -> str:
        """Where an article is."""
        if self.names:
            return f"{self.home}{self.prefix}/{article.title.replace(' ', '-')}"
        form = "article.php3?id_article=" if self.is_old else "spip.php?article"
        return f"{self.home}{self.prefix}/{form}{article.number}"

    def __call__(self, asked: Asked) -> Response | None:
        self.home = self.home or f"http://{asked.headers['Host']}"
        parts = urlsplit(asked.path)
        if not parts.path.startswith(self.prefix + "/") or parts.path == "/robots.txt":
            return None
        self.visits += 1
        path = unquote(parts.path.removeprefix(self.prefix + "/"))
        return self.refuses(asked) or self._answer(path, parts.query)

    def _answer(self, path: str, query: str) -> Response:
        if path == "sitemap.xml" and self.maps:
            return _xml(self._map())
        if path == "backend.php3" or "page=backend" in query:
            return _xml(self._feed(query.partition("id_rubrique=")[2]))
        if path in ("", "index.php3") or query == "page=plan":
            return _html(self._front())
        named = {one.title.replace(" ", "-"): one for one in self.articles.values()}
        if self.names and path in named:
            return _html(self._page(named[path]))
        number = query.removeprefix("article").removeprefix("id_article=")
        article = self.articles.get(int(number)) if number.isdecimal() else None
        if article is None or path not in ("spip.php", "article.php3"):
            return _html(NOTHING.format(visits=self.visits), 404 if self.is_polite else 200)
        if self.names:
            return Response(b"", 301, {"Location": self.address(article)})
        return _html(self._page(article))

    def _section(self, number: int) -> str:
        return f"{self.home}{self.prefix}/spip.php?rubrique{number}"

    def _page(self, article: Article) -> str:
        return PAGE.format(
            base=f'<base href="{self.home}{self.prefix}/">' if self.names else "",
            canonical=f'<link rel="canonical" href="{self.address(article)}" />',
            home=f"{self.home}{self.prefix}/", section=self._section(article.section), visits=self.visits,
            number=article.number, title=article.title, author=article.author, text=article.text,
            date=f"2007-07-{1 + article.number % 28:02}T08:30:00Z",
        )  # fmt: skip

    def _front(self) -> str:
        sections = {article.section for article in self.articles.values()}
        links = "".join(f'<a href="{self._section(number)}">Rubrique</a>' for number in sorted(sections))
        latest = "".join(f'<a href="{self.address(one)}">{one.title}</a>' for one in self._latest("")[:1])
        generator = '<meta name="generator" content="SPIP 4.1.15" />'
        return f"<html><head><title>Le val</title>{generator}</head><body>{self.visits} {links} {latest}</body></html>"

    def _latest(self, section: str) -> list[Article]:
        wanted = [one for one in self.articles.values() if section in ("", str(one.section))]
        return sorted(wanted, key=lambda one: one.number, reverse=True)[: self.shown]

    def _feed(self, section: str) -> str:
        items = [
            ITEM.format(
                title=one.title, url=self.address(one).replace("&", "&amp;"), author=one.author, text=one.text,
                date=f"2007-07-{1 + one.number % 28:02}T08:30:00Z", section=self._section(one.section),
            )
            for one in self._latest(section)
        ]  # fmt: skip
        return FEED.format(home=f"{self.home}{self.prefix}/", items="".join(items), visits=self.visits)

    def _map(self) -> str:
        entries = [
            f"<url><loc>{self.address(one)}</loc>{f'<lastmod>{one.modified}</lastmod>' if one.modified else ''}</url>"
            for one in self.articles.values()
        ]
        return f'<?xml version="1.0"?><urlset>{"".join(entries)}</urlset>'


def _html(text: str, status: int = 200) -> Response:
    return Response(text.encode(), status, {"Content-Type": "text/html; charset=utf-8"})


def _xml(text: str) -> Response:
    return Response(text.encode(), 200, {"Content-Type": "text/xml; charset=utf-8"})
