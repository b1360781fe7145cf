"""A real server on loopback that gives out the files of a folder as web servers do, and misbehaves where told to."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from fetch.loopback import Loopback, last_of_each, send_head

from maillage.fetch import Fetched, Patience, fetch
from maillage.project import Source, WebOptions

IMPATIENT = Patience(first=0.01, most=0.05, total=0.5, pause=0.0)
TYPES = {".html": "text/html", ".txt": "text/plain", ".gz": "application/x-gzip"}


class Asked(NamedTuple):
    """A request as the server saw it."""

    method: str
    path: str
    headers: Mapping[str, str]
    fields: Mapping[str, str]


@dataclass
class Response:
    """What is sent back. `cut`: only so many bytes of the body; `drip`: seconds between two bytes of it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    drip: float = 0.0


Answer = Callable[[Asked], Response | None]
"""What a test answers itself; None where the folder answers."""


class Archive(Loopback):
    """The files of a folder, by their paths: ETag, Last-Modified, ranges, `index.html`, redirects to folders.

    `packs`: pages are packed on the way; `validates`: files have an ETag and a Last-Modified.
    """

    def __init__(self, folder: Path, answer: Answer = lambda _: None) -> None:
        super().__init__()
        self.folder = folder
        self.answer = answer
        self.packs = True
        self.validates = True
        self.asked: list[Asked] = []
        self.server.handle_error = lambda *_: None  # a connection that whoever asked closes

    def speaks(self, context: ssl.SSLContext) -> None:
        """Answer over TLS from now on."""
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def url(self, path: str = "") -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}/{path}"

    def paths(self) -> list[str]:
        """What was asked for so far, but for robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def respond(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        asked = Asked(handler.command, handler.path, dict(handler.headers.items()), last_of_each(body.decode()))
        self.asked.append(asked)
        response = self.answer(asked) or self.of_folder(asked)
        with suppress(BrokenPipeError, ConnectionResetError):
            self._send(handler, response)

    def of_folder(self, asked: Asked) -> Response:
        """What a web server says of a file of the folder."""
        path = self.folder / unquote(urlsplit(asked.path).path).lstrip("/")
        if path.is_dir() and not asked.path.endswith("/"):
            return Response(b"", 301, {"Location": asked.path + "/"})
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            return Response(b"<html><title>404 Not Found</title></html>", 404, {"Content-Type": "text/html"})
        content = file.read_bytes()
        headers = {"Content-Type": TYPES.get(file.suffix, "application/octet-stream"), "Accept-Ranges": "bytes"}
        if self.validates:
            headers["ETag"] = f'"{sha256(content).hexdigest()[:12]}"'
            headers["Last-Modified"] = formatdate(int(file.stat().st_mtime), usegmt=True)
            if asked.headers.get("If-None-Match") == headers["ETag"]:
                return Response(b"", 304, headers)
        wanted = asked.headers.get("Range", "")
        if wanted and self.validates and asked.headers.get("If-Range") in (headers["ETag"], headers["Last-Modified"]):
            begin = int(wanted.removeprefix("bytes=").removesuffix("-"))
            headers["Content-Range"] = f"bytes {begin}-{len(content) - 1}/{len(content)}"
            return Response(content[begin:], 206, headers)
        if self.packs and file.suffix == ".html" and "gzip" in asked.headers.get("Accept-Encoding", ""):
            return Response(gzip.compress(content), 200, headers | {"Content-Encoding": "gzip"})
        return Response(content, 200, headers)

    @staticmethod
    def _send(handler: BaseHTTPRequestHandler, response: Response) -> None:
        send_head(handler, response.status, response.headers, len(response.body))
        body = response.body if response.cut is None else response.body[: response.cut]
        if response.drip:
            for place in range(len(body)):
                handler.wfile.write(body[place : place + 1])
                handler.wfile.flush()
                time.sleep(response.drip)
        else:
            handler.wfile.write(body)
        handler.close_connection = response.cut is not None


def certified(folder: Path) -> ssl.SSLContext:
    """What a server speaks TLS with, as localhost; whoever has `cert.pem` of the folder trusts it."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days",
         "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def fetched(kind: str, url: str, path: Path, **options: Any) -> Fetched:
    """Fetch a list with little patience."""
    return fetch(Source("essai", kind, path, web=WebOptions(url=url, **options)), None, IMPATIENT)


def files(path: Path) -> dict[str, bytes]:
    """The files that a reader of the folder sees, by their paths in it."""
    found = (file for file in sorted(path.rglob("*")) if file.is_file())
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in found if not file.name.startswith(".")}
