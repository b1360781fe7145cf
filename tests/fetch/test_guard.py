"""To whom requests go, and how much they take: servers that lead astray, that flood, and that drip."""

from __future__ import annotations

import gzip
import resource
import socket
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests
from fetch.archives import IMPATIENT, Archive, Asked, Response, certified, fetched, files
from fetch.copies import well
from fetch.lists import volume, write_volumes

from maillage.errors import NotFetched
from maillage.fetch import guard
from maillage.fetch.body import Bounds
from maillage.fetch.folder import Folder, safe
from maillage.fetch.guard import Guard, is_public
from maillage.fetch.web import Missing, Web


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Archive]:
    write_volumes(tmp_path / "www/atelier")
    with Archive(tmp_path / "www").serving() as archive:
        yield archive


PRIVATE = """
127.0.0.1 127.8.8.8 10.0.0.1 172.16.5.4 192.168.1.1 100.64.0.1 169.254.169.254 100.100.100.200 168.63.129.16 0.0.0.0
224.0.0.1 255.255.255.255 240.0.0.1 192.0.0.192 198.18.0.1 ::1 :: fe80::1 fc00::1 fd00:ec2::254 ff02::1 fec0::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 2002:7f00:1:: 2002:c0a8:101::1
::127.0.0.1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_nobodys_on_the_internet_is_told(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "193.52.1.1", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_an_address_of_the_internet_is_told(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("host", ["127.1", "0x7f000001", "2130706433", "017700000001"])
def test_a_name_that_leads_to_loopback_is_refused_where_the_connection_is_made(served: Archive, host: str) -> None:
    url = f"http://{host}:{served.port}/atelier/"
    with Web(url, patience=IMPATIENT) as web, pytest.raises(NotFetched, match="has a private address"):
        web.page(url)
    assert served.asked == []


def test_a_wiki_goes_through_the_same_guard(served: Archive, tmp_path: Path) -> None:
    from fetch.copies import copied

    failure = copied(f"http://127.1:{served.port}/w/", tmp_path / "copy").failure
    assert failure
    assert "has a private address" in failure.reason
    assert served.asked == []


def test_an_address_or_localhost_that_is_written_is_meant(served: Archive) -> None:
    for host in ("127.0.0.1", "localhost"):
        url = f"http://{host}:{served.port}/atelier/"
        with Web(url, patience=IMPATIENT) as web:
            assert "Archives de Atelier" in web.page(url).title


@pytest.mark.parametrize(
    ("url", "other", "word"),
    [
        ("https://lists.example.org/a", "https://lists.example.com/a", "another host"),
        ("https://lists.example.org/a", "https://lists.example.org.evil.example/a", "another host"),
        ("https://lists.example.org/a", "https://lists.example.org@evil.example/a", "another host"),
        ("https://lists.example.org/a", "http://lists.example.org/a", "from https to http"),
        ("https://lists.example.org/a", "https://lists.example.org:8443/a", "another port"),
        ("http://lists.example.org/a", "http://lists.example.org:22/a", "another port"),
        ("http://lists.example.org/a", "http://127.0.0.1/a", "another host"),
        ("http://lists.example.org/a", "file:///etc/passwd", "another host"),
        ("http://lists.example.org/a", "http://lists.example.org:99999/a", "another port"),
    ],
)
def test_other_hosts_ports_and_less_safe_ways_are_refused(url: str, other: str, word: str) -> None:
    with pytest.raises(NotFetched, match=word):
        Guard(url).check(other)


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("http://lists.example.org/a", "https://lists.example.org/b"),
        ("http://lists.example.org/a", "https://www.lists.example.org/b"),
        ("https://www.lists.example.org/a", "https://lists.example.org/b"),
        ("http://lists.example.org:8080/a", "http://lists.example.org:8080/b"),
        ("http://Lists.Example.org./a", "http://lists.example.org/b"),
    ],
)
def test_the_same_host_may_be_asked(url: str, other: str) -> None:
    Guard(url).check(other)


@pytest.mark.parametrize("place", ["http://10.0.0.1/x", "http://localhost:{port}/atelier/", "//elsewhere.example/x"])
def test_a_redirect_to_another_host_is_not_followed(served: Archive, tmp_path: Path, place: str) -> None:
    target = place.format(port=served.port)
    served.answer = lambda asked: Response(b"", 302, {"Location": target}) if asked.path == "/atelier/" else None
    failure = fetched("pipermail", served.url("atelier/"), tmp_path / "copy").failure
    assert failure
    assert "it sends to another host" in failure.reason
    assert "write this address instead" in failure.next_step
    assert served.paths() == ["/atelier/"]


def test_redirects_end(served: Archive, tmp_path: Path) -> None:
    served.answer = lambda asked: (
        Response(b"", 302, {"Location": f"{asked.path}x"}) if "atelier" in asked.path else None
    )
    failure = fetched("pipermail", served.url("atelier/"), tmp_path / "copy").failure
    assert failure
    assert "without end" in failure.reason
    assert len(served.paths()) == 6


def test_a_password_of_the_server_goes_to_the_server_alone(
    served: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", "un secret")
    wanted = "Basic YW5hOnVuIHNlY3JldA=="  # ana:un secret
    served.answer = lambda asked: (
        None if asked.headers.get("Authorization") == wanted or asked.path == "/robots.txt"
        else Response(b"", 401, {"WWW-Authenticate": 'Basic realm="Atelier"'})
    )  # fmt: skip
    assert well(fetched("pipermail", served.url("atelier/"), tmp_path / "copy", login="ana")).new == 3
    failure = fetched("pipermail", served.url("atelier/"), tmp_path / "other").failure
    assert failure
    assert "it does not let everybody read" in failure.reason


def test_netrc_is_not_read(served: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ana password secret\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    well(fetched("pipermail", served.url("atelier/"), tmp_path / "copy"))
    assert not [asked for asked in served.asked if "Authorization" in asked.headers]


def test_a_proxy_of_the_environment_is_used_and_private_hosts_behind_it_are_refused(
    served: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{served.port}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    served.answer = lambda asked: Response(b"User-agent: *\n" if "robots" in asked.path else b"par le mandataire")
    url = "http://listes.nulle-part.invalid/atelier/"
    with Web(url, patience=IMPATIENT) as web:
        assert web.page(url).content == b"par le mandataire"
    assert served.asked[-1].path == url
    private = "http://127.1/atelier/"
    with Web(private, patience=IMPATIENT) as web, pytest.raises(NotFetched, match="has a private address"):
        web.page(private)


# -------------------------------------------------------------------------------------------- how much


def test_a_page_that_unpacks_to_much_is_left(served: Archive, tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * (64 << 20))
    served.answer = lambda asked: (
        Response(bomb, 200, {"Content-Encoding": "gzip"}) if asked.path == "/atelier/" else None
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    failure = fetched("pipermail", served.url("atelier/"), tmp_path / "copy").failure
    assert failure
    assert "unpacks to more than 200 times its size" in failure.reason
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 80_000  # kB


def test_a_bomb_in_a_bomb_is_left(served: Archive, tmp_path: Path) -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * (64 << 20)))
    served.answer = lambda asked: (
        Response(bomb, 200, {"Content-Encoding": "gzip"}) if asked.path == "/atelier/" else None
    )
    failure = fetched("pipermail", served.url("atelier/"), tmp_path / "copy").failure
    assert failure  # what is unpacked once is no page


@pytest.mark.parametrize("bounds", [Bounds(page=300), Bounds(fetch=300)])
def test_more_than_the_bounds_is_not_taken(served: Archive, bounds: Bounds) -> None:
    with Web(served.url("atelier/"), patience=IMPATIENT, bounds=bounds) as web, pytest.raises(NotFetched) as refused:
        web.page(served.url("atelier/"))
    assert "is longer than" in refused.value.reason or "came from it" in refused.value.reason


def test_a_file_longer_than_its_bound_is_not_taken(served: Archive, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    folder = Folder(tmp_path / "copy", served.url("atelier/"))
    bounds = Bounds(file=200)
    with Web(served.url("atelier/"), patience=IMPATIENT, bounds=bounds) as web, pytest.raises(NotFetched):
        web.save(served.url("atelier/2014-July.txt"), folder.draft("2014-July.txt"))
    folder.close()
    assert files(tmp_path / "copy") == {}


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw deflate", "two streams"])
def test_what_is_packed_on_the_way_is_unpacked(served: Archive, encoding: str) -> None:
    text = b"<html>Bonjour</html>" * 9000
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(text),
        "deflate": zlib.compress(text),
        "raw deflate": raw.compress(text) + raw.flush(),
        "two streams": gzip.compress(text[:777]) + gzip.compress(text[777:]),
    }[encoding]
    named = "deflate" if "deflate" in encoding else "gzip"
    served.answer = lambda _: Response(packed, 200, {"Content-Encoding": named})
    with Web(served.url(), patience=IMPATIENT) as web:
        assert web.page(served.url("x")).content == text


def test_an_encoding_that_nobody_asked_for_is_refused(served: Archive) -> None:
    served.answer = lambda asked: Response(b"xyz", 200, {"Content-Encoding": "br"}) if asked.path == "/x" else None
    with Web(served.url(), patience=IMPATIENT) as web, pytest.raises(NotFetched, match="packed as br"):
        web.page(served.url("x"))


def test_a_server_that_drips_is_left(served: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "UNHURRIED", 0.5)
    served.answer = lambda asked: Response(b"x" * 1000, drip=0.05) if asked.path == "/x" else None
    with Web(served.url(), patience=IMPATIENT) as web, pytest.raises(NotFetched, match="does not answer in time"):
        web.page(served.url("x"))


def test_headers_that_drip_are_left_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "UNHURRIED", 0.5)
    stop = threading.Event()

    def drip(listener: socket.socket) -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(4096)
                try:
                    for _ in range(100):
                        connection.sendall(b"H" if _ else b"HTTP/1.1 200 OK\r\nX-A: ")
                        stop.wait(0.05)
                except OSError:
                    pass

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,))
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with Web(url, patience=IMPATIENT) as web, pytest.raises(NotFetched, match="does not answer in time"):
            web.page(url)
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


# ------------------------------------------------------------------------------------------ in trouble


def now_and_then(served: Archive, spoilt: Response) -> None:
    """Every other answer of a file is spoilt."""
    count = 0

    def spoil(asked: Asked) -> Response | None:
        nonlocal count
        count += asked.path != "/robots.txt"
        return spoilt if count % 2 and asked.path != "/robots.txt" else None

    served.answer = spoil


@pytest.mark.parametrize(
    "spoilt",
    [
        Response(b"", 503), Response(b"", 500), Response(b"", 502, {"Retry-After": "0"}),
        Response(b"", 503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        Response(b"", 429, {"Retry-After": "0.01"}), Response(b"x" * 100, cut=10), Response(b"x" * 100, cut=0),
    ],
)  # fmt: skip
def test_what_passes_is_waited_for(served: Archive, tmp_path: Path, spoilt: Response) -> None:
    now_and_then(served, spoilt)
    assert well(fetched("pipermail", served.url("atelier/"), tmp_path / "copy")).new == 3
    assert files(tmp_path / "copy")["2014-July.txt"] == volume("2014-July")


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (Response(b"", 403), "it does not let everybody read"),
        (Response(b"", 410), "there is nothing at"),
        (Response(b"", 503), "it answers HTTP 503, and so it was for"),
        (Response(b"", 429, {"Retry-After": "3600"}), "come back in 60 minutes"),
        (Response(b"<html>Just a moment... challenge-platform</html>", 403), "proof that a human asks"),
        (Response(b"", 418), "it answers HTTP 418"),
    ],
)
def test_a_refusal_has_a_reason(served: Archive, tmp_path: Path, response: Response, reason: str) -> None:
    served.answer = lambda asked: response if asked.path != "/robots.txt" else None
    failure = fetched("pipermail", served.url("atelier/"), tmp_path / "copy").failure
    assert failure
    assert reason in failure.reason
    assert failure.exit_code == 7
    assert failure.said("fr") != str(failure)
    assert not (tmp_path / "copy").exists()


def test_no_such_host(tmp_path: Path) -> None:
    failure = fetched("pipermail", "http://listes.nulle-part.invalid/pipermail/x/", tmp_path / "copy").failure
    assert failure
    assert "there is no connection to listes.nulle-part.invalid" in failure.reason


# ------------------------------------------------------------------------------------------ robots.txt


def test_robots_are_heard_unless_a_member_reads_or_the_administrators_agreed(
    served: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", "un secret")
    (served.folder / "robots.txt").write_text("User-agent: *\nDisallow: /atelier/\n")
    failure = fetched("pipermail", served.url("atelier/"), tmp_path / "copy").failure
    assert failure
    assert "its robots.txt asks programs not to read" in failure.reason
    assert 'robots = "ignore"' in failure.next_step
    assert served.paths() == []
    assert well(fetched("pipermail", served.url("atelier/"), tmp_path / "copy", robots="ignore")).new == 3
    assert well(fetched("pipermail", served.url("atelier/"), tmp_path / "member", login="ana")).new == 3


def test_robots_that_are_out_of_order_are_waited_for(served: Archive, tmp_path: Path) -> None:
    (served.folder / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    served.answer = lambda _: Response(b"", 503) if len(served.asked) == 1 else None
    failure = fetched("pipermail", served.url("atelier/"), tmp_path / "copy").failure
    assert failure
    assert "its robots.txt asks programs not to read" in failure.reason
    assert served.paths() == []


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_server_without_robots_is_free(served: Archive, tmp_path: Path, status: int) -> None:
    served.answer = lambda asked: Response(b"", status) if asked.path == "/robots.txt" else None
    assert well(fetched("pipermail", served.url("atelier/"), tmp_path / "copy")).new == 3


# -------------------------------------------------------------------------------------- what is on disk


def test_a_file_that_was_cut_off_is_gone_on_with(served: Archive, tmp_path: Path) -> None:
    big = served.folder / "atelier/2014-July.txt"
    big.write_bytes(volume("2014-July", 3) * 20_000)
    cuts = 0

    def cut(asked: Asked) -> Response | None:
        nonlocal cuts
        if not asked.path.endswith("July.txt") or cuts >= 3:
            return None
        cuts += 1
        good = served.of_folder(asked)
        return Response(good.body, good.status, good.headers, cut=len(good.body) // 3)

    served.answer = cut
    well(fetched("pipermail", served.url("atelier/"), tmp_path / "copy"))
    assert (tmp_path / "copy/2014-July.txt").read_bytes() == big.read_bytes()
    ranges = [asked.headers.get("Range") for asked in served.asked if asked.path.endswith("July.txt")]
    assert ranges[0] is None
    assert all(wanted and wanted > "bytes=1" for wanted in ranges[1:])


def test_a_file_that_changed_while_it_was_cut_off_is_begun_anew(served: Archive, tmp_path: Path) -> None:
    big = served.folder / "atelier/2014-July.txt"
    big.write_bytes(b"a" * 500_000)
    state = {"cut": True}

    def cut(asked: Asked) -> Response | None:
        if not asked.path.endswith("July.txt") or not state["cut"]:
            return None
        good = served.of_folder(asked)
        state["cut"] = False
        big.write_bytes(b"b" * 400_000)
        return Response(good.body, good.status, good.headers, cut=300_000)

    served.answer = cut
    well(fetched("pipermail", served.url("atelier/"), tmp_path / "copy"))
    assert (tmp_path / "copy/2014-July.txt").read_bytes() == b"b" * 400_000


def test_a_fetch_that_gives_up_leaves_no_half_file_and_goes_on_later(served: Archive, tmp_path: Path) -> None:
    served.answer = lambda asked: Response(b"x" * 500, cut=100) if asked.path.endswith("June.txt.gz") else None
    assert fetched("pipermail", served.url("atelier/"), tmp_path / "copy").failure
    assert files(tmp_path / "copy").keys() == {"2014-May.txt.gz"}
    served.answer = lambda _: None
    done = well(fetched("pipermail", served.url("atelier/"), tmp_path / "copy"))
    assert (done.new, done.unchanged) == (2, 1)


def test_two_fetches_do_not_write_at_once(served: Archive, tmp_path: Path) -> None:
    from filelock import FileLock

    (tmp_path / "copy").mkdir()
    with FileLock(tmp_path / "copy/.fetch.lock"):
        failure = fetched("pipermail", served.url("atelier/"), tmp_path / "copy").failure
    assert failure
    assert "another fetch of it is at work" in failure.reason


def test_a_folder_of_another_list_is_left_alone(served: Archive, tmp_path: Path) -> None:
    well(fetched("pipermail", served.url("atelier/"), tmp_path / "copy"))
    write_volumes(served.folder / "bureau")
    failure = fetched("pipermail", served.url("bureau/"), tmp_path / "copy").failure
    assert failure
    assert "holds what was fetched from" in failure.reason


def test_a_journal_that_is_lost_or_broken_loses_nothing(served: Archive, tmp_path: Path) -> None:
    well(fetched("pipermail", served.url("atelier/"), tmp_path / "copy"))
    before = files(tmp_path / "copy")
    journal = tmp_path / "copy/.fetch.jsonl"
    for broken in (journal.read_bytes()[:-9], b"\0\xff\n[1\n{}\n", b""):
        journal.write_bytes(broken)
        done = well(fetched("pipermail", served.url("atelier/"), tmp_path / "copy"))
        assert (done.new, done.changed, done.unchanged) == (0, 0, 3)
        assert files(tmp_path / "copy") == before


def test_a_full_disk_has_a_word(served: Archive, tmp_path: Path) -> None:
    (served.folder / "atelier/2014-July.txt").write_bytes(volume("2014-July", 3) * 20_000)
    program = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
from pathlib import Path
from fetch.archives import certified, fetched
print(fetched("pipermail", {served.url("atelier/")!r}, Path({str(tmp_path / "copy")!r})).failure)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "cannot be written (File too large); check its rights and the space on the disk" in done.stdout
    assert files(tmp_path / "copy").keys() == {"2014-May.txt.gz", "2014-June.txt.gz"}


@pytest.mark.parametrize(
    ("said", "kept"),
    [("../../etc/passwd", "_.._etc_passwd"), (".hidden", "hidden"), ("a b:c", "a b_c"), ("été.txt", "été.txt"),
     ("..", ""), ("a\0b\n", "a_b_"), ("x" * 500, "x" * 120), ("CON.", "CON")],
)  # fmt: skip
def test_a_name_that_a_server_says_is_made_safe(said: str, kept: str) -> None:
    assert safe(said) == kept


def test_nothing_is_written_outside_of_the_folder(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "http://lists.example.org/")
    for name in ("../x", "/etc/x", "a/../../x", ".fetch.jsonl", "a//b", ""):
        with pytest.raises(NotFetched, match="no file may be called here"):
            folder.draft(name)
    folder.close()


def test_a_missing_file_is_told_from_a_broken_server(served: Archive) -> None:
    with Web(served.url(), patience=IMPATIENT) as web, pytest.raises(Missing):
        web.page(served.url("rien"))


def test_only_the_guard_makes_connections(served: Archive) -> None:
    session = guard.session(Guard(served.url()), "essai")
    with session, pytest.raises(NotFetched, match="another host"):
        session.get("http://127.0.0.2/")
    assert isinstance(session, requests.Session)


def test_over_tls_everything_is_the_same(served: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served.speaks(certified(tmp_path))
    url = f"https://localhost:{served.port}/atelier/"
    refused = fetched("pipermail", url, tmp_path / "copy").failure
    assert refused
    assert "its certificate is not valid" in refused.reason
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "cert.pem"))
    assert well(fetched("pipermail", url, tmp_path / "copy")).new == 3
    other = fetched("pipermail", url.replace("localhost", "127.0.0.1"), tmp_path / "other").failure
    assert other
    assert "its certificate is not valid" in other.reason
    monkeypatch.setattr(guard, "UNHURRIED", 0.5)
    served.answer = lambda asked: Response(b"x" * 1000, drip=0.05) if asked.path == "/atelier/" else None
    dripping = fetched("pipermail", url, tmp_path / "copy").failure
    assert dripping
    assert "does not answer in time" in dripping.reason
    served.answer = lambda asked: (
        Response(b"", 302, {"Location": f"http://localhost:{served.port}/x"}) if asked.path == "/atelier/" else None
    )
    less_safe = fetched("pipermail", url, tmp_path / "copy").failure
    assert less_safe
    assert "it sends from https to http" in less_safe.reason
