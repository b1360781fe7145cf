"""A study of a list and a wiki, or of the wiki alone, from its archives to its database. Everybody is invented."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from small_study import mbox

from maillage import pipeline, project
from maillage.project import Study
from maillage.store import Store
from maillage.update import Silent, update

STUDY = """
[study]
title = "Une liste et un wiki"
language = "{language}"
to = 2016-12-31
"""
LIST = """
[[source]]
name = "makers"
title = "Les Makers"
kind = "mbox"
path = "makers.mbox"
network = "Brest"
addresses = ["https://listes.exemple.example/makers"]
"""
WIKI = """
[[source]]
name = "wiki-mer"
title = "Wiki de la mer"
kind = "mediawiki"
path = "wiki.xml"
network = "Brest"
administrators = ["wiki-mer:Marie Durand"]
"""
SECRETS = ("Marie Durand", "Jean Petit", "Gwenvael", "82.120.3.4", "Zoé Le Goff")

SITE = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="fr">
<siteinfo><sitename>Wiki de la mer</sitename><dbname>mer</dbname>
<base>http://wiki-mer.example/index.php/Accueil</base><generator>MediaWiki 1.39.10</generator><case>first-letter</case>
<namespaces><namespace key="0" case="first-letter" /><namespace key="1" case="first-letter">Discussion</namespace>
<namespace key="2" case="first-letter">Utilisateur</namespace>
<namespace key="3" case="first-letter">Discussion utilisateur</namespace></namespaces></siteinfo>
"""
PAGE = "<page><title>{title}</title><ns>{namespace}</ns><id>{page}</id>{revisions}</page>\n"
REVISION = """<revision><id>{revision}</id>{parent}<timestamp>{at}T10:00:00Z</timestamp>
<contributor>{who}</contributor>{comment}<model>wikitext</model><format>text/x-wiki</format>
<text bytes="{bytes}" xml:space="preserve">{text}</text></revision>
"""
ISLAND = "L'île de Sein"
TEXTS = ("Une île.", "Une île.\nUn phare.", "Une île.\nDeux phares.\nhttps://listes.exemple.example/makers/1.html")
HISTORY = (
    (1, 0, "Accueil", ((1, "2014-02-01", "Marie Durand", "", "Bienvenue"),)),
    (
        2,
        0,
        ISLAND,
        (
            (2, "2014-03-01", "Marie Durand", "création", TEXTS[0]),
            (3, "2014-03-05", "Gwenvael", "pour Zoé Le Goff", TEXTS[1]),
            (4, "2014-04-05", "82.120.3.4", "", TEXTS[0]),
            (5, "2014-04-06", "Jean Petit", "Révocation de 82.120.3.4, retour à Gwenvael", TEXTS[2]),
            (8, "2015-06-01", "Marie Durand", "", f"{TEXTS[2]}\nSuite."),
        ),
    ),
    (3, 2, "Utilisateur:Gwenvael", ((6, "2014-05-01", "Gwenvael", "", "Je suis pêcheur à Brest."),)),
    (4, 1, f"Discussion:{ISLAND}", ((7, "2014-05-02", "Jean Petit", "", "Deux phares ?"),)),
)
MAIL = (
    "From jp@labo.example Mon Jan  5 10:00:00 2015\nFrom: Jean Petit <jp@labo.example>\n"
    "Date: Sat, 08 Mar 2014 10:00:00 +0100\nMessage-ID: <announce@x.example>\nSubject: Une page\n\n"
    "Bonjour,\nla page http://wiki-mer.example/index.php?title=L%27%C3%AEle_de_Sein est là.\n\n"
)


PERSONS = """action,first,second,reason,by,date
merge,jp@labo.example,wiki-mer:Jean Petit,he said so,ER,2024-03-01
merge,marie@exemple.example,wiki-mer:Marie Durand,she said so,ER,2024-03-01
"""


def write(root: Path, language: str = "fr", *, lists: bool = True) -> Study:
    """Write the study's files, ingest and analyse them."""
    text = STUDY.format(language=language) + (LIST if lists else "") + WIKI
    (root / "maillage.toml").write_text(text, encoding="utf-8")
    (root / "wiki.xml").write_text(dump(), encoding="utf-8")
    if lists:
        (root / "decisions").mkdir()
        (root / "decisions" / "persons.csv").write_text(PERSONS, encoding="utf-8")
        (root / "makers.mbox").write_text(MAIL + mbox("makers", 1), encoding="utf-8")
    study = project.load(root)
    with Store.open(study.database, write=True) as store:
        update(store, study)
        pipeline.analyze(store, study, Silent())
    return study


def dump() -> str:
    """The wiki as an export of all its pages."""
    pages = (
        PAGE.format(title=escape(title), namespace=namespace, page=page, revisions="".join(_revisions(history)))
        for page, namespace, title, history in HISTORY
    )
    return f"{SITE}{''.join(pages)}</mediawiki>\n"


def _revisions(history: tuple[tuple[int, str, str, str, str], ...]) -> Iterator[str]:
    parent = ""
    for revision, at, user, comment, text in history:
        named = f"<ip>{user}</ip>" if user[0].isdigit() else f"<username>{user}</username><id>{len(user)}</id>"
        said = f"<comment>{escape(comment)}</comment>" if comment else ""
        size = len(text.encode())
        yield REVISION.format(
            revision=revision, parent=parent, at=at, who=named, comment=said, bytes=size, text=escape(text)
        )
        parent = f"<parentid>{revision}</parentid>"
