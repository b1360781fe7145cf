"""The members of each list by three rules side by side: by volume, by rate, and as an onion."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Table, Text
from maillage.reports.tables import tiers
from maillage.store import Store

TITLE = {
    "fr": "Niveaux de participation selon trois règles",
    "en": "Tiers of participation by three rules",
}
ORDER = 82

RULES: dict[str, Text] = {
    "volume": {"fr": "volume", "en": "volume"},
    "rate": {"fr": "rythme", "en": "rate"},
    "onion": {"fr": "oignon", "en": "onion"},
}
NAMES: dict[str, Text] = {
    "core": {"fr": "noyau", "en": "core"},
    "active": {"fr": "actifs", "en": "active"},
    "regular": {"fr": "réguliers", "en": "regular"},
    "occasional": {"fr": "occasionnels", "en": "occasional"},
    "casual": {"fr": "de passage", "en": "casual"},
    "silent": {"fr": "silencieux", "en": "silent"},
}

COLUMNS = (
    SOURCE,
    Column("rule", {"fr": "Règle", "en": "Rule"}),
    Column("tier", {"fr": "Niveau", "en": "Tier"}),
    tiers.PERSONS,
    tiers.SHARE_OF_PERSONS,
    tiers.MESSAGES,
    tiers.SHARE_OF_MESSAGES,
)

DEFINITION = {
    "fr": "Volume : noyau à partir de {core} messages, actifs à partir de {active}. Rythme : noyau à partir de "
    "{core_rate:g} messages par an de vie de la liste dans la période, actifs à partir de {active_rate:g}. Oignon "
    "(Mockus et al. 2002, Crowston et al. 2006) : noyau, le plus petit groupe des premiers auteurs qui font "
    "{onion_core:g} % des messages ; réguliers, ceux qui les portent à {onion_regular:g} % ; de passage, les autres. "
    "Les niveaux de chaque règle s'ajoutent pour donner tous les membres. Le noyau est un volume, non le noyau dur "
    "de la thèse, qui est un rôle.",
    "en": "Volume: core from {core} messages, active from {active}. Rate: core from {core_rate:g} messages per year "
    "of the list's life in the period, active from {active_rate:g}. Onion (Mockus et al. 2002, Crowston et al. "
    "2006): core, the smallest group of the top authors who make {onion_core:g}% of the messages; regular, those who "
    "bring them to {onion_regular:g}%; casual, the others. The tiers of each rule add up to all members. Core is a "
    "volume, not the core (noyau dur) of the thesis, which is a role.",
}
TIES = {
    "fr": "Oignon : les auteurs à égalité de messages ne sont jamais séparés, tous sont dans le cercle intérieur.",
    "en": "Onion: authors with equal numbers of messages are never parted, all are in the inner class.",
}

QUERY = """
    select source, rule, tier, persons, share_of_persons, messages, share_of_messages from tier_counts
    where source in (select value from json_each(?))
    order by instr('volume rate onion', rule), instr('core active regular occasional casual silent', tier)
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """Twelve rows a list: four tiers of each rule, from the core out."""
    language, limits = study.language, study.tiers
    rows = tuple(
        (row["source"], RULES[row["rule"]][language], NAMES[row["tier"]][language], *tuple(row)[3:])
        for row in rows_of(store, QUERY, chosen(study, choice))
    )
    values = {
        "core": limits.core,
        "active": limits.active,
        "core_rate": limits.core_rate,
        "active_rate": limits.active_rate,
        "onion_core": 100 * limits.onion_core,
        "onion_regular": 100 * limits.onion_regular,
    }
    return Table(
        name="tier-rules",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition={name: text.format(**values) for name, text in DEFINITION.items()},
        notes=(TIES, *tiers.notes(rows, COLUMNS.index(tiers.PERSONS))),
        measures=("tiers", "rates", "onion"),
    )
