from __future__ import annotations

import textwrap
import tomllib
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage import ingest, project
from maillage.errors import InvalidStudy
from maillage.ingest import automatic
from maillage.project import Source, Study, SubscriberList, Territory, Thresholds, Tiers, WikiOptions

DOCUMENT = Path(__file__).parents[1] / "docs" / "study-file.md"

LEAST = """
[study]
title = "Essai"
[[source]]
name = "makers"
kind = "mbox"
path = "."
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "maillage.toml"
    file.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return file


def test_a_site_of_spip_is_read_in_the_study_s_zone_and_chosen_by_sections(tmp_path: Path) -> None:
    site = LEAST.replace("mbox", "spip").replace('"Essai"', '"Essai"\ntime_zone = "Indian/Reunion"')
    (source,) = project.load(write(tmp_path, site + 'categories = ["Agenda"]\n')).sources
    assert source.wiki == WikiOptions(categories=("Agenda",), zone="Indian/Reunion")
    (mistake,) = mistakes(tmp_path, site + 'prefixes = ["Agenda"]\n')
    assert "sections in the place of prefixes" in mistake


def test_robots_are_a_matter_of_sites_and_maps_and_not_of_mediawiki(tmp_path: Path) -> None:
    for kind in ("spip", "osm", "geojson"):
        text = LEAST.replace("mbox", kind) + 'url = "https://val.example.org/"\nrobots = "ignore"\n'
        (source,) = project.load(write(tmp_path, text)).sources
        assert source.wiki == WikiOptions(url="https://val.example.org/", robots="ignore", zone=source.wiki.zone)
    (mistake,) = mistakes(tmp_path, text.replace("geojson", "mediawiki"))
    assert 'unknown key "robots"' in mistake


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(InvalidStudy) as caught:
        project.load(write(folder, text))
    return list(caught.value.mistakes)


def test_the_documented_example_loads(tmp_path: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    (tmp_path / "archives" / "makers").mkdir(parents=True)
    (tmp_path / "archives" / "other").mkdir()
    (tmp_path / "abonnes").mkdir()
    (tmp_path / "abonnes" / "makers-2017-06.txt").touch()
    other = '\n[[source]]\nname = "other"\nkind = "mbox"\npath = "archives/other"\n'
    study = project.load(write(tmp_path, text + other))
    assert study == Study(
        file=tmp_path / "maillage.toml",
        title="Lille et Brest",
        language="fr",
        time_zone=ZoneInfo("Europe/Paris"),
        begin=date(2007, 5, 1),
        end=date(2016, 12, 31),
        database=tmp_path / "maillage.db",
        reports=tmp_path / "reports",
        decisions=tmp_path / "decisions",
        thresholds=Thresholds(),
        tiers=Tiers(),
        territories=(
            Territory(
                name="Lille",
                networks=("Lille",),
                city=("59350",),
                metropolis=("59350", "59512"),
                region=("R32",),
            ),
        ),
        sources=(
            Source(
                name="makers",
                kind="pipermail",
                path=tmp_path / "archives" / "makers",
                title="Makers",
                created=date(2012, 11, 1),
                network="Lille",
                administrators=("a.b@exemple.fr",),
                merged_into="other",
                addresses=("https://lists.example.org/makers",),
                subscribers=(
                    SubscriberList(
                        tmp_path / "abonnes" / "makers-2017-06.txt",
                        date(2017, 6, 15),
                        "list_members",
                        "makers@lists.example.org",
                    ),
                ),
            ),
            Source(
                name="wiki-vallee",
                kind="mediawiki",
                path=tmp_path / "archives" / "wiki-vallee",
                description="Wiki de la vallée",
                wiki=WikiOptions(url="https://wiki.example.org/", login="Name@purpose", contact="a.b@exemple.fr"),
            ),
            Source(name="other", kind="mbox", path=tmp_path / "archives" / "other"),
        ),
    )


def test_the_documented_defaults_are_the_defaults(tmp_path: Path) -> None:
    study = project.load(write(tmp_path, LEAST))
    source = Source("makers", "mbox", (tmp_path / ".").absolute())
    assert study == Study(
        file=tmp_path / "maillage.toml",
        title="Essai",
        sources=(source,),
        database=tmp_path / "maillage.db",
        reports=tmp_path / "reports",
        decisions=tmp_path / "decisions",
    )


def test_the_known_words_are_those_of_ingest() -> None:
    assert sorted(project.KINDS) == sorted(ingest.KINDS)
    assert sorted(project.AUTOMATIC_LABELS) == sorted(automatic.LABELS)


def test_the_folder_of_the_study_stands_for_its_file(tmp_path: Path) -> None:
    assert project.load(write(tmp_path, LEAST)) == project.load(tmp_path)


def test_paths_are_relative_to_the_file_and_not_to_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, LEAST)
    monkeypatch.chdir(tmp_path)
    study = project.load(Path("maillage.toml"))
    assert (study.file, study.database) == (tmp_path / "maillage.toml", tmp_path / "maillage.db")


def test_a_missing_study_says_what_writes_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidStudy, match="it does not exist; `maillage init FOLDER` writes one") as caught:
        project.load(tmp_path)
    assert caught.value.path == tmp_path / "maillage.toml"


def test_a_study_that_is_not_utf8_says_which_line(tmp_path: Path) -> None:
    (tmp_path / "maillage.toml").write_bytes('[study]\n\ntitle = "Fédération"\n'.encode("latin-1"))
    with pytest.raises(InvalidStudy, match="line 3: the byte 0xe9 is not UTF-8; save the file as UTF-8"):
        project.load(tmp_path)


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "maillage.toml").write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    assert project.load(tmp_path).title == "Essai"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[study]\ntitle "Essai"\n', "line 2: not valid TOML at column 7: Expected '='"),
        ("[study]\ntitle = 'x'\n\ntitle = 'y'\n", "line 4: not valid TOML at column 12: Cannot overwrite"),
        ("[study]\nfrom = 2012-13-01\n", "line 2: not valid TOML"),
        ("[study]\ntitle =", "line 2: not valid TOML at the end of the file: Invalid value"),
    ],
)
def test_a_syntax_error_says_its_line(tmp_path: Path, text: str, expected: str) -> None:
    assert [said[: len(expected)] for said in mistakes(tmp_path, text)] == [expected]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    assert mistakes(
        tmp_path,
        """
        [study]
        titel = "Essai"
        language = "de"
        time_zone = "Europe/Pari"
        from = 2012-01-01
        to = 2011-12-31

        [thresholds]
        regular_over = 0

        [tresholds]

        [[source]]
        name = "makers"
        kind = "mbox"
        path = "."
        creatd = "2012-11"

        [[source]]
        name = "fablab"
        kind = "pipermial"
        path = "nowhere"
        created = "novembre 2012"
        """,
    ) == [
        'line 1: [study] the key "title" is missing',
        'line 2: [study] unknown key "titel"; did you mean "title"?',
        'line 3: [study] unknown language "de"; known: fr, en',
        'line 4: [study] there is no time zone "Europe/Pari"; did you mean "Europe/Paris"?',
        "line 6: [study] to (2011-12-31) is before from (2012-01-01)",
        "line 9: [thresholds] regular_over must be positive, not 0",
        'line 11: unknown table "tresholds"; did you mean "thresholds"?',
        'line 17: [source "makers"] unknown key "creatd"; did you mean "created"?',
        'line 21: [source "fablab"] unknown kind "pipermial"; did you mean "pipermail"?',
        f'line 22: [source "fablab"] the path "nowhere" does not exist; it is looked for from {tmp_path}',
        (
            'line 23: [source "fablab"] created must be a month such as "2012-11" or a day such as '
            '2012-11-01, not the text "novembre 2012"'
        ),
    ]


SOURCE = '[study]\ntitle = "Essai"\n[[source]]\nname = "makers"\nkind = "mbox"\npath = "."\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title = 'x'\n", 'line 1: the key "title" stands before any table; keys belong to one'),
        (SOURCE.replace('"Essai"', "12"), "line 2: [study] title must be a text between quotes, not 12"),
        (SOURCE.replace('"Essai"', '" "'), "line 2: [study] title is empty"),
        (
            SOURCE + "analysed = 'no'\n",
            'line 7: [source "makers"] analysed must be true or false, not the text',
        ),
        (
            SOURCE + "administrators = 'a@b.fr'\n",
            'line 7: [source "makers"] administrators must be a list of texts such as ["one", "two"]',
        ),
        (
            SOURCE + "administrators = [\n  'a@b.fr',  # first\n  12,\n]\n",
            'line 9: [source "makers"] item 2 of administrators must be a text between quotes, not 12',
        ),
        (SOURCE + "[tiers]\ncore = 12.5\n", "line 8: [tiers] core must be a whole number, not 12.5"),
        (SOURCE + "[tiers]\ncore = true\n", "line 8: [tiers] core must be a whole number, not true"),
        (
            SOURCE + 'addresses = ["https://lists.example.org/makers", "lists.example.org"]\n',
            'line 7: [source "makers"] "lists.example.org" is neither an address of the web (https://…) nor of mail',
        ),
        (SOURCE + "[moves]\nsilent_months = 0\n", "line 8: [moves] silent_months must be positive, not 0"),
        (SOURCE + "[tiers]\ncore_rate = nan\n", "line 8: [tiers] core_rate must be a number, not nan"),
        (SOURCE + "[tiers]\ncore = 11\n", "line 8: [tiers] core (11) must be over active (11)"),
        (SOURCE + "[tiers]\nactive = 30\n", "line 8: [tiers] core (20) must be over active (30)"),
        (
            SOURCE + "[tiers]\nactive_rate = 4\n",
            "line 8: [tiers] core_rate (4.0) must be over active_rate (4.0)",
        ),
        (
            SOURCE + "[tiers]\nonion_core = 0.95\n",
            "line 8: [tiers] onion_regular (0.95) must be over onion_core (0.95)",
        ),
        (
            SOURCE + "[tiers]\nonion_core = 80\n",
            "line 8: [tiers] onion_core must be over 0 and at most 1, not 80",
        ),
        (
            SOURCE + "[thresholds]\nintensive_from = 5\n",
            "line 8: [thresholds] intensive_from (5) must be over regular_over (10)",
        ),
        (
            SOURCE + "[exclusions]\nset_aside = ['robot', 'robots']\n",
            'line 8: [exclusions] set_aside has an unknown label "robots"; did you mean "robot"?',
        ),
        (
            SOURCE + "merged_into = 'makers'\n",
            'line 7: [source "makers"] merged_into names the source itself',
        ),
        (
            SOURCE + "merged_into = 'autre'\n",
            'line 7: [source "makers"] merged_into: there is no source "autre"; sources: none',
        ),
        (
            SOURCE + "[[source]]\nname = 'Makers'\nkind = 'mbox'\npath = '..'\n",
            'line 8: [source "Makers"] there is another source called "makers", and capitals',
        ),
        (
            SOURCE + "[[source]]\nname = 'fablab'\nkind = 'mbox'\npath = '.'\n",
            'line 10: [source "fablab"] its path is that of the source "makers" too',
        ),
        (
            SOURCE.replace("makers", "mákers"),
            'line 4: [source "mákers"] the name "mákers" may only have letters without accents',
        ),
        (
            SOURCE.replace("title", "to = 2012-10-31\ntitle") + "created = '2012-11'\n",
            'line 8: [source "makers"] created (2012-11-01) is after the study\'s to (2012-10-31)',
        ),
        (
            SOURCE + "[[source.subscribers]]\npath = '.'\n",
            'line 7: [source "makers", subscribers 1] the key "date" is missing',
        ),
        (
            SOURCE + "created = '2012-11'\n[[source.subscribers]]\npath = '.'\ndate = 2012-10-31\n",
            'line 10: [source "makers", subscribers 1] date (2012-10-31) is before the list was created',
        ),
        (
            SOURCE + "[[source.subscribers]]\npath = '.'\ndate = 2012-10-31T10:00:00\nkind = 'list_member'\n",
            'line 9: [source "makers", subscribers 1] date must be a day such as 2012-11-01, not 2012-10-31',
        ),
        (
            SOURCE.replace("[[source]]", "[source]"),
            'line 3: [source "makers"] [source] must be [[source]]: there can be several',
        ),
        ("[study]\ntitle = 'x'\nsource = 1\n", 'line 3: [study] unknown key "source"; known keys: title'),
        ("study = 1\n", "line 1: study must be a table [study], not 1"),
        ("source = [1]\n[study]\ntitle = 'x'\n", "line 1: source must be tables [[source]], not 1"),
        ("[study]\ntitle = 'x'\n", "line 1: there is no [[source]]; `maillage init FOLDER` writes one"),
        (SOURCE.replace('[study]\ntitle = "Essai"\n', ""), "line 1: the table [study] is missing"),
        (
            SOURCE + "network = 'Lille'\n[[territory]]\nname = 'Lille'\nnetworks = ['Lile']\n",
            'line 10: [territory "Lille"] no source has the network "Lile"; did you mean "Lille"?',
        ),
        (
            SOURCE + "[[territory]]\nname = 'Lille'\ncity = [59350]\n",
            'line 9: [territory "Lille"] item 1 of city must be a text between quotes, not 59350',
        ),
        (
            SOURCE + "[[territory]]\nname = 'Lille'\ncity = ['5935']\n",
            'line 9: [territory "Lille"] city: "5935" is neither a name nor a code: of a commune (59350), ',
        ),
        (
            SOURCE + "[[territory]]\nname = 'Lille'\n[[territory]]\nname = 'Lille'\n",
            'line 10: [territory "Lille"] there is another territory called "Lille"',
        ),
        (
            "[study]\ntitle = 'x'\n[[source]]\nname = 'w'\nkind = 'mediawiki'\n",
            'line 5: [source "w"] a wiki needs `path`, where its dumps are, or `url`, where it lives',
        ),
        (
            "[study]\ntitle = 'x'\n[[source]]\nname = 'w'\nkind = 'mediawiki'\nurl = 'https://a.fr/'\npassword = 'x'\n",
            'line 7: [source "w"] a password is never written into a study file; take it out',
        ),
        (SOURCE + "path = 'a\\u0000'\n".replace("'", '"'), "line 7: not valid TOML at column"),
        (
            SOURCE.replace('path = "."', 'path = "a\\u0000"'),
            'line 6: [source "makers"] the path "a\0" does not exist',
        ),
    ],
)
def test_a_mistake_says_its_line_and_what_is_wrong(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in [said[: len(expected)] for said in mistakes(tmp_path, text)]


def test_a_time_zone_that_is_a_folder_of_zones_does_not_exist(tmp_path: Path) -> None:
    said = mistakes(tmp_path, LEAST.replace("title", 'time_zone = "Europe"\ntitle'))
    assert said[0].startswith('line 2: [study] there is no time zone "Europe"')


def test_a_circle_of_merged_sources_is_told_once(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b", "c", "d")]
    text = '[study]\ntitle = "Essai"\n'
    for folder, into in zip(folders, ("b", "c", "b", "a"), strict=True):
        folder.mkdir()
        text += f'[[source]]\nname = "{folder.name}"\nkind = "mbox"\npath = "{folder.name}"\n'
        text += f'merged_into = "{into}"\n'
    assert mistakes(tmp_path, text) == ['line 12: [source "b"] merged_into goes round in a circle: b -> c -> b']


def test_a_merged_source_may_be_merged_in_turn(tmp_path: Path) -> None:
    text = LEAST + 'merged_into = "b"\n'
    for name, into in (("b", 'merged_into = "c"\n'), ("c", "")):
        (tmp_path / name).mkdir()
        text += f'[[source]]\nname = "{name}"\nkind = "mbox"\npath = "{name}"\n{into}'
    assert [source.merged_into for source in project.load(write(tmp_path, text)).sources] == ["b", "c", None]


@pytest.mark.parametrize("written", ['"2012-11"', '"2012-11-01"', "2012-11-01"])
def test_the_creation_of_a_list_is_a_month_or_a_day(tmp_path: Path, written: str) -> None:
    (source,) = project.load(write(tmp_path, f"{LEAST}created = {written}\n")).sources
    assert source.created == date(2012, 11, 1)


def test_lines_are_found_in_every_way_of_writing_toml() -> None:
    text = textwrap.dedent('''\
        study.title = """
        [not a table]
        key = 1"""  # = "
        "thresholds" . 'regular_over' = 12

        [[source]]  # the first
        name = 'it''s' # ]
        path = [
          "[a]", # ], ,
          """b
        """, 'c',
        ]
        [[source.subscribers]]
        date = 2012-10-31 10:00:00
        [[ source ]]
        x = { a = 1, b.c = [1,
          2], "d" = {} }
        [[source.subscribers]]
        [[source.subscribers]]
        date = 1
        ''').replace("'it''s'", '"it\\"s"')
    tomllib.loads(text)
    places = project.lines.places(text)
    assert places == {
        ("study",): 1,
        ("study", "title"): 1,
        ("thresholds",): 4,
        ("thresholds", "regular_over"): 4,
        ("source",): 6,
        ("source", 0): 6,
        ("source", 0, "name"): 7,
        ("source", 0, "path"): 8,
        ("source", 0, "path", 0): 9,
        ("source", 0, "path", 1): 10,
        ("source", 0, "path", 2): 11,
        ("source", 0, "subscribers"): 13,
        ("source", 0, "subscribers", 0): 13,
        ("source", 0, "subscribers", 0, "date"): 14,
        ("source", 1): 15,
        ("source", 1, "x"): 16,
        ("source", 1, "x", "a"): 16,
        ("source", 1, "x", "b"): 16,
        ("source", 1, "x", "b", "c"): 16,
        ("source", 1, "x", "b", "c", 0): 16,
        ("source", 1, "x", "b", "c", 1): 17,
        ("source", 1, "x", "d"): 17,
        ("source", 1, "subscribers"): 18,
        ("source", 1, "subscribers", 0): 18,
        ("source", 1, "subscribers", 1): 19,
        ("source", 1, "subscribers", 1, "date"): 20,
    }


@given(st.text(alphabet="[]{}\"'=.,#\\\n abé1-", max_size=60))
def test_every_key_of_a_valid_text_has_its_line(text: str) -> None:
    try:
        values = tomllib.loads(text)
    except ValueError:
        return
    places = project.lines.places(text)
    assert {place[0] for place in places} == set(values)
    assert all(1 <= line <= text.count("\n") + 1 for line in places.values())


@given(st.text(max_size=80) | st.text(alphabet="[]{}\"'=.,#\\\n abé1-", max_size=80))
def test_any_text_loads_or_has_mistakes(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(InvalidStudy):
        project.load(file)


def test_a_subscriber_list_may_name_the_list_that_is_meant(tmp_path: Path) -> None:
    (tmp_path / "sympa.sql").touch()
    roster = '[[source.subscribers]]\npath = "sympa.sql"\ndate = 2017-06-15\nkind = "sympa_tables"\n'
    (source,) = project.load(write(tmp_path, LEAST + roster + 'list = "makers@lists.example.org"\n')).sources
    assert source.subscribers == (
        SubscriberList(tmp_path / "sympa.sql", date(2017, 6, 15), "sympa_tables", "makers@lists.example.org"),
    )
