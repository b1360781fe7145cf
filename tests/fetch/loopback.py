"""A real server on loopback, whose answers are those of a test; what stands for archives and wikis is one of these."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs


class Loopback(ABC):
    """Listens from its making on, and answers while it is serving: each request in a thread of its own."""

    def __init__(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.respond(self, b"")

            def do_POST(self) -> None:
                outer.respond(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @abstractmethod
    def respond(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        """Answer a request, whose body is `body`."""

    @property
    def port(self) -> int:
        return self.server.server_port

    @contextmanager
    def serving(self) -> Iterator[Self]:
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()
            thread.join()


def last_of_each(query: str) -> dict[str, str]:
    """The fields of a form or an address; of one that is there several times, the last."""
    return {key: values[-1] for key, values in parse_qs(query, keep_blank_values=True).items()}


def send_head(handler: BaseHTTPRequestHandler, status: int, headers: Mapping[str, str], size: int) -> None:
    """The status and the headers of an answer of `size` bytes."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(size))
    handler.end_headers()
