"""A real Mailman 3 for tests: its core, whose REST interface tells the members, and the archive of HyperKitty.

They come from PyPI into an environment of their own, which `.ci/servers` makes and MAILLAGE_MAILMAN names. No mail
comes in or goes out: archives are filled as when a list moves from Mailman 2, by `hyperkitty_import`.
"""

from __future__ import annotations

import base64
import json
import os
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from servers.correspondence import Posted, mbox
from servers.serving import Serving, environment, free_port, listens, ran

PLACE = "MAILLAGE_MAILMAN"
DOMAIN = "listes.ponant-asso.example"
REST_USER, REST_PASSWORD = "restadmin", "La-cale-du-Conquet-29"

CORE = """\
[mailman]
layout: here
site_owner: regie@ponant-asso.example
default_language: fr
[paths.here]
var_dir: @FOLDER@/core
[database]
class: mailman.database.sqlite.SQLiteDatabase
url: sqlite:///@FOLDER@/core/mailman.db
[webservice]
hostname: 127.0.0.1
port: @REST@
admin_user: @USER@
admin_pass: @PASSWORD@
workers: 1
[mta]
incoming: mailman.mta.null.NullMTA
[archiver.hyperkitty]
class: mailman_hyperkitty.Archiver
enable: yes
configuration: @FOLDER@/hyperkitty.cfg
"""
ARCHIVER = """\
[general]
base_url: http://127.0.0.1:@WEB@/archives/
api_key: cle
"""
WEB = """\
from django.db.backends.signals import connection_created
from mailman_web.settings.base import *
from mailman_web.settings.mailman import *

BASE_DIR = "@FOLDER@/web"
SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "@FOLDER@/web/web.db",
    "OPTIONS": {"timeout": 30}}}
connection_created.connect(
    lambda connection, **_: connection.cursor().execute("pragma synchronous = off"), weak=False)
LANGUAGE_CODE = "fr"
TIME_ZONE = "UTC"
STATIC_ROOT = "@FOLDER@/web/static"
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
MAILMAN_REST_API_URL = "http://127.0.0.1:@REST@"
MAILMAN_REST_API_USER, MAILMAN_REST_API_PASS = "@USER@", "@PASSWORD@"
MAILMAN_ARCHIVER_KEY = "cle"
POSTORIUS_TEMPLATE_BASE_URL = "http://127.0.0.1:@WEB@"
HYPERKITTY_ENABLE_GRAVATAR = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
COMPRESS_ENABLED = False
COMPRESS_PRECOMPILERS = ()
Q_CLUSTER = {"sync": True, "orm": "default"}
LOGGING = {"version": 1, "disable_existing_loggers": False}
"""
# An account of somebody who is subscribed, and a list whose archive is for those who are.
CLOSE = """
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from hyperkitty.models import MailingList
MailingList.objects.get(name={name!r}).update_from_mailman()
user = User.objects.create_user("membre", {address!r}, {password!r})
EmailAddress.objects.create(user=user, email={address!r}, verified=True, primary=True)
"""
SESSION = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
user = User.objects.get(email={address!r})
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.create()
print("session:", session.session_key)
"""
RUNNERS = "archive bounces command in lmtp nntp out pipeline retry task virgin digest"


def lacking() -> str:
    """What this machine lacks to run a Mailman, "" when nothing."""
    place = os.environ.get(PLACE)
    if place and (Path(place) / "bin/mailman-web").exists():
        return ""
    return f"no Mailman 3 here: bash .ci/servers FOLDER, then {PLACE}=FOLDER"


class Mailman:
    """A Mailman below a folder. As a context it is served: the archive at `url`, the core's interface at `rest`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = Path(os.environ[PLACE]).resolve() / "bin"
        self.web_port, self.rest_port = free_port(), free_port()
        self._serving: list[Serving] = []

    @classmethod
    def create(cls, folder: Path) -> Mailman:
        """A new Mailman without lists."""
        mailman = cls(folder)
        for name in ("core", "web"):
            (folder / name).mkdir(parents=True)
        runners = "".join(f"[runner.{name}]\nstart: no\n" for name in RUNNERS.split())
        for name, text in (("mailman.cfg", CORE + runners), ("hyperkitty.cfg", ARCHIVER), ("web/ponant.py", WEB)):
            (folder / name).write_text(mailman._filled(text), encoding="utf-8")
        mailman.core("info")  # which makes the core's database
        mailman.web("migrate", "--verbosity", "0")
        return mailman

    def _filled(self, text: str) -> str:
        values = {
            "FOLDER": self.folder, "WEB": self.web_port, "REST": self.rest_port, "USER": REST_USER,
            "PASSWORD": REST_PASSWORD,
        }  # fmt: skip
        for name, value in values.items():
            text = text.replace(f"@{name}@", str(value))
        return text

    def _environment(self) -> dict[str, str]:
        return environment(
            HOME=str(self.folder), MAILMAN_CONFIG_FILE=str(self.folder / "mailman.cfg"),
            PYTHONPATH=str(self.folder / "web"), DJANGO_SETTINGS_MODULE="ponant", PYTHONWARNINGS="ignore",
        )  # fmt: skip

    def core(self, *arguments: str, said: str = "") -> str:
        """What the command `mailman` prints: `members`, `lists`, `create`…."""
        root = ["--run-as-root"] if os.geteuid() == 0 else []
        return ran(self.programs / "mailman", *root, *arguments, env=self._environment(), said=said).decode()

    def web(self, *arguments: str | Path) -> str:
        """What the command `mailman-web` prints."""
        return ran(self.programs / "mailman-web", *arguments, env=self._environment()).decode()

    # ------------------------------------------------------------------------------- lists

    def create_list(self, name: str) -> None:
        """A new list with a public archive."""
        self.core("create", "--language", "fr", f"{name}@{DOMAIN}")

    def subscribe(self, name: str, people: Mapping[str, str]) -> None:
        """Subscribe people, names by address."""
        lines = "".join(f"{shown} <{address}>\n" if shown else f"{address}\n" for address, shown in people.items())
        self.core("addmembers", "--no-welcome-msg", "-", f"{name}@{DOMAIN}", said=lines)

    def fill(self, name: str, mails: Iterable[Posted], *, since: str = "") -> None:
        """Archive mails of a list. `since`: a day; without it, of a list that has mails only later ones are taken."""
        mailbox = self.folder / f"{name}.mbox"
        mailbox.write_bytes(mbox(mails))
        ways = ["--verbosity", "0", *(["--since", since] if since else [])]
        self.web("hyperkitty_import", "--list-address", f"{name}@{DOMAIN}", *ways, mailbox)

    def archive(self, name: str, mail: bytes) -> None:
        """Archive a mail as the core does when it comes in."""
        fields = [f'name="mlist"\r\n\r\n{name}@{DOMAIN}'.encode()]
        fields.append(b'name="message"; filename="message.txt"\r\n\r\n' + mail)
        body = b"".join(b"--=_\r\nContent-Disposition: form-data; " + field + b"\r\n" for field in fields)
        kind = {"Authorization": "Token cle", "Content-Type": "multipart/form-data; boundary==_"}
        _got(f"{self.url}api/mailman/archive", body + b"--=_--\r\n", "POST", **kind)

    def close(self, name: str, address: str, password: str) -> None:
        """Keep the archive of a list for its members, and give one of them an account there."""
        self._core_told(f"lists/{name}@{DOMAIN}/config", b"archive_policy=private", "PATCH")
        self.web("shell", "-c", CLOSE.format(name=f"{name}@{DOMAIN}", address=address, password=password))

    def session(self, address: str) -> str:
        """The cookie `sessionid` of somebody who is logged in."""
        return self.web("shell", "-c", SESSION.format(address=address)).partition("session: ")[2].strip()

    @contextmanager
    def without_exports(self) -> Iterator[None]:
        """Serve as a site that has switched exports off."""
        settings = self.folder / "web/ponant.py"
        before = settings.read_text("utf-8")
        try:
            self._serve_again(settings, before + "HYPERKITTY_MBOX_EXPORT = False\n")
            yield
        finally:
            self._serve_again(settings, before)

    def _serve_again(self, settings: Path, text: str) -> None:
        self.__exit__()
        settings.write_text(text, encoding="utf-8")
        self.__enter__()

    # ------------------------------------------------------------------------------- serving

    @property
    def url(self) -> str:
        """Where the archive is."""
        return f"http://127.0.0.1:{self.web_port}/archives/"

    @property
    def rest(self) -> str:
        """Where the core's REST interface is."""
        return f"http://127.0.0.1:{self.rest_port}/3.1/"

    def __enter__(self) -> Self:
        """Serve both until the context ends."""
        gunicorn = [
            self.programs / "gunicorn", "--bind", f"127.0.0.1:{self.web_port}", "--no-control-socket", "--workers", "1",
            "--threads", "2", "--timeout", "120", "mailman_web.wsgi:application",
        ]  # fmt: skip
        commands = {"core": [self.programs / "runner", "--runner=rest:0:1"], "web": gunicorn}
        for name, command in commands.items():
            self._serving.append(Serving(self.folder / f"{name}.log", command, self._environment()))
        for serving, port in zip(self._serving, (self.rest_port, self.web_port), strict=True):
            serving.wait(lambda port=port: listens(port))  # type: ignore[misc]  # one port a program
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        while self._serving:
            self._serving.pop().stop()

    def export(self, name: str) -> bytes:
        """The `mbox.gz` of a whole list, as the archive's visitors download it."""
        return _got(f"{self.url}list/{name}@{DOMAIN}/export/{name}.mbox.gz")

    def api(self, path: str) -> Any:
        """What the archive's API answers at a path below `api/`."""
        return json.loads(_got(f"{self.url}api/{path}?format=json"))

    def told(self, path: str) -> Any:
        """What the core's REST interface answers at a path."""
        return json.loads(self._core_told(path))

    def _core_told(self, path: str, sent: bytes | None = None, method: str = "GET") -> bytes:
        secret = base64.b64encode(f"{REST_USER}:{REST_PASSWORD}".encode()).decode()
        return _got(f"{self.rest}{path}", sent, method, Authorization=f"Basic {secret}")


def _got(url: str, sent: bytes | None = None, method: str = "GET", **headers: str) -> bytes:
    asked = urllib.request.Request(url, sent, headers, method=method)  # noqa: S310 on loopback
    with urllib.request.urlopen(asked, timeout=120) as answer:  # noqa: S310
        content: bytes = answer.read()
    return content
