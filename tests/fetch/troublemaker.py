"""A real server on loopback that stands in front of a wiki: it passes everything on, and misbehaves where told to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from fetch.loopback import Loopback, last_of_each, send_head


@dataclass
class Response:
    """What is sent back. `cut`: only so many bytes of it, and the connection is closed; `wait`: seconds before it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json; charset=utf-8"})
    cut: int | None = None
    wait: float = 0.0


Asked = Mapping[str, str]
Misbehaviour = Callable[[int, Asked, Callable[[], Response]], Response]
"""Given the number of the request from 0 on, what it asks, and what asks the wiki: the response."""


class Troublemaker(Loopback):
    """Counts the requests that it sees, and answers each as its misbehaviour says."""

    def __init__(self, url: str, misbehave: Misbehaviour | None = None) -> None:
        super().__init__()
        self.wiki = urlsplit(url)
        self.misbehave = misbehave or (lambda _number, _asked, good: good())
        self.asked: list[dict[str, str]] = []
        self.forgets_after: int | None = None  # requests after which the session of the one that comes is lost
        self.forgotten: set[str] = set()
        self.at_once = 0
        self.most_at_once = 0
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """The address of the API, as this server gives it."""
        return f"http://127.0.0.1:{self.port}{self.wiki.path}api.php"

    def respond(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        asked = last_of_each(urlsplit(handler.path).query)
        with self._lock:
            number = len(self.asked)
            self.asked.append(asked)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            response = self.misbehave(number, asked, lambda: self._of_wiki(handler, body))
        finally:
            with self._lock:
                self.at_once -= 1
        time.sleep(response.wait)
        with suppress(BrokenPipeError, ConnectionResetError):
            self._send(handler, response)

    def _of_wiki(self, handler: BaseHTTPRequestHandler, body: bytes) -> Response:
        """What the wiki answers."""
        connection = HTTPConnection(self.wiki.hostname or "", self.wiki.port or 80, timeout=60)
        kept = ("User-Agent", "Cookie", "Content-Type", "Accept")
        headers = {name: handler.headers[name] for name in kept if name in handler.headers}
        if len(self.asked) == self.forgets_after and "Cookie" in headers:
            self.forgotten.add(headers["Cookie"])
        if headers.get("Cookie") in self.forgotten:
            del headers["Cookie"]
        connection.request(handler.command, handler.path, body or None, headers)
        answer = connection.getresponse()
        told = {
            name: answer.headers[name] for name in ("Content-Type", "Set-Cookie", "Retry-After") if answer.headers[name]
        }
        told |= {"X-Database-Lag": lag} if (lag := answer.headers["X-Database-Lag"]) else {}
        response = Response(answer.read(), answer.status, told)
        connection.close()
        return response

    @staticmethod
    def _send(handler: BaseHTTPRequestHandler, response: Response) -> None:
        send_head(handler, response.status, response.headers, len(response.body))
        if response.cut is None:
            handler.wfile.write(response.body)
        else:
            handler.wfile.write(response.body[: response.cut])
            handler.close_connection = True
