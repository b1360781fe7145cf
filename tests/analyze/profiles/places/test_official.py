from __future__ import annotations

from pathlib import Path

import factories
import pytest

from maillage.analyze.profiles.places import official
from maillage.analyze.profiles.places.gazetteer import Gazetteer, shipped
from maillage.errors import InvalidStudy
from maillage.project import OfficialFiles, Source

FIXTURES = Path(__file__).parents[4] / "fixtures" / "gazetteer"


def table(**names: str) -> Gazetteer:
    chosen = OfficialFiles(**{key: FIXTURES / name for key, name in names.items()})
    return official.of_study(factories.study(Path("/study"), Source("a", "mbox", Path("a")), gazetteer=chosen))


def test_a_study_without_official_files_has_the_shipped_communes() -> None:
    assert table() is shipped()


def test_the_communes_of_a_year_replace_the_shipped_ones() -> None:
    of_2016 = table(communes="v_commune_2016.csv")
    assert len(of_2016) == 8
    assert [commune.code for commune in of_2016.named("Milizac")] == ["29149"]
    assert of_2016.named("Quimper") == ()
    assert [commune.code for commune in of_2016.named("Hellemmes")] == ["59350"]
    assert [commune.code for commune in of_2016.named("Lambézellec")] == ["29019"]
    assert [commune.name for commune in of_2016.named("Paris 11e")] == ["Paris"]


def test_the_files_of_before_2019_are_read_too() -> None:
    of_2016 = table(communes="france2016.txt")
    assert {commune.code: commune.name for commune in of_2016} == {
        "29019": "Brest",
        "29080": "L'Hôpital-Camfrout",
        "29235": "Le Relecq-Kerhuon",
        "97411": "Saint-Denis",
    }
    assert of_2016.matches("Lambézellec")[0].how == "former"


def test_what_a_file_does_not_say_stays_as_it_is() -> None:
    brest = table(communes="v_commune_2016.csv").commune("29019")
    assert brest == shipped().commune("29019")


def test_the_postcodes_of_la_poste_replace_the_shipped_ones() -> None:
    posted = table(postcodes="laposte_hexasmal.csv")
    assert shipped().commune("59350") not in posted.at_postcode("59777")
    lille, paris, first = (posted.commune(code) for code in ("59350", "75056", "01001"))
    assert lille is not None
    assert lille.postcodes == ("59000", "59160", "59260", "59800")
    assert paris is not None
    assert paris.postcodes == ("75011",)
    assert first is not None
    assert first.postcodes == ("01400",)
    assert posted.commune("29232") == shipped().commune("29232")


@pytest.mark.parametrize("name", ["Intercommunalite_2016.csv", "epcicom2016.csv"])
def test_the_epci_of_a_year_replace_the_shipped_ones(name: str) -> None:
    of_2016 = table(epci=name)
    assert of_2016.in_epci("242900314") == ("29011", "29019")
    assert of_2016.epci["242900314"].name == "Brest Métropole"
    alone = of_2016.commune("29155")
    assert alone is not None
    assert alone.epci == ""


def test_every_file_that_is_none_of_the_known_ones_is_told(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text("nom;code\nLille;59350\n", encoding="utf-8")
    chosen = OfficialFiles(communes=tmp_path / "lines.csv", epci=tmp_path)
    study = factories.study(tmp_path, Source("a", "mbox", Path("a")), gazetteer=chosen)
    with pytest.raises(InvalidStudy) as raised:
        official.of_study(study)
    told = raised.value.said("en")
    assert "[gazetteer] communes: " in told
    assert "INSEE, v_commune_AAAA.csv, INSEE, franceAAAA.txt" in told
    assert "[gazetteer] epci: " in told
    assert "cannot be read" in told
    assert "enregistrez un classeur en CSV" in raised.value.said("fr")


def test_a_file_of_another_key_is_told() -> None:
    with pytest.raises(InvalidStudy):
        table(communes="laposte_hexasmal.csv")
