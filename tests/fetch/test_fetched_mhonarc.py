"""Pages of MHonArc, and mbox files, from a server that gives out the files of a folder."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from fetch.archives import Archive, Asked, Response, fetched, files
from fetch.copies import well
from fetch.lists import mhonarc_page, write_mhonarc

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Archive]:
    write_mhonarc(tmp_path / "www/listes/atelier")
    with Archive(tmp_path / "www").serving() as archive:
        yield archive


def test_all_indexes_are_followed_and_each_mail_comes_once(served: Archive, tmp_path: Path) -> None:
    done = well(fetched("mhonarc", served.url("listes/atelier/maillist.html"), tmp_path / "copy"))
    assert done.new == 9
    assert files(tmp_path / "copy") == {f"msg{number:05}.html": mhonarc_page(number).encode() for number in range(9)}
    names = [path.rpartition("/")[2] for path in served.paths()]
    assert len(names) == len(set(names)) == 9 + 3  # and of one order only


def test_of_an_archive_that_is_there_only_the_indexes_and_what_is_new_come(served: Archive, tmp_path: Path) -> None:
    well(fetched("mhonarc", served.url("listes/atelier/maillist.html"), tmp_path / "copy"))
    served.asked.clear()
    write_mhonarc(served.folder / "listes/atelier", 11)
    done = well(fetched("mhonarc", served.url("listes/atelier/maillist.html"), tmp_path / "copy"))
    assert (done.new, done.changed, done.unchanged) == (2, 0, 0)
    assert [path for path in served.paths() if "msg" in path] == [
        "/listes/atelier/msg00009.html", "/listes/atelier/msg00010.html",
    ]  # fmt: skip


def test_mails_that_no_index_names_are_found_by_their_numbers(served: Archive, tmp_path: Path) -> None:
    write_mhonarc(served.folder / "listes/atelier", 60, without=[*range(40), 44, 45])
    for gone in (45, 30, *range(12)):
        (served.folder / f"listes/atelier/msg{gone:05}.html").unlink()
    done = well(fetched("mhonarc", served.url("listes/atelier/maillist.html"), tmp_path / "copy"))
    assert done.new == 60 - 14
    served.asked.clear()
    well(fetched("mhonarc", served.url("listes/atelier/maillist.html"), tmp_path / "copy"))
    assert not [path for path in served.paths() if "msg" in path]  # what is missing was noted


def test_numbers_are_not_tried_without_end(served: Archive, tmp_path: Path) -> None:
    folder = served.folder / "listes/atelier"
    write_mhonarc(folder, 5)
    (folder / "msg90000.html").write_text(mhonarc_page(90000))
    (folder / "maillist.html").write_text('<!-- MHonArc --><a href="msg90000.html">9</a><a href="msg00004.html">4</a>')
    well(fetched("mhonarc", served.url("listes/atelier/maillist.html"), tmp_path / "copy"))
    assert len(served.paths()) < 40


def test_months_in_folders_are_those_of_one_archive(tmp_path: Path) -> None:
    folder = tmp_path / "www/atelier"
    for month in ("2014-05", "2014-06", "2014-07"):
        write_mhonarc(folder / month, 5)
    links = "".join(f'<a href="{month}/maillist.html">{month}</a>' for month in ("2014-07", "2014-06", "2014-05"))
    (folder / "index.html").write_text(f"<!-- MHonArc v2.6.19 --><html>{links}</html>")
    with Archive(tmp_path / "www").serving() as archive:
        assert well(fetched("mhonarc", archive.url("atelier/"), tmp_path / "copy")).new == 15
        assert sorted({name.partition("/")[0] for name in files(tmp_path / "copy")}) == [
            "2014-05",
            "2014-06",
            "2014-07",
        ]
        archive.asked.clear()
        write_mhonarc(folder / "2014-07", 6)
        assert well(fetched("mhonarc", archive.url("atelier/"), tmp_path / "copy")).new == 1
        assert not [path for path in archive.paths() if "2014-05" in path or "2014-06" in path]


def test_a_page_that_is_no_mail_is_not_kept(served: Archive, tmp_path: Path) -> None:
    def soft_error(asked: Asked) -> Response | None:
        page = Response(b"<html>Cette page n'existe plus</html>", 200, {"Content-Type": "text/html"})
        return page if "msg00003" in asked.path else None

    served.answer = soft_error
    assert well(fetched("mhonarc", served.url("listes/atelier/maillist.html"), tmp_path / "copy")).new == 8
    assert "msg00003.html" not in files(tmp_path / "copy")


@pytest.mark.parametrize("version", ["2.6.19", "2.6.19-spammode-utf8"])
def test_what_the_real_program_wrote_comes_whole(tmp_path: Path, version: str) -> None:
    folder = FIXTURES / "mhonarc" / version
    with Archive(folder).serving() as archive:
        done = well(fetched("mhonarc", archive.url("maillist.html"), tmp_path / "copy"))
    expected = {file.name: file.read_bytes() for file in folder.glob("msg*.html")}
    assert done.new == len(expected) == 6
    assert files(tmp_path / "copy") == expected


def test_an_address_without_an_index_is_told(served: Archive, tmp_path: Path) -> None:
    (served.folder / "rien.html").write_text("<html>Bonjour</html>")
    failure = fetched("mhonarc", served.url("rien.html"), tmp_path / "copy").failure
    assert failure
    assert "no index of mails is at" in failure.reason


# ------------------------------------------------------------------------------------------------ mbox

MAIL = b"From ana@atelier.example Mon May  5 10:00:00 2014\nFrom: ana@atelier.example\nSubject: Jour\n\nBonjour.\n\n"


def test_an_mbox_by_its_address(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www/atelier.mbox").write_bytes(MAIL * 3)
    with Archive(tmp_path / "www").serving() as archive:
        assert well(fetched("mbox", archive.url("atelier.mbox"), tmp_path / "copy")).new == 1
        assert files(tmp_path / "copy") == {"atelier.mbox": MAIL * 3}
        (tmp_path / "www/atelier.mbox").write_bytes(MAIL * 4)
        assert well(fetched("mbox", archive.url("atelier.mbox"), tmp_path / "copy")).changed == 1
        (tmp_path / "www/autre").write_bytes(b"<html>rien</html>")
        failure = fetched("mbox", archive.url("autre"), tmp_path / "other").failure
    assert failure
    assert "there are no mbox files on" in failure.reason


def test_the_mbox_files_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "www/mbox").mkdir(parents=True)
    for month in ("2014-05", "2014-06"):
        (tmp_path / f"www/mbox/{month}.mbox.gz").write_bytes(gzip.compress(MAIL))
    (tmp_path / "www/mbox/2014-06.mbox").write_bytes(MAIL)
    (tmp_path / "www/mbox/index.html").write_text(
        "<html><title>Index of /mbox</title><a href='../'>..</a><a href='2014-05.mbox.gz'>1</a>"
        "<a href='2014-06.mbox.gz'>2</a><a href='2014-06.mbox'>2</a><a href='https://elsewhere.example/x.mbox'>3</a>"
    )
    with Archive(tmp_path / "www").serving() as archive:
        well(fetched("mbox", archive.url("mbox/"), tmp_path / "copy"))
    assert files(tmp_path / "copy").keys() == {"2014-05.mbox.gz", "2014-06.mbox.gz"}
