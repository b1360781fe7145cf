"""The study file, the decisions and the truth of the demo study: everything but archives and subscriber lists."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from maillage.demo import published
from maillage.demo.people import SPLIT_NAME, scale_of
from maillage.demo.plan import MERGED
from maillage.demo.sites import SITES as PARTICIPATORY_SITES
from maillage.demo.sites.settings import STUDIED
from maillage.demo.subscribers import DAY, ENDINGS, KINDS
from maillage.demo.wikis import SITES, writers_of
from maillage.demo.wikis.history import edits_of
from maillage.demo.wikis.prose import archive_of
from maillage.demo.words import communes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from maillage.demo.mails import Mail
    from maillage.demo.people import Person
    from maillage.demo.plan import Plan
    from maillage.demo.sites import Sites
    from maillage.demo.sites.authors import Author
    from maillage.demo.sites.settings import Settings
    from maillage.demo.subscribers import Subscription
    from maillage.demo.wikis import Wikis
    from maillage.demo.wikis.accounts import Writer
    from maillage.demo.wikis.sites import Site, Space

KEY = "maillage-demo-key-not-secret\n"

READ_ME = """\
Tout est inventé dans ce dossier : les personnes, les adresses, les structures, les messages, les pages des wikis,
les articles des sites.
Seuls les comptes viennent d'une thèse publiée (Y. Taniguchi, 2018), dont cette étude d'essai retrouve les tableaux.
"""

TITLES = {
    "wiki-brest": "Wiki-Brest",
    "cartes-ouvertes": "Cartes ouvertes",
    "brest-bc": "Brest en (biens) communs",
    MERGED: "Brest en communs",
    "makers": "Makers",
    "catalyst": "Catalyst",
    "unisson": "Unisson",
    "tiers-lieux": "Coworking Tiers-Lieux",
    "ac-lille": "Assemblée des communs de Lille - échanges",
    "ac-lille-info": "Assemblée des communs de Lille - info",
    "chambre-communs": "Chambre des communs",
    "financement-communs": "Financement des communs",
}
PATHS = {
    "wiki-brest": "archives/wiki-brest",
    "cartes-ouvertes": "archives/cartes-ouvertes.mbox",
    "brest-bc": "archives/brest-bc.mbox.gz",
    MERGED: "archives/brest-en-communs.mbox",
}

# Who administers or animates which list, since when and until when: `key, list, role, from, to`.
ROLES = (
    ("lille-01", "catalyst", "administrator", "2013-04-01", ""),
    ("lille-03", "catalyst", "administrator", "2014-09-01", ""),
    ("lille-05", "financement-communs", "administrator", "2016-06-01", ""),
    ("lille-02", "unisson", "administrator", "2014-02-01", ""),
    ("lille-02", "tiers-lieux", "administrator", "2015-03-01", "2016-01-31"),
    ("lille-19", "tiers-lieux", "animator", "2016-02-01", ""),
    ("lille-21", "ac-lille", "administrator", "2015-03-01", ""),
    ("lille-21", "ac-lille-info", "administrator", "2016-06-01", ""),
    ("lille-21", "chambre-communs", "administrator", "2016-06-01", ""),
    ("lille-26", "makers", "administrator", "2012-11-01", ""),
    ("brest-05", "wiki-brest", "administrator", "2007-05-01", ""),
    ("brest-07", "cartes-ouvertes", "administrator", "2010-03-01", ""),
    ("brest-07", "brest-bc", "administrator", "2009-04-01", ""),
    ("brest-02", "brest-bc", "animator", "2011-01-01", ""),
)

HEAD = """\
# Étude d'essai de maillage. Tout y est inventé, sauf les comptes, qui sont ceux d'une thèse.
# Une ligne qui commence par « # » est un commentaire : le programme ne la lit pas.

[study]
title = "Lille et Brest, étude d'essai"
language = "fr"                  # la langue des rapports
time_zone = "Europe/Paris"       # l'heure qui décide du mois d'un message
to = 2016-12-31                  # dernier jour compté ; le début est la création de chaque liste
compare_with_thesis = true       # mettre les résultats en regard des tableaux de la thèse

# Les échelles de chaque territoire, de la ville à la région. Ce sont des codes de l'INSEE :
# cinq chiffres pour une commune (ce n'est pas le code postal), « R » et deux chiffres pour une région.
"""


WIKIS = """
# Un wiki par paragraphe : la sauvegarde de ses pages (XML), avec ses comptes et ses journaux (JSON).
# Un wiki en ligne se donne par son adresse, `url = "https://…"`, puis `maillage fetch`.
"""


PARTICIPATORY = """
# Un site participatif (SPIP) par paragraphe : la sauvegarde de sa base, telle que SPIP la fait.
"""


def study_file(people: dict[str, Person]) -> str:
    """`maillage.toml`, with comments for somebody who has never written one."""
    parts = [HEAD, _territory("Lille", "R32"), "\n", _territory("Brest", "R53")]
    parts.append("\n# Une liste de discussion par paragraphe : où sont ses archives, et depuis quand elle existe.\n")
    parts += [_source(name, people) for name in TITLES]
    parts.append(WIKIS)
    parts += [_wiki(site, space) for site in SITES for space in site.spaces]
    parts.append(PARTICIPATORY)
    parts += [_site(settings) for settings in PARTICIPATORY_SITES]
    return "".join(parts)


def _territory(network: str, region: str) -> str:
    city, metropolis, pays = (
        sorted({commune.insee for commune in communes(network, scale)}) for scale in ("city", "metropolis", "pays")
    )
    return (
        f'[[territory]]\nname = "{network}"\nnetworks = ["{network}"]\n'
        f"city = {_strings(city)}\n"
        f"metropolis = {_strings([*city, *metropolis])}   # seulement les communes où quelqu'un travaille\n"
        f"pays = {_strings(pays)}\n"
        f'region = ["{region}"]\n'
    )


def _source(name: str, people: dict[str, Person]) -> str:
    kind = "mbox" if name in PATHS else "pipermail"
    administrators = [
        people[key].accounts[0].address for key, known, role, _, _ in ROLES if known == name and role == "administrator"
    ]
    lines = [
        "",
        "[[source]]",
        f'name = "{name}"',
        f'title = "{TITLES[name]}"',
        f'kind = "{kind}"',
        f'path = "{path_of(name)}"',
        f'network = "{"Brest" if name in PATHS else "Lille"}"',
        f'created = "{_created(name)}"',
    ]
    if name in published.ANALYSED:
        lines.append(f'addresses = ["{archive_of(name)}"]   # où son archive se lit : les liens des wikis y mènent')
    if administrators and name in {"catalyst", "wiki-brest"}:
        lines.append(f"administrators = {_strings(administrators)}")
    if name == MERGED:
        lines.append('merged_into = "brest-bc"        # ses messages comptent dans l\'autre liste')
    elif name not in published.ANALYSED:
        lines.append("analysed = false                # trop peu d'échanges pour être analysée")
    if name in KINDS:
        more = " (la thèse n'en donne que le nombre)" if name in published.BREST else ""
        lines += ["", f"[[source.subscribers]]              # les abonnés, relevés ce jour-là{more}"]
        lines += [f'path = "{roster_path(name)}"', f"date = {DAY.isoformat()}", f'kind = "{KINDS[name]}"']
    return "\n".join(lines) + "\n"


def _wiki(site: Site, space: Space) -> str:
    lines = [
        "",
        "[[source]]",
        f'name = "{space.source}"',
        f'title = "{space.title}"',
        'kind = "mediawiki"',
        f'path = "archives/{site.folder}"',
        f'network = "{site.network}"',
        f'created = "{space.counts.created[0]}-{space.counts.created[1]:02}"',
        f'description = "{space.description}"',
    ]
    if space.prefix:
        lines.append(f'prefixes = ["{space.prefix}"]   # les pages de ce nom, et celles qui sont dessous')
    return "\n".join(lines) + "\n"


def _site(settings: Settings) -> str:
    year, month = settings.counts.created
    lines = [
        "",
        "[[source]]",
        f'name = "{settings.source}"',
        f'title = "{settings.title}"',
        'kind = "spip"',
        f'path = "archives/{settings.source}"',
        f'network = "{settings.counts.network}"',
        f'created = "{year}-{month:02}"',
        f'description = "{settings.description}"',
    ]
    if not settings.analysed:
        lines += ['texts = "none"', "analysed = false                # la thèse en compte les articles, sans plus"]
    return "\n".join(lines) + "\n"


def path_of(name: str) -> str:
    """Where the archive of a list is, from the study's folder."""
    return PATHS.get(name, f"archives/{name}")


def roster_path(name: str) -> str:
    """Where the subscribers of a list are, from the study's folder."""
    return f"abonnes/{name}-{DAY:%Y-%m}.{ENDINGS[KINDS[name]]}"


def _created(name: str) -> str:
    if name == MERGED:
        return "2016-01"
    year, month = published.lists()[name].created
    return f"{year}-{month:02}"


def _strings(values: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def persons_decisions(people: dict[str, Person], written: Wikis) -> str:
    """`decisions/persons.csv`: who is one person under two names, on lists and wikis, and who are two under one."""
    rows = [
        (
            "merge",
            *(account.address for account in person.accounts),
            "même personne, elle nous l'a dit",
            "C. Démo",
            "2017-09-04",
        )
        for person in people.values()
        if person.merged_by_hand
    ]
    same_name = [
        person.accounts[0].address for person in people.values() if (person.first, person.last) == SPLIT_NAME[1:]
    ]
    rows.append(("split", *same_name, "deux personnes du même nom", "C. Démo", "2017-09-04"))
    rows += [("merge", *pair, "son pseudonyme sur le wiki", "C. Démo", "2018-06-20") for pair in written.decisions]
    return table(("action", "first", "second", "reason", "by", "date"), rows)


def codings(people: dict[str, Person]) -> str:
    """`decisions/codings/settled.csv`: the one thing of the printed tables that nobody writes of herself."""
    rows = [
        (
            "status",
            people["lille-18"].accounts[0].address,
            "Entreprise ?",
            "entreprise",
            "",
            "",
            "site de la structure",
            "le statut n'y est pas dit ; le point d'interrogation est de la thèse",
            "2017-09-05",
        )
    ]
    return table(("field", "account", "value", "code", "from", "to", "source", "note", "date"), rows)


def exclusions() -> str:
    """`decisions/exclusions.csv`: nothing is left out, as in the thesis."""
    return table(("what", "value", "source", "reason", "by", "date"), [])


def roles(people: dict[str, Person]) -> str:
    """`decisions/roles.csv`: who administers and animates the lists."""
    rows = [
        (
            people[key].accounts[0].address,
            name,
            role,
            begin,
            end,
            "page d'information de la liste",
            "C. Démo",
            "2017-09-04",
        )
        for key, name, role, begin, end in ROLES
    ]
    return table(("account", "source", "role", "from", "to", "reason", "by", "date"), rows)


TRUTH = (
    "person", "address", "name", "list", "messages_to_2016_12",
    "scale", "commune", "structure", "status", "function", "domain",
)  # fmt: skip


def truth(
    made: Plan,
    people: dict[str, Person],
    mails: dict[str, list[Mail]],
    subscribed: dict[str, list[Subscription]],
    written: Wikis,
    published: Sites,
) -> str:
    """`truth.csv`: a row for each account of a person on each list she writes to or is subscribed to, and each wiki.

    Silent subscribers have 0 messages and no scale. The role address is one person here, as it is one address.
    A wiki account is `wiki:user name` under `address`; its edits are counted as messages, and it has no scale. So it
    is with the account of a participatory site, whose articles are counted.
    """
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for name, listed in mails.items():
        for mail in listed:
            counts[mail.author, mail.address.casefold(), mail.name, name] += mail.sent.year < 2017
    known = {**people}
    for name, entries in subscribed.items():
        for entry in entries:
            known[entry.person.key] = entry.person
            counts[entry.person.key, entry.account.address, entry.account.name, name] += 0
    rows = [
        (key, address, shown, name, messages, *_profile(made, known[key], name, messages))
        for (key, address, shown, name), messages in counts.items()
    ]
    for wiki in written.made:
        edits = edits_of(wiki.pages, 2016)
        rows += [
            (writer.key, f"{source}:{account.user}", account.user, source, edits[account.number], "", *_told(writer))
            for source, account in writers_of(wiki)
            if (writer := account.writer)
        ]
    for site in published.made:
        source, articles = site.settings.source, site.articles_of(STUDIED)
        rows += [
            (author.key, f"{source}:{author.name}", author.name, source, articles[author.number], "", *_worked(author))
            for author in site.authors
            if author.writes
        ]
    return table(TRUTH, sorted(rows, key=lambda row: (row[3], row[0], row[1], row[2])))


def _profile(made: Plan, person: Person, name: str, messages: int) -> Sequence[str]:
    member = made.members.get(person.key)
    scale = scale_of(member, name) if member and (messages or name in member.scales) else ""
    office = person.office
    if office is None:
        return (scale, "", "", "", "", "")
    status = "" if office.status == "-" else office.status
    return (scale, office.place.commune, office.structure, status, person.function, office.domain)


def _told(writer: Writer) -> tuple[str, str, str, str, str]:
    """Commune, structure, status, function and domain of somebody who writes on a wiki."""
    return (writer.commune, writer.structure, "", writer.function, "")


def _worked(author: Author) -> tuple[str, str, str, str, str]:
    """Likewise of an author of a participatory site."""
    return (author.commune, author.structure, "", author.function, "")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
