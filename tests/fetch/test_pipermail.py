"""Volumes and pages of pipermail, from a server that lays them out as Mailman 2 does."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from fetch.archives import Archive, Asked, Response, fetched, files
from fetch.copies import well
from fetch.lists import MONTHS, volume, write_list_page, write_pages, write_volumes

from maillage import ingest

LOGIN_FORM = b"""<html><title>Atelier Private Archives Authentication</title>
<FORM METHOD=POST ACTION="/mailman/private/atelier/"><INPUT type="text" name="username"><INPUT type="password"
name="password"><INPUT type="SUBMIT" name="submit" value="Entrer..."></FORM></html>"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Archive]:
    write_volumes(tmp_path / "www/pipermail/atelier")
    with Archive(tmp_path / "www").serving() as archive:
        yield archive


def test_the_volumes_come_and_are_those_of_the_kind(served: Archive, tmp_path: Path) -> None:
    done = well(fetched("pipermail", served.url("pipermail/atelier/"), tmp_path / "copy"))
    assert (done.new, done.changed, done.unchanged) == (3, 0, 0)
    assert {name: len(data) for name, data in files(tmp_path / "copy").items()}.keys() == {
        "2014-May.txt.gz", "2014-June.txt.gz", "2014-July.txt",
    }  # fmt: skip
    assert gzip.decompress(files(tmp_path / "copy")["2014-May.txt.gz"]) == volume("2014-May")
    assert ingest.recognize(tmp_path / "copy") == "pipermail"
    paths = [path.rpartition("/")[2] for path in served.paths()]
    assert paths == ["", "2014-May.txt.gz", "2014-June.txt.gz", "2014-July.txt"]  # the oldest first


def test_a_fetch_without_news_leaves_the_folder_as_it_is(served: Archive, tmp_path: Path) -> None:
    well(fetched("pipermail", served.url("pipermail/atelier/"), tmp_path / "copy"))
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "copy").iterdir()}
    done = well(fetched("pipermail", served.url("pipermail/atelier/"), tmp_path / "copy"))
    assert (done.new, done.changed, done.unchanged) == (0, 0, 3)
    assert {asked.headers.get("If-None-Match") is not None for asked in served.asked[-3:]} == {True}
    lock = tmp_path / "copy/.fetch.lock"
    now = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "copy").iterdir()}
    assert {path: found for path, found in now.items() if path != lock} == {
        path: found for path, found in before.items() if path != lock
    }


def test_only_the_last_volume_comes_when_it_has_grown(served: Archive, tmp_path: Path) -> None:
    well(fetched("pipermail", served.url("pipermail/atelier/"), tmp_path / "copy"))
    (served.folder / "pipermail/atelier/2014-July.txt").write_bytes(volume("2014-July", 5))
    done = well(fetched("pipermail", served.url("pipermail/atelier/"), tmp_path / "copy"))
    assert (done.new, done.changed, done.unchanged) == (0, 1, 2)
    assert files(tmp_path / "copy")["2014-July.txt"] == volume("2014-July", 5)


def test_a_volume_that_was_packed_since_is_not_there_twice(served: Archive, tmp_path: Path) -> None:
    well(fetched("pipermail", served.url("pipermail/atelier/"), tmp_path / "copy"))
    folder = served.folder / "pipermail/atelier"
    (folder / "2014-July.txt.gz").write_bytes(gzip.compress(volume("2014-July")))
    write_list_page(folder, [f"{month}.txt.gz" for month in MONTHS])
    done = well(fetched("pipermail", served.url("pipermail/atelier/"), tmp_path / "copy"))
    assert (done.new, done.changed, done.unchanged) == (0, 1, 2)
    assert files(tmp_path / "copy").keys() == {f"{month}.txt.gz" for month in MONTHS}


def test_a_volume_is_found_in_the_form_that_it_has(served: Archive, tmp_path: Path) -> None:
    write_list_page(served.folder / "pipermail/atelier", [f"{month}.txt.gz" for month in MONTHS])
    done = well(fetched("pipermail", served.url("pipermail/atelier/"), tmp_path / "copy"))
    assert done.new == 3
    assert "2014-July.txt" in files(tmp_path / "copy")


def test_servers_that_forget_nothing_and_validate_nothing(served: Archive, tmp_path: Path) -> None:
    served.validates = False
    well(fetched("pipermail", served.url("pipermail/atelier"), tmp_path / "copy"))
    done = well(fetched("pipermail", served.url("pipermail/atelier"), tmp_path / "copy"))
    assert (done.new, done.changed, done.unchanged) == (0, 0, 3)


@pytest.mark.parametrize(
    "names",
    [
        ("2003.txt.gz", "2004.txt"),
        ("2003q4.txt.gz", "2004q1.txt.gz"),
        ("Week-of-Mon-20031006.txt.gz", "Week-of-Mon-20031013.txt"),
        ("20031006.txt", "20031007.txt"),
    ],
)
def test_years_quarters_weeks_and_days(tmp_path: Path, names: tuple[str, ...]) -> None:
    folder = tmp_path / "www/pipermail/atelier"
    write_list_page(folder, names)
    for name in names:
        (folder / name).write_bytes(gzip.compress(b"From x") if name.endswith(".gz") else b"From x")
    with Archive(tmp_path / "www").serving() as archive:
        well(fetched("pipermail", archive.url("pipermail/atelier/"), tmp_path / "copy"))
    assert files(tmp_path / "copy").keys() == set(names)


def test_the_page_of_the_list_leads_to_its_archive(served: Archive, tmp_path: Path) -> None:
    page = served.folder / "mailman/listinfo/atelier/index.html"
    page.parent.mkdir(parents=True)
    page.write_text('<html><a href="/pipermail/autre/">Autre</a> <a href="/pipermail/atelier/">Archives</a></html>')
    assert well(fetched("pipermail", served.url("mailman/listinfo/atelier"), tmp_path / "copy")).new == 3


def test_a_gz_that_the_server_calls_packed_on_the_way_stays_packed(served: Archive, tmp_path: Path) -> None:
    def called_packed(asked: Asked) -> Response | None:
        good = served.of_folder(asked)
        return (
            Response(good.body, good.status, {**good.headers, "Content-Encoding": "x-gzip"})
            if (asked.path.endswith(".gz") and good.status == 200)
            else None
        )

    served.answer = called_packed
    well(fetched("pipermail", served.url("pipermail/atelier/"), tmp_path / "copy"))
    assert files(tmp_path / "copy")["2014-May.txt.gz"] == gzip.compress(volume("2014-May"), mtime=0)


def test_a_gz_that_is_packed_once_more_on_the_way_is_unpacked_once(served: Archive, tmp_path: Path) -> None:
    def packed_twice(asked: Asked) -> Response | None:
        good = served.of_folder(asked)
        return (
            Response(gzip.compress(good.body), 200, {"Content-Encoding": "gzip"})
            if (asked.path.endswith(".gz"))
            else None
        )

    served.answer = packed_twice
    well(fetched("pipermail", served.url("pipermail/atelier/"), tmp_path / "copy"))
    assert files(tmp_path / "copy")["2014-May.txt.gz"] == gzip.compress(volume("2014-May"), mtime=0)


def test_a_private_archive_opens_to_a_member(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_volumes(tmp_path / "www/mailman/private/atelier")

    def private(asked: Asked) -> Response | None:
        if "atelier+admin" in asked.headers.get("Cookie", "") or asked.path == "/robots.txt":
            return None
        if asked.fields.get("username") == "ana@atelier.example" and asked.fields.get("password") == "un secret":
            return Response(b"", 303, {"Location": asked.path, "Set-Cookie": "atelier+admin=280200; Path=/"})
        return Response(LOGIN_FORM, 200, {"Content-Type": "text/html"})

    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with Archive(tmp_path / "www", private).serving() as archive:
        url = archive.url("mailman/private/atelier/")
        closed = fetched("pipermail", url, tmp_path / "copy").failure
        assert closed
        assert "only its members may read it" in closed.reason
        assert not (tmp_path / "copy").exists()
        monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", "faux")
        refused = fetched("pipermail", url, tmp_path / "copy", login="ana@atelier.example").failure
        assert refused
        assert "it refuses the login ana@atelier.example" in refused.reason
        monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", "un secret")
        assert well(fetched("pipermail", url, tmp_path / "copy", login="ana@atelier.example")).new == 3
    assert not [path for path in (tmp_path / "copy").iterdir() if b"un secret" in path.read_bytes()]


def test_a_page_instead_of_a_volume_is_not_kept(served: Archive, tmp_path: Path) -> None:
    def soft_error(asked: Asked) -> Response | None:
        page = Response(b"<html>Maintenance</html>", 200, {"Content-Type": "text/html"})
        return page if asked.path.endswith("2014-June.txt.gz") else None

    served.answer = soft_error
    failure = fetched("pipermail", served.url("pipermail/atelier/"), tmp_path / "copy").failure
    assert failure
    assert "a page came from" in failure.reason
    assert files(tmp_path / "copy").keys() == {"2014-May.txt.gz"}


def test_volumes_that_are_gone_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "www/pipermail/atelier"
    write_volumes(folder)
    write_list_page(folder, ["2014-April", "2014-May.txt.gz", "2014-June.txt.gz"])
    with Archive(tmp_path / "www").serving() as archive:
        done = well(fetched("pipermail", archive.url("pipermail/atelier/"), tmp_path / "copy"))
        assert [str(note) for note in done.notes] == ["1 volumes have pages only, which the kind pipermail_html brings"]
        write_list_page(folder, MONTHS)
        failure = fetched("pipermail", archive.url("pipermail/atelier/"), tmp_path / "copy").failure
    assert failure
    assert "its text volumes are gone" in failure.reason


# ----------------------------------------------------------------------------------------------- pages


@pytest.fixture
def paged(tmp_path: Path) -> Iterator[Archive]:
    write_list_page(tmp_path / "www/pipermail/atelier", MONTHS)
    write_pages(tmp_path / "www/pipermail/atelier")
    with Archive(tmp_path / "www").serving() as archive:
        yield archive


def test_the_pages_come_when_the_volumes_are_gone(paged: Archive, tmp_path: Path) -> None:
    done = well(fetched("pipermail_html", paged.url("pipermail/atelier/"), tmp_path / "copy"))
    assert done.new == 9
    assert sorted(files(tmp_path / "copy"))[:4] == [
        "2014-July/000006.html", "2014-July/000007.html", "2014-July/000008.html", "2014-June/000003.html",
    ]  # fmt: skip


def test_of_pages_only_those_of_the_newest_months_are_looked_for(paged: Archive, tmp_path: Path) -> None:
    well(fetched("pipermail_html", paged.url("pipermail/atelier/"), tmp_path / "copy"))
    paged.asked.clear()
    write_pages(paged.folder / "pipermail/atelier", MONTHS, 4)  # other numbers from the first month on
    done = well(fetched("pipermail_html", paged.url("pipermail/atelier/"), tmp_path / "copy"))
    assert not [path for path in paged.paths() if "2014-May" in path]
    assert done.new == len([path for path in paged.paths() if path[-6:-5].isdigit()]) == 5
