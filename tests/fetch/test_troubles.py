"""Wikis in trouble and wikis that refuse: what passes is waited for, all else gets a word, and never a traceback."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from command_line import maillage
from fetch.copies import IMPATIENT, copied, holding, lasting, well
from fetch.troublemaker import Asked, Misbehaviour, Response, Troublemaker
from servers.mediawiki import ADMIN, MediaWiki

from maillage.fetch import fetch
from maillage.project import Source, WikiOptions
from maillage.sentences import Said

HTML = {"Content-Type": "text/html; charset=utf-8"}
CAPTCHA = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>challenge-platform</body></html>"


@pytest.fixture(scope="module")
def calm(wiki: MediaWiki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy of the wiki when nothing goes wrong."""
    path = tmp_path_factory.mktemp("calm") / "copy"
    well(copied(wiki.url, path))
    return path


def now_and_then(spoil: Callable[[Response], Response]) -> Misbehaviour:
    """Every third answer is spoilt."""

    def misbehave(number: int, _asked: Asked, good: Callable[[], Response]) -> Response:
        return spoil(good()) if number % 3 == 1 else good()

    return misbehave


def always(response: Response, after: int = 0) -> Misbehaviour:
    return lambda number, _asked, good: good() if number < after else response


PASSING = {
    "503": lambda _: Response(b"<html>Wartung</html>", 503, HTML),
    "503 with a pause": lambda _: Response(b"", 503, {"Retry-After": "0"}),
    "503 until a date": lambda _: Response(b"", 503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
    "500": lambda _: Response(b"", 500),
    "empty": lambda _: Response(b""),
    "cut off": lambda good: Response(good.body, 200, good.headers, cut=len(good.body) // 2),
    "nothing at all": lambda good: Response(good.body, 200, good.headers, cut=0),
    "half the JSON": lambda good: Response(good.body[: len(good.body) // 2], 200, good.headers),
    "ratelimited": lambda _: Response(b'{"error":{"code":"ratelimited","info":"You have exceeded your limit"}}'),
    "database error": lambda _: Response(b'{"error":{"code":"internal_api_error_DBQueryError","info":"[ab12]"}}'),
    "late databases": lambda _: Response(
        b'{"error":{"code":"maxlag","info":"Waiting for db3: 7 seconds lagged","lag":7}}',
        200,
        {"Retry-After": "0", "X-Database-Lag": "7"},
    ),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_waited_for(wiki: MediaWiki, calm: Path, tmp_path: Path, name: str) -> None:
    with Troublemaker(wiki.url, now_and_then(PASSING[name])).serving() as between:
        well(copied(between.url, tmp_path))
    assert holding(tmp_path) == holding(calm)
    if name not in ("500", "empty", "cut off", "nothing at all", "half the JSON", "database error"):
        assert lasting(tmp_path) == lasting(calm)


def test_warnings_of_php_are_left_out(wiki: MediaWiki, calm: Path, tmp_path: Path) -> None:
    warning = b'<br />\n<b>Warning</b>: Undefined array key "load" {x} in <b>/w/LoadBalancer.php</b> on line <b>7</b>\n'
    with Troublemaker(wiki.url, now_and_then(lambda good: Response(warning + good.body))).serving() as between:
        well(copied(between.url, tmp_path))
    assert holding(tmp_path) == holding(calm)


def test_a_server_that_breaks_down_over_much_is_asked_for_less(wiki: MediaWiki, calm: Path, tmp_path: Path) -> None:
    def weak(_number: int, asked: Asked, good: Callable[[], Response]) -> Response:
        is_much = "content" in asked.get("arvprop", "") and asked["arvlimit"] in ("max", "50")
        return Response(b"", 500) if is_much else good()

    with Troublemaker(wiki.url, weak).serving() as between:
        well(copied(between.url, tmp_path))
    assert holding(tmp_path) == holding(calm)


def test_why_it_waits_is_told(wiki: MediaWiki, tmp_path: Path) -> None:
    class Listening:
        def __init__(self) -> None:
            self.told: list[Said | None] = []
            self.total = self.done = 0

        def begin(self, _what: str, total: int) -> None:
            self.total = total

        def advance(self, steps: int) -> None:
            self.done += steps

        def tell(self, what: Said | None) -> None:
            self.told.append(what)

    listening = Listening()
    with Troublemaker(wiki.url, lambda number, _, good: Response(b"", 503) if number == 9 else good()).serving() as two:
        source = Source("essai", "mediawiki", tmp_path, wiki=WikiOptions(url=two.url))
        well(fetch(source, listening, IMPATIENT))
    assert [str(said) if said else None for said in listening.told] == ["it answers HTTP 503; next try in 1 s", None]
    assert listening.total >= listening.done == len(holding(tmp_path).revisions) > 250


class Refusal(NamedTuple):
    """What is answered, from which request on, and what is then said."""

    misbehave: Misbehaviour
    reason: str
    step: str


REFUSALS = {
    "403": Refusal(always(Response(b"Forbidden", 403)), "it forbids ", "ask the wiki's administrators"),
    "401": Refusal(always(Response(b"", 401)), "behind a password of its server", "ask the wiki's administrators"),
    "404": Refusal(always(Response(b"", 404)), "there is no API at ", "check the url"),
    "page": Refusal(always(Response(b"<html>Bonjour</html>", 200, HTML)), "a page came from ", "check the url"),
    "captcha": Refusal(always(Response(CAPTCHA, 200, HTML), 5), "proof that a human asks", "ask the wiki's"),
    "captcha 403": Refusal(always(Response(CAPTCHA, 403, HTML)), "proof that a human asks", "ask the wiki's"),
    "captcha 503": Refusal(always(Response(CAPTCHA, 503, HTML), 7), "proof that a human asks", "ask the wiki's"),
    "switched off": Refusal(
        always(Response(b"MediaWiki API is not enabled for this site. Add the following line")),
        "switched off",
        "XML dump",
    ),
    "down": Refusal(
        always(Response(b"", 502), 12), "it answers HTTP 502, and so it was for", "it goes on where it stopped"
    ),
    "too often": Refusal(always(Response(b"", 429, {"Retry-After": "3600"}), 8), "come back in 60 minutes", "later"),
    "late": Refusal(
        always(Response(b'{"error":{"code":"maxlag","info":"late","lag":9}}', 200, {"X-Database-Lag": "9"})),
        "its databases are 9 s late",
        "later",
    ),
    "own words": Refusal(
        always(Response(b'{"error":{"code":"readonlytext","info":"Nous d\xc3\xa9m\xc3\xa9nageons"}}'), 6),
        "Nous déménageons",
        "later",
    ),
    "no wiki": Refusal(
        always(Response(b'{"message": "ok", "query": {}}')), "no MediaWiki answers there", "check the url"
    ),
    "redirects": Refusal(
        lambda number, _asked, _good: Response(b"", 302, {"Location": f"?again={number}"}),
        "without end",
        "check the url",
    ),
    "without end": Refusal(
        lambda _number, asked, good: (
            Response(json.dumps({"continue": {"aufrom": "A", "continue": "-||"}, "query": {"allusers": []}}).encode())
            if asked.get("list") == "allusers"
            else good()
        ),
        "its listing allusers comes back to where it was",
        "tell the wiki's administrators",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_has_a_reason_and_a_next_step(wiki: MediaWiki, tmp_path: Path, name: str) -> None:
    case = REFUSALS[name]
    with Troublemaker(wiki.url, case.misbehave).serving() as between:
        failure = copied(between.url, tmp_path / "copy").failure
    assert failure
    assert failure.exit_code == 7
    assert case.reason in failure.reason
    assert case.step in failure.next_step
    assert failure.said("fr") != str(failure)


def test_a_private_wiki_wants_a_login(own_wiki: MediaWiki, tmp_path: Path) -> None:
    own_wiki.switch(private=True)
    failure = copied(own_wiki.url, tmp_path / "copy").failure
    assert failure
    assert "only some may read it" in failure.reason
    assert "login" in failure.next_step
    assert not (tmp_path / "copy").exists()


STUDY = """\
[study]
title = "Essai"
language = "{language}"
[[source]]
name = "wiki-essai"
kind = "mediawiki"
url = "{url}"
login = "{login}"
"""


def test_a_login_by_bot_password_is_neither_shown_nor_kept(own_wiki: MediaWiki, calm: Path, tmp_path: Path) -> None:
    login, password = own_wiki.bot_password(ADMIN)
    own_wiki.switch(private=True)
    (tmp_path / "maillage.toml").write_text(STUDY.format(language="en", url=own_wiki.url, login=login), "utf-8")
    without = maillage("fetch", cwd=tmp_path, PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring")
    assert without.returncode == 7
    assert f"there is no password for {login}; set MAILLAGE_PASSWORD_WIKI_ESSAI" in without.stderr
    wrong = maillage("fetch", cwd=tmp_path, MAILLAGE_PASSWORD_WIKI_ESSAI="wrong-" + password[6:])
    assert wrong.returncode == 7
    assert f"it refuses the login {login}" in wrong.stderr
    done = maillage("fetch", "--json", cwd=tmp_path, MAILLAGE_PASSWORD_WIKI_ESSAI=password)
    assert done.returncode == 0, done.stderr
    path = tmp_path / "archives/wiki-essai"
    assert holding(path).revisions.keys() == holding(calm).revisions.keys()
    told = [without.stdout, without.stderr, wrong.stdout, wrong.stderr, done.stdout, done.stderr]
    assert not [text for text in told if password in text or "wrong-" in text]
    assert not [file for file in path.iterdir() if password.encode() in file.read_bytes()]
    assert json.loads(done.stdout)[0]["revisions"] >= len(holding(calm).revisions)


def test_a_session_that_the_wiki_has_lost_is_opened_again(
    own_wiki: MediaWiki, calm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    login, password = own_wiki.bot_password(ADMIN)
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", password)
    own_wiki.switch(private=True)
    with Troublemaker(own_wiki.url).serving() as between:
        between.forgets_after = 12
        well(copied(between.url, tmp_path / "copy", login=login))
    assert len(between.forgotten) == 1
    assert holding(tmp_path / "copy").revisions.keys() == holding(calm).revisions.keys()


@pytest.mark.parametrize(
    "path", ["wiki/Accueil", "w/index.php/Accueil", "w/index.php?title=Accueil", "w/", "w/api.php", ""]
)
def test_the_api_is_found_from_any_page(wiki: MediaWiki, tmp_path: Path, path: str) -> None:
    well(copied(wiki.url.removesuffix("w/") + path, tmp_path, live="accounts"))


def test_no_such_host_and_no_such_port(tmp_path: Path) -> None:
    for url in ("http://wiki.nulle-part.invalid/", "http://127.0.0.1:9/w/"):
        failure = copied(url, tmp_path / "copy").failure
        assert failure
        assert "there is no connection to" in failure.reason
        assert "the network" in failure.next_step


def test_a_certificate_that_is_nobodys_is_told(tmp_path: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem",
         "-days", "2", "-subj", "/CN=localhost"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        failure = copied(f"https://localhost:{server.server_port}/w/", tmp_path / "copy").failure
        thread.join()
    assert failure
    assert "its certificate is not valid" in failure.reason
    assert re.search("self[- ]signed certificate", failure.reason)


def test_a_run_goes_on_with_what_is_there(own_wiki: MediaWiki, tmp_path: Path) -> None:
    (tmp_path / "list.mbox").write_text(
        "From a@example.org Mon Mar  2 10:00:00 2015\nFrom: Ada <a@example.org>\n"
        "Date: Mon, 02 Mar 2015 10:00:00 +0100\n"
        "Message-ID: <1@example.org>\nSubject: Bonjour\n\nUn.\n",
        encoding="utf-8",
    )
    study = STUDY.format(language="fr", url="http://127.0.0.1:9/w/", login="").replace('login = ""\n', "")
    study += '[[source]]\nname = "liste"\nkind = "mbox"\npath = "list.mbox"\n'
    (tmp_path / "maillage.toml").write_text(study, "utf-8")
    done = maillage("run", "--quiet", cwd=tmp_path)
    assert done.returncode == 7
    assert "impossible de copier http://127.0.0.1:9/w/" in done.stderr
    assert (tmp_path / "reports/index.html").exists()
    (tmp_path / "maillage.toml").write_text(study.replace("http://127.0.0.1:9/w/", own_wiki.url), "utf-8")
    assert maillage("run", "--quiet", cwd=tmp_path).returncode == 0
    own_wiki.__exit__()
    stopped = maillage("run", cwd=tmp_path)
    assert stopped.returncode == 7
    assert maillage("run", "--offline", "--quiet", cwd=tmp_path).returncode == 0


def test_two_fetches_do_not_write_at_once(wiki: MediaWiki, tmp_path: Path) -> None:
    from filelock import FileLock

    path = tmp_path / "copy"
    path.mkdir()
    with FileLock(path / ".fetch.lock"):
        failure = copied(wiki.url, path).failure
    assert failure
    assert "another fetch of it is at work" in failure.reason


def test_a_copy_of_another_wiki_is_left_alone(wiki: MediaWiki, calm: Path, tmp_path: Path) -> None:
    site = (calm / "site.json").read_text("utf-8")
    site = site.replace('"wikiid":"wiki"', '"wikiid":"autre"').replace("Wiki du val de Morne", "Autre wiki")
    (tmp_path / "site.json").write_text(site, "utf-8")
    failure = copied(wiki.url, tmp_path).failure
    assert failure
    assert "holds a copy of another wiki" in failure.reason
