"""Why a server gave no answer, in words: what may pass, and what does not."""

from __future__ import annotations

import re

from requests import exceptions

from maillage.errors import NotFetched
from maillage.fetch.guard import Guard
from maillage.fetch.patience import Passing
from maillage.sentences import Said, recognised

CHECK_URL = Said("check the url")
LAG = 5.0  # seconds to wait where a server is asked too often, and does not say how long
_CAPTCHA = re.compile(
    rb"captcha|cf-challenge|challenge-platform|just a moment|anubis|are you a robot|verify(?:ing)? you are human"
    rb"|not a robot|je ne suis pas un robot",
    re.IGNORECASE,
)
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)


def is_html(content: bytes) -> bool:
    """Whether something begins as a page does."""
    return bool(_HTML.match(content))


def asks_for_captcha(content: bytes) -> bool:
    """Whether a page wants proof that a human reads it."""
    return bool(_HTML.match(content) and _CAPTCHA.search(content))


def unreached(error: exceptions.RequestException, guard: Guard, *, answered: bool) -> Exception:
    """Why there was no response, or only a part of one.

    A host that was never reached has a wrong address most likely; later it is the network, which may come back.
    `answered`: whether it has answered before.
    """
    reason = innermost(error)
    if isinstance(error, exceptions.SSLError):
        said = Said("its certificate is not valid ({reason})", reason=reason)
        return guard.refusal(said, Said("check the url and this machine's clock; tell the administrators"))
    if isinstance(error, exceptions.ReadTimeout):
        return Passing(Said("it does not answer in time"), heavy=True)
    if isinstance(error, exceptions.ChunkedEncodingError | exceptions.ContentDecodingError):
        return Passing(Said("its answer is cut off"), heavy=True)
    if isinstance(error, exceptions.TooManyRedirects):
        return guard.refusal(Said("it sends from one address to the next without end"), CHECK_URL)
    if not isinstance(error, exceptions.ConnectionError):
        return guard.refusal(Said("its address cannot be used ({reason})", reason=reason), CHECK_URL)
    if not answered:
        said = Said("there is no connection to {host} ({reason})", host=guard.host, reason=reason)
        return guard.refusal(said, Said("check the url, and the network"))
    return Passing(Said("the connection is lost ({reason})", reason=reason))


def innermost(error: BaseException) -> Said:
    """What the system said, below what the libraries wrapped around it."""
    inner: BaseException | None = error
    while inner is not None:
        error = inner
        places = (getattr(error, "reason", None), *error.args)
        inner = next((part for part in places if isinstance(part, BaseException)), None)
    told = getattr(error, "verify_message", None) or getattr(error, "strerror", None) or str(error)
    return recognised(str(told).rpartition(": ")[2][:200] or type(error).__name__)


def wants_human(guard: Guard) -> NotFetched:
    """A captcha stands before it."""
    said = Said("it wants proof that a human asks, which no program can give")
    return guard.refusal(said, Said("ask the administrators to let maillage pass, or for the archive as a file"))
