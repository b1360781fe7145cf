"""A real server on loopback that gives out the files of a folder as web servers do, and misbehaves where told to."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

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


class Archive:
    """The files of a folder, by their paths: ETag, Last-Modified, ranges, `index.html`, redirects to folders.

    `packs`: pages are packed on the way; `validates`: files have an ETag and a Last-Modified.
    """

    def __init__(self, folder: Path, answer: Answer = lambda _: None) -> None:
        self.folder = folder
        self.answer = answer
        self.packs = True
        self.validates = True
        self.asked: list[Asked] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else each answer waits 40 ms between its head and its body

            def do_GET(self) -> None:
                outer._serve(self, b"")

            def do_POST(self) -> None:
                outer._serve(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # a connection that whoever asked closes

    @property
    def port(self) -> int:
        return self._server.server_port

    def speaks(self, context: ssl.SSLContext) -> None:
        """Answer over TLS from now on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def url(self, path: str = "") -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}/{path}"

    def paths(self) -> list[str]:
        """What was asked for so far, but for robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    @contextmanager
    def serving(self) -> Iterator[Archive]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def _serve(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        fields = {key: values[-1] for key, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        asked = Asked(handler.command, handler.path, dict(handler.headers.items()), fields)
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
        handler.send_response(response.status)
        for name, value in response.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(response.body)))
        handler.end_headers()
        body = response.body if response.cut is None else response.body[: response.cut]
        if response.drip:
            for place in range(len(body)):
                handler.wfile.write(body[place : place + 1])
                handler.wfile.flush()
                time.sleep(response.drip)
        else:
            handler.wfile.write(body)
        handler.close_connection = response.cut is not None


def fetched(kind: str, url: str, path: Path, **options: Any) -> Fetched:
    """Fetch a list with little patience."""
    return fetch(Source("essai", kind, path, web=WebOptions(url=url, **options)), None, IMPATIENT)


def files(path: Path) -> dict[str, bytes]:
    """The files that a reader of the folder sees, by their paths in it."""
    found = (file for file in sorted(path.rglob("*")) if file.is_file())
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in found if not file.name.startswith(".")}
