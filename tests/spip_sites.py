"""Invented sites of SPIP, with the tables of version 4.1, as its SQLite backup, as SQL of MySQL and as XML of old."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

TEXT, INT = "text DEFAULT '' NOT NULL", "bigint(21) DEFAULT '0' NOT NULL"
DATE = "datetime DEFAULT '0000-00-00 00:00:00' NOT NULL"
# What SPIP 4.1 declares, without the columns that only its own pages use (thesaurus, popularity, translations).
TABLES = {
    "meta": {"nom": TEXT, "valeur": "text DEFAULT ''", "impt": TEXT},
    "rubriques": {
        "id_rubrique": "INTEGER NOT NULL", "id_parent": INT, "titre": TEXT, "descriptif": TEXT, "texte": TEXT,
        "id_secteur": INT, "statut": TEXT, "date": DATE, "lang": TEXT,
    },
    "auteurs": {
        "id_auteur": "INTEGER NOT NULL", "nom": TEXT, "bio": TEXT, "email": TEXT, "login": "VARCHAR(255)",
        "pass": TEXT, "low_sec": TEXT, "statut": TEXT, "webmestre": TEXT, "htpass": TEXT, "en_ligne": DATE,
        "alea_actuel": "tinytext", "cookie_oubli": "tinytext", "backup_cles": TEXT,
    },
    "auteurs_liens": {"id_auteur": INT, "id_objet": INT, "objet": TEXT, "vu": TEXT},
    "articles": {
        "id_article": "INTEGER NOT NULL", "surtitre": TEXT, "titre": TEXT, "soustitre": TEXT, "id_rubrique": INT,
        "descriptif": TEXT, "chapo": TEXT, "texte": TEXT, "ps": TEXT, "date": DATE, "statut": TEXT, "id_secteur": INT,
        "date_redac": DATE, "date_modif": DATE, "lang": TEXT, "nom_site": TEXT, "url_site": TEXT, "virtuel": TEXT,
    },
    "breves": {
        "id_breve": "INTEGER NOT NULL", "date_heure": DATE, "titre": TEXT, "texte": TEXT, "id_rubrique": INT,
        "statut": TEXT, "lang": TEXT,
    },
    "forum": {
        "id_forum": "INTEGER NOT NULL", "id_objet": INT, "objet": TEXT, "id_parent": INT, "id_thread": INT,
        "date_heure": DATE, "titre": TEXT, "texte": TEXT, "auteur": TEXT, "email_auteur": TEXT, "statut": TEXT,
        "ip": TEXT, "id_auteur": INT,
    },
    "versions": {
        "id_version": INT, "id_objet": INT, "objet": TEXT, "date": DATE, "id_auteur": "VARCHAR(23) DEFAULT '' NOT NULL",
        "titre_version": TEXT, "permanent": TEXT, "champs": TEXT,
    },
    "versions_fragments": {
        "id_fragment": INT, "version_min": INT, "version_max": INT, "id_objet": INT, "objet": TEXT, "compress": INT,
        "fragment": "longblob",
    },
    "visites": {"date": DATE, "visites": INT},
}  # fmt: skip


def build(path: Path, prefix: str = "spip_", **tables: list[dict[str, object]]) -> Path:
    """The SQLite file of a site with these rows, by table."""
    with closing(sqlite3.connect(path)) as database:
        for table, columns in TABLES.items():
            body = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            key = next(iter(columns))
            unique = f", PRIMARY KEY ({key})" if columns[key].startswith("INTEGER") else ""
            database.execute(f"CREATE TABLE {prefix}{table} ({body}{unique})")
        for table in TABLES:
            for row in tables.get(table, []):
                marks = ", ".join("?" * len(row))
                database.execute(f"INSERT INTO {prefix}{table} ({', '.join(row)}) VALUES ({marks})", [*row.values()])
        database.commit()
    return path


def valley(path: Path, prefix: str = "spip_") -> Path:
    """The site of an invented valley: five authors, four articles, a forum, versions, a brief."""
    return build(
        path,
        prefix,
        meta=[
            {"nom": "nom_site", "valeur": "Le val de Morne"},
            {"nom": "adresse_site", "valeur": "https://val-de-morne.example"},
            {"nom": "langue_site", "valeur": "fr"},
            {"nom": "version_installee", "valeur": "2022022302"},
        ],
        rubriques=[
            {"id_rubrique": 1, "titre": "Agenda", "statut": "publie"},
            {"id_rubrique": 2, "titre": "10. Dossiers", "texte": "Ce que la vallée {étudie}.", "statut": "publie"},
            {"id_rubrique": 3, "id_parent": 2, "titre": "Moulins", "id_secteur": 2, "statut": "publie"},
        ],
        auteurs=[
            {"id_auteur": 1, "nom": "Maëlle Kerbrat", "bio": "{{Institutrice}} à Morne.",
             "email": "Maelle@Exemple.example", "login": "maelle",
             "pass": "secret-de-maelle", "statut": "0minirezo", "webmestre": "oui"},
            {"id_auteur": 2, "nom": "youenn", "email": "youenn@asso.example", "login": "y", "statut": "1comite"},
            {"id_auteur": 3, "nom": "Youenn", "login": "youenn2", "statut": "1comite"},
            {"id_auteur": 4, "nom": "Nolwenn Riou", "statut": "6forum"},
            {"id_auteur": 5, "nom": "", "login": "parti", "statut": "5poubelle"},
        ],
        auteurs_liens=[
            {"id_auteur": 1, "id_objet": 1, "objet": "article"},
            {"id_auteur": 2, "id_objet": 1, "objet": "article"},
            {"id_auteur": 3, "id_objet": 2, "objet": "article"},
            {"id_auteur": 5, "id_objet": 3, "objet": "article"},
            {"id_auteur": 4, "id_objet": 1, "objet": "rubrique"},
        ],
        articles=[
            {"id_article": 1, "titre": "2. Le moulin d'en bas", "id_rubrique": 3, "chapo": "On l’a rouvert.",
             "texte": "Voir [la fête->art2]\r\net l’été\tà Morne.", "date": "2007-07-14 10:30:00", "statut": "publie",
             "date_redac": "1998-00-00 00:00:00", "date_modif": "2007-07-15 09:00:00", "lang": "fr"},
            {"id_article": 2, "titre": "<multi>[fr]La fête[br]Ar fest</multi>", "id_rubrique": 1, "texte": "Dimanche.",
             "date": "2007-12-24 23:30:00", "statut": "publie", "lang": "fr",
             "url_site": "https://ailleurs.example/fete"},
            {"id_article": 3, "titre": "À refaire", "id_rubrique": 2, "texte": "Brouillon.",
             "date": "2008-01-02 08:00:00", "statut": "prop", "lang": "fr"},
            {"id_article": 4, "titre": "Ailleurs", "id_rubrique": 1, "virtuel": "https://ailleurs.example/",
             "date": "2008-02-01 08:00:00", "statut": "publie", "lang": "fr"},
        ],
        breves=[{"id_breve": 7, "titre": "Neige", "texte": "La route est fermée.", "date_heure": "2009-01-06 07:00:00",
                 "id_rubrique": 1, "statut": "publie"}],
        forum=[
            {"id_forum": 1, "id_objet": 1, "objet": "article", "id_thread": 1, "date_heure": "2007-07-16 12:00:00",
             "titre": "Bravo", "texte": "C’est beau.", "auteur": "une passante",
             "email_auteur": "passante@exemple.example", "ip": "192.0.2.7", "statut": "publie"},
            {"id_forum": 2, "id_objet": 1, "objet": "article", "id_parent": 1, "id_thread": 1, "id_auteur": 4,
             "date_heure": "2007-07-17 12:00:00", "titre": "> Bravo", "texte": "Oui !", "auteur": "Nolwenn Riou",
             "statut": "publie"},
            {"id_forum": 3, "id_objet": 1, "objet": "article", "date_heure": "2007-07-18 12:00:00", "titre": "pills",
             "texte": "Buy", "auteur": "bot", "statut": "spam"},
            {"id_forum": 4, "id_objet": 3, "objet": "article", "id_auteur": 1, "date_heure": "2008-01-03 12:00:00",
             "titre": "À revoir", "texte": "Il manque une source.", "statut": "prive"},
            {"id_forum": 5, "id_objet": 0, "objet": "", "id_auteur": 1, "date_heure": "2008-01-04 12:00:00",
             "titre": "Réunion", "texte": "Jeudi.", "statut": "privrac"},
        ],
        versions=[
            {"id_version": 1, "id_objet": 2, "objet": "article", "date": "2007-12-20 10:00:00", "id_auteur": "3",
             "titre_version": "", "champs": 'a:1:{s:5:"texte";s:1:"1";}'},
            {"id_version": 2, "id_objet": 2, "objet": "article", "date": "2007-12-21 10:00:00",
             "id_auteur": "192.0.2.9", "titre_version": "le lieu", "champs": 'a:1:{s:5:"texte";s:1:"1";}'},
        ],
        visites=[{"date": "2007-07-14 00:00:00", "visites": 12}],
    )  # fmt: skip


def crowd(path: Path, articles: int, authors: int, words: int = 60) -> Path:
    """The site of many articles by many authors."""
    numbers = range(1, articles + 1)
    return build(
        path,
        meta=[{"nom": "nom_site", "valeur": "La foule"}, {"nom": "adresse_site", "valeur": "https://foule.example"}],
        rubriques=[{"id_rubrique": one, "titre": f"Rubrique {one}", "statut": "publie"} for one in range(1, 20)],
        auteurs=[
            {"id_auteur": one, "nom": f"Autrice {one}", "statut": "0minirezo" if one <= authors // 13 else "1comite"}
            for one in range(1, authors + 1)
        ],
        auteurs_liens=[{"id_auteur": 1 + one % authors, "id_objet": one, "objet": "article"} for one in numbers],
        articles=[
            {"id_article": one, "titre": f"Article {one}", "id_rubrique": 1 + one % 19, "statut": "publie",
             "texte": "un mot de la vallée\n" * words, "lang": "fr",
             "date": f"{2004 + one % 12}-{1 + one % 12:02}-{1 + one % 28:02} 10:00:00"}
            for one in numbers
        ],
    )  # fmt: skip


# ------------------------------------------------------------------------------------------- other forms


def rows_of(path: Path, prefix: str = "spip_") -> Iterator[tuple[str, list[str], list[tuple[object, ...]]]]:
    """The tables of a site's SQLite file: name, columns, rows."""
    with closing(sqlite3.connect(path)) as database:
        for table in TABLES:
            found = database.execute(f"select * from {prefix}{table}")
            yield table, [column[0] for column in found.description], found.fetchall()


def as_mysql(path: Path, prefix: str = "spip_") -> str:
    """The same as mysqldump writes it."""

    def literal(value: object) -> str:
        if not isinstance(value, str):
            return "NULL" if value is None else str(value)
        for letter, escape in (("\\", "\\\\"), ("'", "\\'"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
            value = value.replace(letter, escape)
        return f"'{value}'"

    pieces = ["-- MySQL dump 10.13  Distrib 5.7.33\n-- Database: l'ancien site\n/*!40101 SET NAMES utf8 */;\n"]
    for table, columns, rows in sorted(rows_of(path)):
        described = ",\n".join(f"  `{column}` text NOT NULL" for column in columns)
        pieces.append(f"\nDROP TABLE IF EXISTS `{prefix}{table}`;\nCREATE TABLE `{prefix}{table}` (\n{described},\n")
        pieces.append(f"  PRIMARY KEY (`{columns[0]}`)\n) ENGINE=MyISAM DEFAULT CHARSET=utf8;\n")
        if rows:
            tuples = ",".join("(" + ",".join(map(literal, row)) + ")" for row in rows)
            pieces.append(f"LOCK TABLES `{prefix}{table}` WRITE;\nINSERT INTO `{prefix}{table}` VALUES {tuples};\n")
    return "".join(pieces)


def as_sqlite_dump(path: Path) -> str:
    """The same as SQLite's shell dumps it."""
    with closing(sqlite3.connect(path)) as database:
        return "\n".join(["PRAGMA foreign_keys=OFF;", *database.iterdump()]) + "\n"


def as_xml(path: Path) -> str:
    """The same as SPIP 1.9.2 backs it up; the links of authors and objects as its tables had them."""

    def element(name: str, value: object) -> str:
        text = str(value).replace("&", "&amp;").replace("<", "&lt;")
        return f"<{name}>{text}</{name}>\n"

    pieces = [
        '<?xml version="1.0" encoding="utf-8"?>\n',
        '<SPIP version="1.9.2" version_base="1.927" version_archive="1.3" ',
        'adresse_site="https://val-de-morne.example" dir_img="IMG/" dir_logos="IMG/">\n',
    ]
    for table, columns, rows in rows_of(path):
        for row in rows:
            values = {name: value for name, value in zip(columns, row, strict=True) if value is not None}
            name = f"spip_{table}"
            if table == "auteurs_liens":
                kind = values.pop("objet")
                name, values[f"id_{kind}"] = f"spip_auteurs_{kind}s", values.pop("id_objet")
            elif table in ("forum", "versions") and values["objet"]:
                kind = values.pop("objet")
                values[f"id_{kind}"] = values.pop("id_objet")
            pieces.append(f"<{name}>\n{''.join(element(*one) for one in values.items())}</{name}>\n\n")
    return "".join([*pieces, "</SPIP>\n"])
