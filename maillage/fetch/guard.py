"""To whom requests go: to the host that the study names, and to no address that is somebody's private one.

Every connection of the program is opened here, whoever asks for it. The address is checked where the connection is
made, behind the resolution of its name, so that a name that changes its address meanwhile gains nothing. What a
request may take in all is bounded too: a server that sends a byte now and then is left.

Proxies: those of the environment (`HTTPS_PROXY`, `NO_PROXY`…) are used, as without them nothing can be reached from
behind one. The proxy itself may be anywhere, for who runs the program has named it; the host asked for is looked up
here as well, and refused where that gives a private address.
"""

from __future__ import annotations

import io
import os
import socket
import ssl
import time
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import NameResolutionError

from maillage.errors import NotFetched
from maillage.fetch.body import Bounds, whole
from maillage.sentences import Said, recognised

PORTS = {"http": 80, "https": 443, "nntp": 119, "nntps": 563}
UNHURRIED = 300.0  # seconds that any request may take
SLOWEST = 1024  # bytes that come in each further second, at least

_METADATA = {IPv4Address("168.63.129.16"), IPv4Address("192.0.0.192")}  # of clouds, outside of the private ranges
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")  # RFC 8215
_COMPATIBLE = IPv6Network("::/96")  # RFC 4291, 2.5.5.1
_SITE_LOCAL = IPv6Network("fec0::/10")
_LOOPBACK = (IPv4Address("127.0.0.1"), IPv6Address("::1"))

Address = IPv4Address | IPv6Address


def is_public(address: Address) -> bool:
    """Whether an address is one of the Internet's, in whatever form it is written.

    Private, shared, loopback, link-local, multicast, reserved and unspecified addresses are not, nor are the places
    where clouds tell secrets to their machines. Of IPv4 in IPv6 (mapped, 6to4, NAT64) the IPv4 counts.
    """
    if isinstance(address, IPv6Address):
        if inner := _inside(address):
            return is_public(inner)
        if address in _COMPATIBLE or address in _LOCAL_NAT64 or address in _SITE_LOCAL or address.teredo:
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and address not in _METADATA
    )


def _inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


class Deadline:
    """When a request has taken too long: so many seconds, and more the more has come."""

    def __init__(self) -> None:
        self._end = 0.0
        self.begin()

    def begin(self) -> None:
        """A request begins."""
        self._end = time.monotonic() + UNHURRIED

    def came(self, count: int) -> None:
        """So many bytes came."""
        self._end += count / SLOWEST

    def left(self) -> float:
        """The seconds that are left. Raises TimeoutError where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Guard:
    """What may be asked of one source: its host, at public addresses or at the one that its url writes itself.

    `url`: the address that people wrote. `addresses`: further ones that they named for it, private or not.
    """

    def __init__(self, url: str, addresses: Iterable[str] = ()) -> None:
        self.url = url
        self.scheme, self.host, self.port = _place(url)
        self.deadline = Deadline()
        literal = _literal(self.host)
        self._named: frozenset[Address] = frozenset(
            [*map(ip_address, addresses), *([literal] if literal else _LOOPBACK if self.host == "localhost" else [])]
        )

    def refusal(self, reason: Said, next_step: Said) -> NotFetched:
        """The error of this source."""
        return NotFetched(self.url, reason, next_step)

    def check(self, url: str) -> None:
        """Raise NotFetched where an address is not of the same host, with `www.` or without, or is less safe."""
        scheme, host, port = _place(url)
        if host.removeprefix("www.") != self.host.removeprefix("www.") or scheme not in PORTS:
            said = Said("it sends to another host: {url}", url=url)
            raise self.refusal(said, Said("if that is the archive, write this address instead"))
        if self.scheme.endswith("s") and not scheme.endswith("s"):
            said = Said("it sends from https to http: {url}", url=url)
            raise self.refusal(said, Said("tell the administrators; over http anybody may read and change what comes"))
        if port not in (self.port, PORTS[scheme]):
            said = Said("it sends to another port: {url}", url=url)
            raise self.refusal(said, Said("if that is the archive, write this address instead"))

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host that may be connected to. Raises NotFetched, and OSError where it has none."""
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        told = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        allowed = [address for address in told if self._is_allowed(ip_address(address.partition("%")[0]))]
        if not allowed:
            said = Said("{host} has a private address, {address}", host=host, address=", ".join(told))
            raise self.refusal(said, Said("if that is meant, write this very address into the url"))
        return allowed

    def _is_allowed(self, address: Address) -> bool:
        if self._named:
            return address in self._named or (_literal(self.host) is None and is_public(address))
        return is_public(address)

    def connected(self, timeout: float) -> socket.socket:
        """A connection to the host of the url, for what is not HTTP (NNTP); over TLS where the scheme is (`nntps`).

        Raises NotFetched, of a certificate that is not the host's too, and OSError.
        """
        trouble = OSError()
        for address in self.addresses(self.host, self.port):
            try:
                plain = socket.create_connection((address, self.port), timeout)
            except OSError as error:
                trouble = error
            else:
                return self._over_tls(plain) if self.scheme.endswith("s") else plain
        raise trouble

    def _over_tls(self, plain: socket.socket) -> socket.socket:
        trusted = certificates()
        context = ssl.create_default_context(cafile=trusted if isinstance(trusted, str) else None)
        try:
            return context.wrap_socket(plain, server_hostname=self.host)
        except ssl.SSLCertVerificationError as error:
            said = Said("its certificate is not valid ({reason})", reason=recognised(error.verify_message))
            step = Said("check the url and this machine's clock; tell the administrators")
            raise self.refusal(said, step) from error
        finally:
            if plain.fileno() >= 0:  # it was not handed on
                plain.close()


def _place(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address; a port of 0 where it has none that can be used, and "" for no host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", "", 0
    scheme = parts.scheme.lower()
    try:
        port = parts.port
    except ValueError:
        port = 0
    return scheme, _in_ascii((parts.hostname or "").rstrip(".")), PORTS.get(scheme, 0) if port is None else port


def _in_ascii(host: str) -> str:
    """A host as it is asked for: `école.example` is `xn--cole-9oa.example`; what looks like it is another one."""
    if host.isascii():
        return host.lower()
    try:
        asked = requests.Request("GET", f"http://{host}/").prepare().url
    except requests.exceptions.RequestException:
        return ""
    return urlsplit(str(asked)).hostname or ""


def _literal(host: str) -> Address | None:
    """The address that a host's name is, if it is one as people write it; `2130706433` is none."""
    try:
        return ip_address(host)
    except ValueError:
        return None


# ------------------------------------------------------------------------------------ below the session


def session(guard: Guard, user_agent: str, bounds: Bounds | None = None) -> requests.Session:
    """A session that asks nobody but whom the guard allows; certificates are checked, `.netrc` is not read.

    `bounds`: answers are read whole, within them, as mwclient wants; without, who asks reads them (`body.pieces`).
    """
    made = _Session()
    made.trust_env = False
    made.proxies.update(get_environ_proxies(guard.url))
    made.verify = certificates()
    made.max_redirects = 5
    made.headers.update({"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"})
    for scheme in ("http://", "https://"):
        made.mount(scheme, _Adapter(guard, bounds))
    return made


def certificates() -> str | bool:
    """The certificates that are trusted: a bundle that the environment names, else those of the library."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True


class _Session(requests.Session):
    """A session for which an address that is none, where a server sends to one, is an error of its own kind."""

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        try:
            return super().send(request, **options)
        except requests.exceptions.RequestException:
            raise
        except ValueError as error:
            raise requests.exceptions.InvalidURL(str(error)) from error


class _Adapter(HTTPAdapter):
    """What sends each request, those that follow a redirect too: nothing goes out that the guard did not see."""

    def __init__(self, guard: Guard, bounds: Bounds | None) -> None:
        self._guard = guard
        self._bounds = bounds
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:  # noqa: FBT001, FBT002
        self.poolmanager = _Pools(self._guard, num_pools=connections, maxsize=maxsize, block=block, **more)

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002
        timeout: Any = None,
        verify: bool | str = True,  # noqa: FBT001, FBT002
        cert: Any = None,
        proxies: dict[str, str] | None = None,
    ) -> requests.Response:
        self._guard.check(str(request.url))
        if proxies and requests.utils.select_proxy(str(request.url), proxies):
            self._look_up(str(request.url))
        self._guard.deadline.begin()
        response = super().send(request, stream, timeout, verify, cert, proxies)
        if self._bounds is not None:
            response._content = whole(response, self._bounds, self._guard)  # noqa: SLF001  # as requests does
            response._content_consumed = True  # noqa: SLF001
        return response

    def _look_up(self, url: str) -> None:
        """Refuse a host behind a proxy whose address is private, as far as it can be told from here."""
        _, host, port = _place(url)
        try:
            self._guard.addresses(host, port)
        except OSError:
            return  # only the proxy knows it


class _Pools(PoolManager):
    """The connections of a session, each of which the guard opens."""

    def __init__(self, guard: Guard, **more: Any) -> None:
        self._guard = guard
        super().__init__(**more)

    def _new_pool(self, scheme: str, *rest: Any, **more: Any) -> HTTPConnectionPool:
        pool = super()._new_pool(scheme, *rest, **more)
        made = type("Guarded", (_OverTls if scheme == "https" else _Plain,), {"guard": self._guard})
        pool.ConnectionCls = made
        return pool


class _Plain(HTTPConnection):
    """A connection to an address that was checked, watched for its whole time."""

    guard: Guard

    def _new_conn(self) -> socket.socket:
        named = self._dns_host
        try:
            addresses = self.guard.addresses(named, int(self.port or 0))
        except socket.gaierror as error:
            raise NameResolutionError(named, self, error) from error
        try:
            for address in addresses[:-1]:
                self._dns_host = address
                try:
                    return super()._new_conn()
                except OSError:
                    continue
            self._dns_host = addresses[-1]
            return super()._new_conn()
        finally:
            self._dns_host = named

    def connect(self) -> None:
        super().connect()
        self.sock = cast("socket.socket", _Watched(self.sock, self.guard.deadline))


class _OverTls(_Plain, HTTPSConnection):
    """The same, over TLS with the certificate of the name that was asked for."""


def watched(inner: socket.socket, deadline: Deadline) -> io.BufferedReader:
    """What comes from a socket, which ends with TimeoutError when the time is over."""
    return io.BufferedReader(_Reading(inner, deadline))


class _Watched:
    """A socket whose reading ends when the time of its request is over."""

    def __init__(self, inner: socket.socket, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def makefile(self, mode: str, *_: Any, **__: Any) -> io.BufferedReader:
        """What http.client reads an answer from."""
        del mode  # it is always "rb"
        return watched(self._inner, self._deadline)


class _Reading(io.RawIOBase):
    def __init__(self, inner: socket.socket, deadline: Deadline) -> None:
        self._inner = inner
        self._file = inner.makefile("rb", buffering=0)
        self._deadline = deadline
        self._patience = inner.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        left = self._deadline.left()
        self._inner.settimeout(left if self._patience is None else min(left, self._patience))
        count = cast("Any", self._file).readinto(buffer)
        self._deadline.came(count or 0)
        return cast("int | None", count)

    def close(self) -> None:
        self._file.close()
        super().close()
