"""A sheet for people to fill in, as every format writes it: columns, rows, and the words to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.coding.codebook import CLOSED, FREE, NOT_FOUND, Codebook
from maillage.coding.columns import WHEN_AND_WHERE, label
from maillage.decisions import FIELDS, UNIDENTIFIED
from maillage.reports.table import Text
from maillage.sentences import typeset

Cell = str | int | float | None

SPARE_LINES = 200
"""Lines below the last author that have the drop-downs too, for those who changed jobs."""

WIDTHS_OF_CODES = (16, 40, 28, 22, 60)

TITLE: Text = {"fr": "codage", "en": "coding"}
CODEBOOK: Text = {"fr": "codes", "en": "codebook"}
HELP: Text = {"fr": "mode d'emploi", "en": "how to"}

_HELP: Text = {
    "fr": """
Remplissez les colonnes jaunes ; laissez vide ce que vous n'avez pas cherché.
Statut : un mot de la feuille « codes ». Fonction, domaine : de préférence un de ses mots, sinon les vôtres.
Lieu : celui du bureau, non du siège. Une commune, un département, une région ou un pays, par son nom ou son code.
Par exemple : « Brest », « 29200 Brest », « Saint-Denis (93) », « Finistère », « R53 », « Belgique ».
Cherché en vain : écrivez « non identifié ». Ce n'est pas la même chose qu'une case vide.
Changement de poste : recopiez la ligne de l'auteur et datez chacune (« Depuis », « Jusqu'à »).
Dates : 17/05/2014 ou 2014-05-17 ; un mois seul suffit : 05/2014.
Source : rien si c'est dans les messages ; sinon l'adresse de la page, et le jour où vous l'avez vue.
Quelqu'un qui écrit à titre privé n'a pas l'organisation qui l'emploie : dites-le en remarque.
Ne changez ni les titres des colonnes ni les pseudonymes. L'ordre des lignes et des colonnes est libre.
Pour finir : maillage code import FICHIER --coder VOTRE-NOM
""",
    "en": """
Fill in the yellow columns; leave blank what you did not look for.
Status: a word of the sheet “codebook”. Function, domain: one of its words if you can, else your own.
Place: that of the office, not of the head office. A commune, departement, region or country, by name or code.
For example: “Brest”, “29200 Brest”, “Saint-Denis (93)”, “Finistère”, “R53”, “Belgium”.
Looked for in vain: write “not identified”. That is not the same as a blank cell.
Another job: copy the author's line and date each of them (“From”, “To”).
Days: 2014-05-17 or 17/05/2014; a month alone will do: 2014-05.
Source: nothing if it is in the messages; else the address of the page, and the day on which you saw it.
Who writes in a private capacity does not get the employer: say so in a note.
Change neither the headings nor the pseudonyms. Lines and columns may be in any order.
At the end: maillage code import FILE --coder YOUR-NAME
""",
}  # one line, one line of the sheet

_CODEBOOK_HEADINGS = {
    "fr": ("Colonne", "Mot", "Code", "Groupe", "Définition"),
    "en": ("Column", "Word", "Code", "Group", "Definition"),
}


@dataclass(frozen=True)
class Column:
    """`to_fill`: the coder's. `offered`: its words, as rows of the codebook's sheet, the first and the last.

    `closed`: nothing else may be written.
    """

    name: str
    heading: str
    width: int  # characters
    to_fill: bool = False
    offered: tuple[int, int] | None = None
    closed: bool = False


@dataclass(frozen=True)
class Sheet:
    """A line for each author; the cells of columns to fill in are None. `codes`: the codebook, headings first."""

    language: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    codes: tuple[tuple[str, ...], ...]

    @property
    def help(self) -> tuple[str, ...]:
        """How to fill it in, a sentence each."""
        return tuple(typeset(_HELP[self.language], self.language).strip().split("\n"))


def codes(codebook: Codebook, language: str) -> tuple[tuple[str, ...], ...]:
    """The codebook as rows, each field's words together, and behind them the word for who was looked for in vain."""
    rows = [_CODEBOOK_HEADINGS[language]]
    for name in FIELDS:
        if name in FREE:
            continue
        column = label(name, language)
        rows += [
            (column, entry.label(language), entry.code, entry.group, entry.definition) for entry in codebook.of(name)
        ]
        rows.append((column, NOT_FOUND[language], UNIDENTIFIED, "", ""))
    return tuple(rows)


def to_fill(name: str, codes: Sequence[Sequence[str]], language: str) -> Column:
    """A column of the coder's."""
    heading = label(name, language)
    listed = [at for at, row in enumerate(codes) if at and row[0] == heading]
    return Column(
        name,
        typeset(heading, language),
        width=14 if name in {"from", "to", "date"} else 24,
        to_fill=True,
        offered=(listed[0], listed[-1]) if listed and name in FIELDS else None,
        closed=name in CLOSED,
    )


def about_the_line(codes: Sequence[Sequence[str]], language: str) -> list[Column]:
    """The columns to fill in that say when and where."""
    return [to_fill(name, codes, language) for name in WHEN_AND_WHERE]
