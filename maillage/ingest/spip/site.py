"""The tables of a SPIP site as records of a wiki: articles are pages, their authors have made them.

An article has a revision for each of its authors, at its publication; one for each version that the site keeps; a
message of its forum is one of its talk page; what an author says of herself is one of her user page, without a date,
as SPIP does not keep when she wrote it. Articles that are not published stand in a namespace of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from maillage.ingest.mediawiki.titles import folded
from maillage.ingest.mediawiki.users import is_address
from maillage.ingest.parts import UNREADABLE
from maillage.ingest.spip import numbers
from maillage.ingest.spip.moments import instant
from maillage.ingest.spip.numbers import (
    ARTICLES,
    BRIEF_FORUM,
    BRIEFS,
    FORUM,
    OTHER_FORUM,
    SECTION_FORUM,
    SECTIONS,
    UNPUBLISHED,
    UNPUBLISHED_FORUM,
    USERS,
)
from maillage.ingest.spip.tables import COLUMNS, Cells, Tables
from maillage.ingest.spip.texts import in_language, joined, redirection, title
from maillage.records import (
    Article,
    Extent,
    Framing,
    Namespace,
    Page,
    Problem,
    Revision,
    Section,
    Selection,
    Skipped,
    WikiRecord,
    WikiSite,
    WikiUser,
)
from maillage.sentences import Said

NAMESPACES = (
    Namespace(ARTICLES, "", "", content=True),
    Namespace(FORUM, "Forum", "Talk", content=False),
    Namespace(USERS, "Auteur", "User", content=False),
    Namespace(OTHER_FORUM, "Forum du site", "Project talk", content=False),
    Namespace(SECTIONS, "Rubrique", "Category", content=False),
    Namespace(SECTION_FORUM, "Forum de rubrique", "Category talk", content=False),
    Namespace(BRIEFS, "Brève", "Brève", content=False),
    Namespace(BRIEF_FORUM, "Forum de brève", "Brève talk", content=False),
    Namespace(UNPUBLISHED, "Article non publié", "Unpublished", content=False),
    Namespace(UNPUBLISHED_FORUM, "Forum d’article non publié", "Unpublished talk", content=False),
)
_NAMES = {one.namespace: one.name for one in NAMESPACES}

PUBLISHED = "publie"
GROUPS = {"0minirezo": "sysop", "1comite": "editor", "6forum": "visitor", "5poubelle": "removed"}
"""What the statuses of authors are called as groups. Who is removed has still written what she wrote."""

SHOWN = frozenset(("publie", "prive", "privrac", "privadm"))
"""Statuses of messages that were said: in public, on an article in the private area, in that area, to administrators.

Others were removed, refused, never let through, or are spam.
"""

_FACTS = {"nom_site": "sitename", "adresse_site": "base", "langue_site": "lang"} | {
    setting: setting for setting in ("accepter_inscriptions", "articles_versions", "forums_publics")
}
"""What a site says of itself, and the settings of who may write, see versions and talk (A30)."""
_FORUMS = {"article": FORUM, "rubrique": SECTION_FORUM, "breve": BRIEF_FORUM}
MODEL = "spip"
_KNOWN_FIRST = ("meta", "rubriques", "auteurs", "auteurs_liens", "auteurs_articles", "articles", "breves")


@dataclass
class Site:
    """What is known of a site before its texts are read.

    `authors`: their names by number, each only once; `writers`: the numbers of an article's authors; `articles`,
    `briefs`, `sections`: titles; `published`: articles; `section_of`: an article's; `parents`: a section's.
    """

    facts: dict[str, str] = field(default_factory=dict)
    authors: dict[int, str] = field(default_factory=dict)
    writers: dict[int, list[int]] = field(default_factory=dict)
    titles: dict[tuple[int, int], str] = field(default_factory=dict)
    published: set[int] = field(default_factory=set)
    section_of: dict[int, int] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The site's main language."""
        return self.facts.get("langue_site", "fr")

    @classmethod
    def of(cls, tables: Tables) -> Site:
        """What the tables of a site tell."""
        site = cls()
        with suppress(*UNREADABLE):  # what comes before a damage is known; reading on tells of it
            for row in tables.rows(_KNOWN_FIRST):
                if isinstance(row, Cells):
                    site.learn(row)
        site.name_apart()
        return site

    def learn(self, row: Cells) -> None:
        """Note what a row tells of others."""
        if row.table == "meta":
            self.facts[row.text("nom")] = row.text("valeur")
        elif row.table == "auteurs":
            self.authors[row.number("id_auteur")] = folded(title(row.text("nom")))
        elif row.table == "rubriques":
            self.titles[SECTIONS, row.number("id_rubrique")] = title(row.text("titre"))
            self.parents[row.number("id_rubrique")] = row.number("id_parent")
        elif row.table == "breves":
            self.titles[BRIEFS, row.number("id_breve")] = title(row.text("titre"))
        elif row.table == "articles":
            self._learn_article(row)
        elif row.text("objet") in ("", "article"):  # who wrote what; before SPIP 3 a table for articles alone
            article = row.number("id_objet") or row.number("id_article")
            self.writers.setdefault(article, []).append(row.number("id_auteur"))

    def _learn_article(self, row: Cells) -> None:
        number = row.number("id_article")
        self.titles[ARTICLES, number] = title(row.text("titre"), row.text("lang") or "fr")
        self.section_of[number] = row.number("id_rubrique")
        if row.text("statut") == PUBLISHED:
            self.published.add(number)

    def name_apart(self) -> None:
        """Give authors of the same name, but for the first, their number behind it; and a name to who has none."""
        borne: set[str] = set()
        for number in sorted(self.authors):
            name = self.authors[number] or f"Auteur {number}"
            self.authors[number] = f"{name} ({number})" if name in borne else name
            borne.add(self.authors[number])

    def author(self, number: int, written: str = "") -> str:
        """The name of an author; of one who is not listed any more, as it is written elsewhere."""
        return self.authors.get(number) or folded(title(written)) or f"Auteur {number}"

    def page(self, namespace: int, number: int) -> tuple[int, str]:
        """The namespace and the title of a page: of one of another object with its prefix."""
        subject = {FORUM: ARTICLES, SECTION_FORUM: SECTIONS, BRIEF_FORUM: BRIEFS}.get(namespace, namespace)
        if subject == ARTICLES and number not in self.published:
            namespace = UNPUBLISHED if namespace == ARTICLES else UNPUBLISHED_FORUM
        told = self.titles.get((subject, number), "") or (self.authors.get(number, "") if subject == USERS else "")
        name = _NAMES[namespace]
        told = told or str(number)
        return namespace, f"{name}:{told}" if name else told

    def branch(self, section: int) -> Iterator[int]:
        """A section and those it stands in."""
        seen: set[int] = set()
        while section and section not in seen:
            yield section
            seen.add(section)
            section = self.parents.get(section, 0)


@dataclass(frozen=True)
class Choice:
    """What a study takes of a site: everything, or the branches of some sections, named by their titles or numbers."""

    site: Site
    selection: Selection

    def takes(self, section: int) -> bool:
        """Whether what stands in a section is selected."""
        wanted = {folded(title(name)) for name in self.selection.categories}
        if not wanted:
            return True
        return any(
            str(one) in wanted or folded(self.site.titles.get((SECTIONS, one), "")) in wanted
            for one in self.site.branch(section)
        )

    def keeps_text(self, namespace: int) -> bool:
        """Whether the texts of its pages are kept: `discussion` means those of forums and of authors."""
        if self.selection.texts == "discussion":
            return namespace == USERS or namespace % 2 == 1
        return self.selection.texts == "all"


def read(tables: Tables, selection: Selection) -> Iterator[WikiRecord]:
    """What the tables of a site tell and a study selects; last of all their Extent."""
    site = Site.of(tables)
    yield WikiSite(tuple((name, site.facts[key]) for key, name in _FACTS.items() if site.facts.get(key)))
    yield from NAMESPACES
    reading = _Reading(site, Choice(site, selection), selection.zone)
    covered = 0
    for row in tables.rows(COLUMNS):
        if isinstance(row, Extent):
            if row.bytes > covered:
                yield Framing(row.bytes - covered)
            yield row
        elif isinstance(row, Problem):
            covered += row.size
            yield row
        else:
            for record in reading.told(row):
                covered += record.size if isinstance(record, Revision | Problem | Skipped) else 0
                yield record


class _Made(NamedTuple):
    """What somebody made of a page, by its namespace and the number of the object.

    `author`: her number, 0 where she has no account; `written`: what she calls herself.
    """

    namespace: int
    number: int
    revision: int
    text: str | None
    author: int = 0
    written: str = ""
    at: str | None = None
    comment: str = ""
    tags: str = ""


class _Reading:
    """The reading of the rows of one site."""

    def __init__(self, site: Site, choice: Choice, zone: str) -> None:
        self._site = site
        self._choice = choice
        self._zone = zone
        self._told_pages: set[int] = set()
        self._readers: Mapping[str, Callable[[Cells], Iterable[WikiRecord]]] = {
            "rubriques": self._section,
            "auteurs": self._author,
            "articles": self._article,
            "breves": self._brief,
            "forum": self._message,
            "versions": self._version,
        }

    def told(self, row: Cells) -> Iterable[WikiRecord]:
        """What a row tells; of one without a number a Problem. What only tells of others has been learned before."""
        reader = self._readers.get(row.table)
        return reader(row) if reader else ()

    # ------------------------------------------------------------------------------------------- objects

    def _section(self, row: Cells) -> Iterator[WikiRecord]:
        number = row.number("id_rubrique")
        if not number:
            yield _unnumbered(row)
            return
        yield Section(number, row.number("id_parent"), self._site.titles[SECTIONS, number], row.text("statut"))
        text = joined(row.text("descriptif"), row.text("texte"))
        if text:
            yield from self._page(SECTIONS, number)
            yield self._revision(row, _Made(SECTIONS, number, numbers.revision("rubrique", number), text))

    def _author(self, row: Cells) -> Iterator[WikiRecord]:
        number = row.number("id_auteur")
        if not number:
            yield _unnumbered(row)
            return
        name = self._site.author(number)
        group = GROUPS.get(row.text("statut"), "")
        yield WikiUser(name, number, None, None, group, row.text("email").strip().lower())
        bio = row.text("bio")
        if bio.strip():
            yield from self._page(USERS, number)
            text = in_language(bio, self._site.language)
            yield self._revision(row, _Made(USERS, number, numbers.revision("auteur", number), text, number))

    def _article(self, row: Cells) -> Iterator[WikiRecord]:
        number = row.number("id_article")
        if not number:
            yield _unnumbered(row)
            return
        if not self._choice.takes(row.number("id_rubrique")):
            yield Skipped(1, row.size)
            return
        at = instant(row.text("date"), self._zone)
        target = redirection(row.text("chapo"), row.text("virtuel"))
        yield from self._page(ARTICLES, number, target)
        yield Article(
            numbers.page(ARTICLES, number),
            row.text("statut"),
            row.number("id_rubrique") or None,
            at,
            instant(row.text("date_redac"), self._zone),
            instant(row.text("date_modif"), self._zone),
            row.text("lang"),
            self._elsewhere(row.text("url_site")),
        )
        text = joined(*(row.text(column) for column in ("descriptif", "chapo", "texte", "ps")))
        authors = sorted(set(self._site.writers.get(number, ()))) or [0]
        sizes = [row.size // len(authors)] * (len(authors) - 1)
        for author, size in zip(authors, [row.size - sum(sizes), *sizes], strict=True):
            one = numbers.revision("article", number, self._site.author(author) if author else "")
            part = row._replace(place=f"{row.place}/{author}", size=size)
            yield self._revision(part, _Made(ARTICLES, number, one, text, author, at=at))

    def _brief(self, row: Cells) -> Iterator[WikiRecord]:
        number = row.number("id_breve")
        if not number:
            yield _unnumbered(row)
        elif not self._choice.takes(row.number("id_rubrique")) or row.text("statut") != PUBLISHED:
            yield Skipped(1, row.size)
        else:
            yield from self._page(BRIEFS, number)
            at = instant(row.text("date_heure"), self._zone)
            one = numbers.revision("breve", number)
            yield self._revision(row, _Made(BRIEFS, number, one, row.text("texte"), at=at))

    def _message(self, row: Cells) -> Iterator[WikiRecord]:
        number = row.number("id_forum")
        if not number:
            yield _unnumbered(row)
            return
        namespace, subject = self._subject(row)
        is_taken = self._choice.takes(self._section_of(namespace, subject))
        if row.text("statut") not in SHOWN or not is_taken:
            yield Skipped(1, row.size)
            return
        yield from self._page(namespace, subject)
        made = _Made(
            namespace,
            subject,
            numbers.revision("forum", number),
            row.text("texte"),
            row.number("id_auteur"),
            row.text("auteur"),
            instant(row.text("date_heure"), self._zone),
            title(row.text("titre"), self._site.language),
            _tag(row.text("statut")),
        )
        yield self._revision(row, made)._replace(parent=0)  # it changes nothing of what others have said

    def _version(self, row: Cells) -> Iterator[WikiRecord]:
        number = row.number("id_version")
        article = row.number("id_objet") or row.number("id_article")
        if not number or not article:
            yield _unnumbered(row)
            return
        is_article = row.text("objet") in ("", "article")
        if not is_article or not self._choice.takes(self._site.section_of.get(article, 0)):
            yield Skipped(1, row.size)
            return
        made = _Made(
            ARTICLES,
            article,
            numbers.revision("version", article, number),
            None,
            row.number("id_auteur"),
            row.text("id_auteur"),
            instant(row.text("date"), self._zone),
            title(row.text("titre_version"), self._site.language),
            "version",
        )
        yield self._revision(row, made)

    # ------------------------------------------------------------------------------------------- pieces

    def _page(self, namespace: int, number: int, redirect: str = "") -> Iterator[Page]:
        """A page, told once."""
        found, told = self._site.page(namespace, number)
        page = numbers.page(found, number)
        if page not in self._told_pages:
            self._told_pages.add(page)
            yield Page(page, found, told, redirect)

    def _revision(self, row: Cells, made: _Made) -> Revision:
        """A revision of a page, which stands in a row."""
        namespace, _ = self._site.page(made.namespace, made.number)
        user, user_class = self._who(made.author, made.written)
        return Revision(
            place=row.place,
            size=row.size,
            page=numbers.page(namespace, made.number),
            revision=made.revision,
            parent=None,
            at=made.at,
            user=user,
            user_id=made.author,
            user_class=user_class,
            minor=False,
            comment=made.comment,
            length=None if made.text is None else len(made.text.encode("utf-8", "replace")),
            sha1="",
            model=MODEL,
            tags=made.tags,
            hidden="",
            text=made.text if self._choice.keeps_text(namespace) else None,
        )

    def _who(self, author: int, written: str) -> tuple[str, str]:
        """The name of who made something, and her class: a name that was only typed is nobody's account."""
        if author:
            return self._site.author(author, "" if written == str(author) else written), "registered"
        name = " ".join(written.split())
        return name, "ip" if name and is_address(name) else "unknown"

    def _subject(self, row: Cells) -> tuple[int, int]:
        """What a message is about: the namespace of that forum, and the number of the object."""
        kind, number = row.text("objet"), row.number("id_objet")
        if not kind:  # before SPIP 3 a column for each kind of objects
            kind = next((one for one in _FORUMS if row.number(f"id_{one}")), "")
            number = row.number(f"id_{kind}")
        return (_FORUMS[kind], number) if kind in _FORUMS and number else (OTHER_FORUM, 0)

    def _section_of(self, namespace: int, number: int) -> int:
        if namespace == SECTION_FORUM:
            return number
        return self._site.section_of.get(number, 0) if namespace == FORUM else 0

    def _elsewhere(self, address: str) -> str:
        """The address of another site that an article refers to; "" for one of this site."""
        base = self._site.facts.get("adresse_site", "").partition("//")[2].rstrip("/")
        address = address.strip()
        is_outside = address.startswith(("http://", "https://")) and (not base or f"//{base}" not in address)
        return address if is_outside else ""


def _tag(status: str) -> str:
    """What a message is marked with: the status of one that was not said in public."""
    return "" if status == PUBLISHED else status


def _unnumbered(row: Cells) -> Problem:
    return Problem(row.place, row.size, Said("a row of {table} without a number", table=row.table))
