"""Hand-made tables, small enough to check by eye."""

from __future__ import annotations

from maillage.reports.people import People
from maillage.reports.table import Column, Kind, Table

PEOPLE = People(
    labels={1: "P-7K3Q2M", 2: "P-2222AA"},
    titles={"makers": "Makers", "unisson": "Unisson & amis"},
    hidden=frozenset({"marie durand"}),
)
NAMED = People(labels={1: "Marie Durand", 2: "Jean=*Petit*"}, titles=PEOPLE.titles, names=True)

REGULARS = Table(
    name="regular-authors",
    title={"fr": "Auteurs réguliers : l'essentiel", "en": "Regular authors: the essentials"},
    columns=(
        Column("source", {"fr": "Liste", "en": "List"}, Kind.LIST),
        Column("authors", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
        Column("regular_share", {"fr": "Part des réguliers", "en": "Share of regulars"}, Kind.SHARE),
        Column("mean_per_year", {"fr": "Moyenne par an", "en": "Mean per year"}, Kind.MEAN),
        Column("first_day", {"fr": "Premier jour", "en": "First day"}, Kind.DATE),
        Column("created", {"fr": "Création", "en": "Created"}, Kind.MONTH),
        Column("busiest", {"fr": "Année la plus active", "en": "Busiest year"}, Kind.YEAR),
        Column("remark", {"fr": "Remarque", "en": "Remark"}),
    ),
    rows=(
        ("makers", 12390, 50 / 390, 1234.5, "2015-03-03", "2012-11", 2013, "a|b, <c> écrit à x@exemple.fr"),
        ("unisson", 33, None, float("nan"), "2014-02-01", "2014-02", None, ""),
    ),
    definition={
        "fr": "Les personnes qui ont écrit plus de 10 messages; voir `maillage.toml`.",
        "en": "The persons who wrote more than 10 messages; see `maillage.toml`.",
    },
    reproduces="28",
    notes=({"fr": "Rien n'est arrondi !", "en": "Nothing is rounded!"},),
    totals=(None, 12423, 0.12, None, None, None, None, None),
    measures=("A8", "A9"),
)


def matrix(months: int = 24, persons: int = 2) -> Table:
    """Author by month from January 2015, one message more each month and person."""
    names = [f"{2015 + month // 12}-{month % 12 + 1:02d}" for month in range(months)]
    rows = tuple(
        (person + 1, *(person * month % 13 for month in range(months)), 100 * (person + 1)) for person in range(persons)
    )
    return Table(
        name="author-by-month",
        title={"fr": "Messages par auteur et par mois", "en": "Messages by author and month"},
        columns=(
            Column("author", {"fr": "Auteur", "en": "Author"}, Kind.PERSON),
            *(Column(name, {"fr": name, "en": name}, Kind.COUNT) for name in names),
            Column("total", {"fr": "Total", "en": "Total"}, Kind.COUNT),
        ),
        rows=rows,
        definition={"fr": "Les messages de chaque personne.", "en": "The messages of each person."},
        reproduces="35",
        totals=(None, *(sum(row[index] for row in rows) for index in range(1, months + 2))),
        measures=("A7",),
    )


def empty(name: str) -> Table:
    """A table without rows."""
    return Table(
        name=name,
        title={"fr": "Silencieux", "en": "Silent"},
        columns=(
            Column("source", {"fr": "Liste", "en": "List"}, Kind.LIST),
            Column("silent_share", {"fr": "Part", "en": "Share"}, Kind.SHARE),
        ),
        rows=(),
        definition={"fr": "Abonnés sans message.", "en": "Subscribers without messages."},
    )
