"""People at their browsers: each has a session of their own and writes at moments that the test chooses."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from servers.mediawiki import MediaWiki

HOME = "198.51.100.20"  # where people with accounts connect from
SECRET = "le-sentier-passe-par-le-lavoir"  # noqa: S105 everybody's, on a wiki that lives as long as a test


class Refused(Exception):
    """The wiki answers a write with an error."""


class Person:
    """Somebody who writes on a wiki: with an account once `register` or `log_in` has been called, else an address."""

    def __init__(self, wiki: MediaWiki, address: str = HOME) -> None:
        self._wiki = wiki
        self._address = address
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        self._token = ""

    def register(self, at: datetime, name: str) -> None:
        """Open an account, and use it."""
        token = self._tokens("createaccount", at)
        told = self._ask(
            at, action="createaccount", username=name, password=SECRET, retype=SECRET,
            createtoken=token, createreturnurl=self._wiki.url,
        )  # fmt: skip
        assert told["createaccount"]["status"] == "PASS", told
        self.log_in(at, name)

    def log_in(self, at: datetime, name: str, secret: str = SECRET) -> None:
        """Use an account that exists."""
        told = self._ask(at, action="login", lgname=name, lgpassword=secret, lgtoken=self._tokens("login", at))
        assert told["login"]["result"] == "Success", told
        self._token = ""

    def edit(self, at: datetime, title: str, text: str, summary: str = "", **more: object) -> int:
        """Write a page; the number of the revision."""
        told = self.post(at, "edit", title=title, text=text, summary=summary, **more)["edit"]
        assert told["result"] == "Success", told
        number: int = told.get("newrevid", 0)
        return number

    def post(self, at: datetime, action: str, **said: object) -> dict[str, Any]:
        """Do something that needs the token of the session. Raises Refused."""
        token = self._tokens(action, at) if action in {"rollback", "userrights"} else self._csrf(at)
        return self._ask(at, action=action, token=token, **said)

    def import_pages(self, at: datetime, dump: str, prefix: str, summary: str) -> dict[str, Any]:
        """Bring pages of another wiki: authors without an account here become `prefix>Name`."""
        said = {
            "action": "import", "token": self._csrf(at), "interwikiprefix": prefix, "summary": summary,
            "assignknownusers": "1", "format": "json", "formatversion": "2",
        }  # fmt: skip
        line = uuid.UUID(int=7).hex
        fields = [f'name="{name}"\r\n\r\n{value}' for name, value in said.items()]
        fields.append(f'name="xml"; filename="pages.xml"\r\nContent-Type: text/xml\r\n\r\n{dump}')
        body = "".join(f"--{line}\r\nContent-Disposition: form-data; {field}\r\n" for field in fields)
        told = self._send(self._wiki.api, at, f"{body}--{line}--\r\n".encode(), f"multipart/form-data; boundary={line}")
        return self._checked(json.loads(told))

    def submit(self, at: datetime, page: str, **fields: object) -> str:
        """Send the form of a special page, for what the API does not offer; the page that comes back."""
        body = urlencode({**fields, "title": page, "token": self._csrf(at), "wpEditToken": self._csrf(at)}).encode()
        return self._send(f"{self._wiki.url}index.php", at, body).decode()

    def _csrf(self, at: datetime) -> str:
        self._token = self._token or self._tokens("csrf", at)
        return self._token

    def _tokens(self, kind: str, at: datetime) -> str:
        token: str = self._ask(at, action="query", meta="tokens", type=kind)["query"]["tokens"][f"{kind}token"]
        return token

    def _ask(self, at: datetime, **said: object) -> dict[str, Any]:
        body = urlencode({"format": "json", "formatversion": 2, **said}).encode()
        return self._checked(json.loads(self._send(self._wiki.api, at, body)))

    @staticmethod
    def _checked(told: dict[str, Any]) -> dict[str, Any]:
        if "error" in told:
            raise Refused(f"{told['error']['code']}: {told['error']['info']}")
        if told.get("revisiondelete", {}).get("status") == "Fail":  # no error of its own
            raise Refused(str(told["revisiondelete"]))
        return told

    def _send(self, url: str, at: datetime, body: bytes, kind: str = "application/x-www-form-urlencoded") -> bytes:
        headers = {"X-Wiki-Clock": f"{at:%Y-%m-%dT%H:%M:%SZ}", "X-Wiki-Address": self._address, "Content-Type": kind}
        with self._opener.open(Request(url, body, headers), timeout=60) as answer:  # noqa: S310 on loopback
            found: bytes = answer.read()
            return found
