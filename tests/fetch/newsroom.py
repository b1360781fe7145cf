"""A news server on loopback that has what a test gives it, and misbehaves where told to."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

GROUP = "atelier.discussions"


@dataclass
class Newsroom:
    """A group of articles by number.

    `account`: who may read, and the password; `cuts_at`: the connection ends instead of each such article, once;
    `greeting`: its first word; `last`: the number that it calls its last one.
    """

    articles: Mapping[int, bytes]
    account: tuple[str, str] | None = None
    cuts_at: set[int] = field(default_factory=set)
    greeting: bytes = b"201 ready"
    last: int = 0
    heard: list[str] = field(default_factory=list)
    context: ssl.SSLContext | None = None
    port: int = 0

    @contextmanager
    def serving(self) -> Iterator[Newsroom]:
        """Serve on a free port."""
        room = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(ConnectionError):
                    room._talk(self)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass  # a client that does not like the certificate

        with Server(("127.0.0.1", 0), Handler) as server:
            if self.context:
                server.socket = self.context.wrap_socket(server.socket, server_side=True)
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()

    def url(self, scheme: str = "nntp", host: str = "127.0.0.1") -> str:
        """The address of the group."""
        return f"{scheme}://{host}:{self.port}/{GROUP}"

    def _talk(self, handler: socketserver.StreamRequestHandler) -> None:
        handler.wfile.write(self.greeting + b"\r\n")
        is_in = self.account is None
        while line := handler.rfile.readline().decode().strip():
            self.heard.append(line)
            command, *words = line.split(" ")
            if command == "AUTHINFO" and self.account:
                good = words == ["USER", self.account[0]] or words == ["PASS", self.account[1]]
                is_in = is_in or (good and words[0] == "PASS")
                handler.wfile.write(b"481 no\r\n" if not good else b"281 ok\r\n" if is_in else b"381 password\r\n")
            elif not is_in:
                handler.wfile.write(b"480 log in\r\n")
            elif command == "GROUP":
                first, last = min(self.articles, default=1), self.last or max(self.articles, default=0)
                told = f"211 {len(self.articles)} {first} {last} {GROUP}\r\n".encode()
                handler.wfile.write(told if words == [GROUP] else b"411 no such group\r\n")
            elif int(words[0]) in self.cuts_at:
                self.cuts_at.remove(int(words[0]))
                return
            elif content := self.articles.get(int(words[0])):
                handler.wfile.write(b"220 " + words[0].encode() + b" <x@y>\r\n" + content + b".\r\n")
            else:
                handler.wfile.write(b"423 no such article\r\n")
