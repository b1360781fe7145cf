from __future__ import annotations

import time

import pytest

from maillage.analyze.profiles.wikitext import Link, Plain, plain

PLAIN = [
    ("'''Aline''' ''Morvan''", "Aline Morvan"),
    ("Je vis à [[Brest]], et [[Animation|j'anime]].", "Je vis à Brest, et j'anime."),
    ("un [http://x.example mon site] et [http://y.example]", "un mon site et http://y.example"),
    ("a<!-- caché -->b<ref name=x>note</ref>c<ref name=x />d", "abcd"),
    ("ligne<br />suivante", "ligne\nsuivante"),
    ("== Titre ==\n* un\n## deux\n----\n", " Titre \nun\ndeux\n\n".replace(" Titre ", "Titre ")),
    ("a &eacute;&nbsp;b &amp;", "a é\xa0b &"),
    ("a {{modèle|x={{autre}}|y}} b", "a  b"),
    ("[[Fichier:a.jpg|thumb|un [[lien]] dedans]]fin[[Catégorie:X]]", "fin"),
    ("[[:Catégorie:X]]", ":Catégorie:X"),
    ("<nowiki>[[a]] ''b''</nowiki>", "[[a]] ''b''"),
    ("#REDIRECTION [[Utilisateur:Autre]]", ""),
    ("a {{ ouvert", "a {{ ouvert"),
    ("[[ouvert", "ouvert"),
    ("2 < 3 | 4 ! || 5", "2 < 3 | 4 ! || 5"),
]


@pytest.mark.parametrize(("wikitext", "text"), PLAIN)
def test_wikitext_is_read_without_its_marks(wikitext: str, text: str) -> None:
    assert plain(wikitext).text == text


def places_are_true(found: Plain, wikitext: str) -> bool:
    return all(
        wikitext[place] == letter for letter, place in zip(found.text, found.places, strict=True) if letter.isalpha()
    )


def test_every_character_leads_back_to_the_page() -> None:
    wikitext = "{{x|a}}\n== ''Moi'' ==\n* [[Brest|à Brest]] <small>depuis</small> [http://x.example ici]"
    found = plain(wikitext)
    assert places_are_true(found, wikitext)
    begin = found.text.index("à Brest")
    assert wikitext[slice(*found.place(begin, begin + 7))] == "à Brest"


def test_rows_of_a_table_are_lines() -> None:
    found = plain('{| class="wikitable"\n|-\n! Nom\n| style="x" | Morvan\n|-\n| Ville || Brest\n|}\nfin')
    lines = [" ".join(line.split()) for line in found.text.splitlines() if line.strip()]
    assert lines == ["Nom : Morvan", "Ville : Brest", "fin"]


def test_templates_are_set_aside_with_their_parameters() -> None:
    wikitext = "{{Infobox_Utilisateur\n| nom = '''Morvan'''\n| lieu = [[Brest]] (29)\n| vide =\n|29}}"
    (template,) = plain(wikitext).templates
    assert template.name == "infobox utilisateur"
    assert [(one.name, one.value) for one in template.parameters] == [
        ("nom", "Morvan"), ("lieu", "Brest (29)"), ("1", "29"),
    ]  # fmt: skip
    assert wikitext[template.parameters[1].begin : template.parameters[1].end] == "[[Brest]] (29)"


def test_links_are_kept_with_their_targets() -> None:
    found = plain("[mailto:a@x.example moi] [[Utilisateur:Bob|Bob]] {{boîte|[//y.example là]}}")
    assert found.links == (
        Link("mailto:a@x.example", 0, 24),
        Link("Utilisateur:Bob", 25, 48),
        Link("//y.example", 57, 73),
    )


HOSTILE = (
    "{{",
    "[[",
    "[[a|",
    "{{a|",
    "<ref>",
    "<!--",
    "[http://a ",
    "{|\n",
    "\n|",
    "<a ",
    "='''",
    " ",
    "  =",
    "{{{",
    "'",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_page_takes_long(piece: str) -> None:
    begun = time.process_time()
    plain(piece * (200_000 // len(piece)))
    plain("[[a|" * 25_000 + "]]" * 25_000)
    assert time.process_time() - begun < 5
