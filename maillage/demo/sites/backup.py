"""A site as SPIP 4.1 backs it up: one SQLite file of its tables, with the prefix `spip_` whatever the site's own."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from typing import TYPE_CHECKING

from maillage.demo.sites.settings import BACKED_UP

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from maillage.demo.sites.history import Site

TEXT = "text DEFAULT '' NOT NULL"
KEY = "INTEGER NOT NULL"
NUMBER = "bigint(21) DEFAULT '0' NOT NULL"
DATE = "datetime DEFAULT '0000-00-00 00:00:00' NOT NULL"
STAMP = "TIMESTAMP"

TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "rubriques": (
        "id_rubrique",
        {
            "id_rubrique": KEY, "id_parent": NUMBER, "titre": TEXT, "descriptif": TEXT, "texte": TEXT,
            "id_secteur": NUMBER, "maj": STAMP, "statut": TEXT, "date": DATE, "lang": TEXT, "langue_choisie": TEXT,
            "statut_tmp": TEXT, "date_tmp": DATE, "profondeur": "smallint(5) DEFAULT '0' NOT NULL",
        },
    ),
    "articles": (
        "id_article",
        {
            "id_article": KEY, "surtitre": TEXT, "titre": TEXT, "soustitre": TEXT, "id_rubrique": NUMBER,
            "descriptif": TEXT, "chapo": TEXT, "texte": TEXT, "ps": TEXT, "date": DATE, "statut": TEXT,
            "id_secteur": NUMBER, "maj": STAMP, "export": TEXT, "date_redac": DATE,
            "visites": "integer DEFAULT '0' NOT NULL", "referers": "integer DEFAULT '0' NOT NULL",
            "popularite": "DOUBLE DEFAULT '0' NOT NULL", "accepter_forum": TEXT, "date_modif": DATE, "lang": TEXT,
            "langue_choisie": TEXT, "id_trad": NUMBER, "nom_site": TEXT, "url_site": TEXT, "virtuel": TEXT,
        },
    ),
    "auteurs": (
        "id_auteur",
        {
            "id_auteur": KEY, "nom": TEXT, "bio": TEXT, "email": TEXT, "nom_site": TEXT, "url_site": TEXT,
            "login": "VARCHAR(255)", "statut": TEXT, "webmestre": TEXT, "maj": STAMP, "en_ligne": DATE,
            "source": TEXT, "lang": TEXT,
        },
    ),
    "auteurs_liens": (
        "id_auteur,id_objet,objet",
        {"id_auteur": NUMBER, "id_objet": NUMBER, "objet": "VARCHAR(25) DEFAULT '' NOT NULL", "vu": TEXT},
    ),
    "forum": (
        "id_forum",
        {
            "id_forum": KEY, "id_objet": NUMBER, "objet": TEXT, "id_parent": NUMBER, "id_thread": NUMBER,
            "date_heure": DATE, "date_thread": DATE, "titre": TEXT, "texte": TEXT, "auteur": TEXT,
            "email_auteur": TEXT, "nom_site": TEXT, "url_site": TEXT, "statut": TEXT, "ip": TEXT, "maj": STAMP,
            "id_auteur": NUMBER,
        },
    ),
    "meta": ("nom", {"nom": TEXT, "valeur": "text DEFAULT ''", "impt": TEXT, "maj": STAMP}),
}  # fmt: skip
"""The tables that SPIP itself has, with its columns, and their primary keys; passwords are in no backup of ours."""

WRITTEN_BY = 3_034_001
"""The version of SQLite that the file says it was written by, whatever wrote it: the same bytes everywhere."""
_VERSION_AT = 96  # where that stands in the file (SQLite's "Database File Format", 1.3)


def written(site: Site) -> bytes:
    """The backup of a site."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("pragma page_size = 4096")
        for table, (key, columns) in TABLES.items():
            body = ",\n".join(f"\t{name} {kind}" for name, kind in columns.items())
            connection.execute(f"CREATE TABLE spip_{table} (\n{body},\n\tPRIMARY KEY ({key})\n)")
        for table, rows in _rows(site):
            for row in rows:
                names, marks = ", ".join(row), ", ".join("?" * len(row))
                connection.execute(f"insert into spip_{table} ({names}) values ({marks})", tuple(row.values()))
        connection.commit()
        content = connection.serialize()
    return content[:_VERSION_AT] + struct.pack(">I", WRITTEN_BY) + content[_VERSION_AT + 4 :]


Row = dict[str, object]


def _rows(site: Site) -> Iterable[tuple[str, Iterable[Row]]]:
    settings = site.settings
    facts = {
        "nom_site": settings.title,
        "adresse_site": settings.address,
        "charset": "utf-8",
        "langue_site": "fr",
        "accepter_inscriptions": "oui",
        "articles_versions": "non",
        "forums_publics": "abo",
        "version_installee": "2022022302",
    }
    moment = _moment(BACKED_UP)
    yield "meta", ({"nom": name, "valeur": value, "impt": "oui", "maj": moment} for name, value in facts.items())
    tops = _tops(site)
    yield (
        "rubriques",
        (
            {
                "id_rubrique": number,
                "id_parent": parent,
                "titre": f"{number * 10}. {title}" if not parent else title,
                "id_secteur": tops[number],
                "statut": "publie",
                "date": moment,
                "maj": moment,
                "lang": "fr",
                "profondeur": int(bool(parent)),
            }
            for number, (parent, title) in enumerate(site.sections, start=1)
        ),
    )
    yield (
        "auteurs",
        (
            {
                "id_auteur": one.number,
                "nom": one.name,
                "bio": one.bio,
                "email": one.email,
                "login": one.login,
                "statut": one.status,
                "webmestre": "oui" if one.number == 1 else "non",
                "source": "spip",
                "maj": moment,
            }
            for one in site.authors
        ),
    )
    yield "articles", _articles(site, tops)
    yield (
        "auteurs_liens",
        (
            {"id_auteur": author, "id_objet": number, "objet": "article", "vu": "non"}
            for number, article in enumerate(site.articles, start=1)
            for author in article.authors
        ),
    )
    yield "forum", _messages(site)


def _articles(site: Site, tops: Mapping[int, int]) -> Iterable[Row]:
    for number, one in enumerate(site.articles, start=1):
        moment = _moment(one.at)
        yield {
            "id_article": number,
            "titre": one.title,
            "texte": one.text,
            "id_rubrique": one.section,
            "id_secteur": tops[one.section],
            "date": moment,
            "date_modif": moment,
            "maj": moment,
            "statut": one.status,
            "accepter_forum": "abo",
            "lang": "fr",
            "url_site": one.copied_from,
        }


def _messages(site: Site) -> Iterable[Row]:
    names = {one.number: one for one in site.authors}
    for number, one in enumerate(site.messages, start=1):
        moment = _moment(one.at)
        author = names[one.author]
        yield {
            "id_forum": number,
            "id_objet": one.article,
            "objet": "article",
            "id_thread": number,
            "date_heure": moment,
            "date_thread": moment,
            "titre": site.articles[one.article - 1].title,
            "texte": one.text,
            "auteur": author.name,
            "email_auteur": author.email,
            "statut": "publie",
            "id_auteur": one.author,
            "maj": moment,
        }


def _tops(site: Site) -> dict[int, int]:
    """The section at the top that each section is below, as SPIP keeps it beside (`id_secteur`)."""
    return {number: parent or number for number, (parent, _) in enumerate(site.sections, start=1)}


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"
