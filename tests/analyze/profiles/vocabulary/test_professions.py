"""Functions as people write them, and the professions they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from maillage.analyze.profiles.vocabulary.organisations import by_code
from maillage.analyze.profiles.vocabulary.professions import EMPLOYERS, classify, load_rome, pcs_labels, several
from maillage.analyze.profiles.vocabulary.words import rows, words
from maillage.errors import InvalidStudy

THESIS = [row for row in rows("functions.csv") if row["origin"] == "thesis"]


def term(function: str) -> str | None:
    profession = classify(function)
    return profession.term if profession else None


@pytest.mark.parametrize("row", THESIS, ids=lambda row: row["term"])
def test_every_word_of_the_thesis_names_its_own_profession(row: dict[str, str]) -> None:
    written = [row["term"], row["term"].partition(" / ")[0], *row["phrases"].split("|")]
    assert {term(function) for function in written} == {row["term"]}


def test_the_thesis_has_75_words_for_functions() -> None:
    assert len(THESIS) == 75


@pytest.mark.parametrize("row", rows("functions.csv"), ids=lambda row: row["term"])
def test_every_phrase_is_of_one_profession_and_its_codes_exist(row: dict[str, str]) -> None:
    assert {term(phrase) for phrase in row["phrases"].split("|")} == {row["term"]}
    assert {row[column] for column in ("pcs", *EMPLOYERS)} <= {"", *pcs_labels()}


@pytest.mark.parametrize(
    "written",
    [
        "chargé de mission",
        "Chargée de mission",
        "CHARGÉE DE MISSION",
        "charge de mission",
        "chargé·e de mission",
        "chargé(e) de mission",
        "chargé.e de mission",
        "chargé-e de mission",
        "chargé/e de mission",
        "chargé·e·s de mission",
        "chargé.e.s de missions",
        "Chargée de mission « Innovation sociale »",
        "chargée de la mission numérique",
    ],
)
def test_a_title_is_the_same_in_every_gender_and_writing(written: str) -> None:
    assert term(written) == "chargé(e) de mission"


@pytest.mark.parametrize(
    "written",
    ["directeur", "Directrice", "directeur/trice", "directeur·rice", "directeur.rice", "directeur-trice",
     "directeur(trice)", "directeurs et directrices", "directeur·ices", "Directeur / Directrice de la communication"],
)  # fmt: skip
def test_endings_of_both_genders_are_one_title(written: str) -> None:
    assert term(written) == "directeur / directrice"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("coordonnateur.rice", "coordinateur / coordinatrice"),
        ("Cheffe de projets", "chef(fe) de projet"),
        ("développeur·euse web", "développeur / développeuse"),
        ("Chercheuse en géographie", "chercheur / chercheuse"),
        ("une conseillère municipale déléguée", "élu(e)"),
        ("Software Engineer", "ingénieur informatique"),
        ("Senior Web Developer", "développeur / développeuse"),
        ("Ph.D. student in computer science", "doctorant(e)"),
        ("Assistant Professor", "enseignant-chercheur"),
        ("Trésorière", "trésorier / trésorière"),
        ("P.D.G.", "PDG / CEO"),
        ("Infirmière", "infirmier / infirmière, soignant"),
        ("professeure retraitée", "retraité(e)"),
    ],
)
def test_titles_beyond_those_of_the_thesis(written: str, expected: str) -> None:
    assert term(written) == expected


def test_the_longest_title_wins() -> None:
    assert term("responsable pédagogique de formations à distance") == "responsable pédagogique"
    assert term("directrice adjointe") == "directeur adjoint / directrice adjointe"
    assert term("vice-présidente") == "vice-président(e)"


def test_whom_one_works_for_is_not_what_one_is() -> None:
    assert term("assistante du directeur") == "assistant(e)"
    assert term("bureau de la présidente") is None
    assert term("cabinet du maire") is None


@pytest.mark.parametrize(
    "written", ["ancien directeur", "ex-maire", "Former CEO", "future doctorante", "Cordialement", ""]
)
def test_what_is_past_or_no_function_is_none(written: str) -> None:
    assert classify(written) is None


def test_a_former_function_does_not_hide_the_present_one() -> None:
    assert term("ancienne directrice, consultante") == "consultant(e)"


def test_who_employs_decides_between_the_categories_of_engineers() -> None:
    def pcs(function: str, status: str) -> str | None:
        profession = classify(function, by_code(status))
        return profession and profession.pcs

    assert pcs("ingénieure", "entreprise-sas") == "38"
    assert pcs("ingénieure", "collectivite") == "33"
    assert pcs("ingénieure", "universite") == "34"
    assert pcs("ingénieure", "independant") == "31"
    assert pcs("ingénieure", "association") == "38"


def test_what_the_title_alone_does_not_decide_stays_coarse_or_open() -> None:
    engineer, founder = classify("ingénieur"), classify("co-fondatrice")
    assert engineer is not None
    assert founder is not None
    assert (engineer.pcs, engineer.pcs_label()) == ("3", "Cadres et professions intellectuelles supérieures")
    assert (founder.pcs, founder.pcs_label("en")) == (None, "")


def test_who_founds_a_society_heads_no_firm() -> None:
    in_society, in_firm = classify("fondatrice", by_code("association")), classify("fondatrice", by_code("entreprise"))
    assert in_society is not None
    assert in_firm is not None
    assert (in_society.pcs, in_firm.pcs) == (None, "2")


def test_self_employed_beside_the_title_counts() -> None:
    profession = classify("Ingénieur indépendant")
    assert profession is not None
    assert (profession.term, profession.pcs) == ("ingénieur(e)", "31")


@pytest.mark.parametrize(
    ("cell", "functions"),
    [
        ("Co-fondatrice / consultant", ("Co-fondatrice", "consultant")),
        ("Initiateur ; Elu à Kerlouan", ("Initiateur", "Elu à Kerlouan")),
        ("Bénévole, co-créateur d'un outil libre", ("Bénévole", "co-créateur d'un outil libre")),
        ("enseignante et trésorière", ("enseignante", "trésorière")),
        ("Animateur / Animatrice", ("Animateur / Animatrice",)),
        (
            "chef de projet entrepreneuriat et innovation sociale",
            ("chef de projet entrepreneuriat et innovation sociale",),
        ),
        ("Mentor (enseignant à distance)", ("Mentor (enseignant à distance)",)),
        ("", ()),
    ],
)
def test_functions_named_together_are_told_apart(cell: str, functions: tuple[str, ...]) -> None:
    assert several(cell) == functions


def test_what_is_said_for_both_genders_is_read_once() -> None:
    assert [word.key for word in words("Médiateur social / Médiatrice sociale")] == ["mediateur", "social"]


ROME_LAYOUTS = {
    "tabs": "code_ogr\tappellation\tcode_rome\tlibelle_rome\n1\tVannier / Vannière\tB1802\tRéalisation d'articles\n",
    "official": (
        "code_ogr,libelle_appellation_long,libelle_appellation_court,code_rome\n1,Vannier / Vannière,Vannier,B1802\n"
    ),
    "semicolons": "\ufeffcode_rome;libelle\nB1802;Vannier / Vannière\n",
}


@pytest.mark.parametrize("text", ROME_LAYOUTS.values(), ids=ROME_LAYOUTS)
def test_official_titles_are_read_from_every_layout(tmp_path: Path, text: str) -> None:
    (tmp_path / "rome.csv").write_text(text, encoding="utf-8")
    rome = load_rome(tmp_path / "rome.csv")
    assert rome == {("vannier",): "B1802"}


def test_an_exact_official_title_gets_its_code(tmp_path: Path) -> None:
    rows_of_file = (
        "code_rome,appellation\nM1805,Développeur / Développeuse web\nK1802,Chargé / Chargée de développement local\n"
    )
    (tmp_path / "rome.csv").write_text(rows_of_file, encoding="utf-8")
    rome = load_rome(tmp_path / "rome.csv")
    exact, longer = classify("développeuse web", rome=rome), classify("développeuse web mobile", rome=rome)
    assert exact is not None
    assert longer is not None
    assert (exact.rome, longer.rome) == ("M1805", None)


def test_a_title_of_two_cards_has_no_code(tmp_path: Path) -> None:
    (tmp_path / "rome.csv").write_text("code_rome,appellation\nA1101,Vannier\nB1802,Vannière\n", encoding="utf-8")
    assert load_rome(tmp_path / "rome.csv") == {}


def test_a_file_without_titles_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "rome.csv").write_text("code,nom\nM1805,Développeur\n", encoding="utf-8")
    with pytest.raises(InvalidStudy, match="it is no file of ROME titles"):
        load_rome(tmp_path / "rome.csv")
    with pytest.raises(InvalidStudy, match="it cannot be read"):
        load_rome(tmp_path / "absent.csv")


def test_a_very_long_cell_takes_no_time() -> None:
    assert several("e·" * 100_000) == (("e·" * 100_000),)
    assert classify(", ".join(["membre de l'équipe"] * 20_000)) is None
