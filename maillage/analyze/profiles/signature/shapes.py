"""What is known by its form alone: e-mail, web, telephone, postcode, CEDEX, delivery references, networks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from maillage.analyze.profiles.signature.layout import SILENT, Layout
from maillage.analyze.profiles.signature.lexicon import words_of
from maillage.analyze.profiles.signature.words import fold

# Domains that offer addresses to everybody: they name no organisation.
PROVIDERS = words_of("shapes: providers")
_GENERIC = words_of("shapes: generic")

_TLD = (
    r"(?:fr|com|org|net|eu|info|io|bzh|coop|gouv|edu|biz|pro|paris|alsace|corsica|be|ch|lu|de|uk|es|it|ca|nl|pt|at|pl"
    r"|asso|tv|me|co|re|nc|pf|gp|mq|ma|tn|dz|sn|ci|cm|us|au|jp|cn|br|ru|se|no|dk|fi|ie|cz|ai|app|dev|tech|nu|cat|gal"
    r"|online|site|website|shop|store|agency|consulting|solutions|services|studio|media|xyz|immo|maison|expert|events"
    r"|academy|school|education|earth|green|bio|health|click|link|space|world|group|email|int|gov|example)"
)
_AT = r"(?:@|\s?[\[({<]\s?(?:at|arobase|AT|chez|à)\s?[\])}>]\s?)"
EMAIL = re.compile(
    rf"(?<![\w.+'’&=-])(?:mailto:)?[\w.+'’&=-]{{1,64}}{_AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}",
)
_SPOKEN_EMAIL = re.compile(
    r"\b(?:[\w+-]{1,40}(?: dot | point |<dot>)){0,2}[\w.+-]{2,64}(?: (?:at|AT|arobase) |<at>)"
    r"[\w-]{2,63}(?:(?:\.| dot | point |<dot>)[\w-]{2,63}){0,3}(?:\.| dot | point |<dot>)"
    r"(?:fr|com|org|net|edu|eu|info|example)\b"
)
_SPACED_EMAIL = re.compile(r"\b[\w+-]{1,64}(?: ?\. ?[\w+-]{1,64}){0,3} @ [\w-]{1,63}(?: \. [\w-]{1,63}){1,5}")
_SPOKEN_AT = re.compile(r" (?:at|AT|arobase) |<at>| @ |\s?[\[({<]\s?(?:at|arobase|AT|chez|à)\s?[\])}>]\s?")
_SPOKEN_DOT = re.compile(r" dot | point |<dot>| ?\. ?")
_MAILTO = "mailto:"
_HOST = re.compile(r"[/?#:]")
URL = re.compile(
    r"\b(?:https?|ftps?)(?:://|:(?=w))[^\s<>\"«»]{1,300}"
    r"|(?<![\w@.])www\d?\.[^\s<>\"«»,;|()]{2,300}"
    rf"|(?<![\w@./’'&-])(?:[\w-]{{1,63}}\.){{1,4}}{_TLD}(?![\w@.'’-]*@)(?:/[^\s<>\"«»,;|()]{{0,300}}|(?![\w-]))",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?:linkedin\.com/(?:in|company|pub|school)/|facebook\.com/|twitter\.com/|instagram\.com/|youtube\.com/(?:c|user|@)"
    r"|viadeo\.com/|tiktok\.com/@|github\.com/|//x\.com/)[^\s/]",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-z_]\w{1,40}(?![\w.-]*@)(?!\.\w)")
_NUMBERED = re.compile(  # figures that are no telephone: registers, taxes, accounts
    r"\b(?=[a-z])(?:n[°o]\s*)?"
    r"(?:siret|siren|rcs|r\.c\.s\.?|tva|iban|bic|ape|naf|rna|orias|nda|d[ée]claration|capital(?: de)?"
    r"|agr[ée]ment|cppap|issn|isbn|rpps|adeli|finess|licences?|uai|rne)\b[^\n]{0,120}",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?<!\w)(?:CS|C\.S\.|CC|BP|B\.P\.?|TSA|P\.?\s?O\.? Box|GPO Box|Postfach|Pos(?:t)?bus|Apartado"
    r"|[Bb]o[îi]te [Pp]ostale|[Cc]ase (?:[Pp]ostale|[Cc]ourrier|[Pp]alais))\s*(?:n[°o]\.?\s*)?"
    r"[A-Z]?\d[\d]*(?:[ .]\d{2,4}){0,2}(?![\w])"
)
_CEDEX = re.compile(r"\bc[ée]dex\b(?:[^\S\n]*(?:n°\s?)?\d{1,2}\b(?![^\S\n]?\d))?", re.IGNORECASE)
_POSTCODE = re.compile(
    r"(?<![\w+.,€$/-])(?:(?:FR?|CH|B|BE|D|DE|L|LU|I|IT|E|ES|NL|A|AT|P|PT|MC)[-–]\s?|F(?=\d))?"
    r"(?:\d{5}|\d{2} \d{3}(?=[^\S\n]+[A-ZÉÈÎ]))(?![\w@€%-]|[.,]\d| ?(?:euros|adh|€))"
)
_SHORT_POSTCODE = re.compile(  # 4 digits: only with the country's letter before, or its name behind
    r"(?<![\w+.-])(?:(?:CH|B|BE|L|LU|A|AT|DK|NO|AU)[-–]\s?\d{4}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}"
    r"|[A-Z]\d[A-Z] ?\d[A-Z]\d|(?<=[A-Z]{2} )\d{5}-\d{4}|\d{4} [A-Z]{2}(?= [A-Z][a-z]))(?![\w-])"
)
_PHONE = re.compile(
    r"(?<![\w@/.,=-])"
    r"(?:\(?(?:\+|00)[ .]?\(?\d{1,3}\)?[ .\-–]{0,2}"
    r"(?:[({][ .]?0?[ .|]?\d{0,4}[ .]?[)}]?[ .\-–]{0,2})?\d(?:[ .\-–/]{0,3}\(?\d\)?){5,12}"
    r"|\(?0[ .]?\d\)?(?:[ .\-–/]{0,3}\d){8}"
    r"|33[ .]?\(?0?\)?[ .]?\d(?:[ .-]?\d){8,9}"
    r"|\(\d{2,5}\)[ .-]?\d(?:[ .-]?\d){5,9}"
    r"|0[89][ .]?\d{2}[ .]?\d{2,3}[ .]?\d{2,3}(?:[ .]?\d{2})?"
    r"|\d{3}[-.]\d{3}[-.]\d{4})"
    r"(?!\d|[\w-]*@)"
)
_LABELLED_PHONE = re.compile(
    r"(?:\b(?:t[ée]l(?:[ée]phone)?|phone|mob(?:ile)?|portable|port|gsm|fax|t[ée]l[ée]copie|standard|ligne directe|cell"
    r"|ph|voice|accueil|secr[ée]tariat)\b\.?|☎|✆|📞|📱)[^\S\n]{0,3}"
    r"(?:\([^)\n]{1,20}\)|pro|fixe|direct|mobile|/[^\S\n]?fax)?\.?"
    r"[^\S\n]{0,3}[:=]?[^\S\n]{0,3}(?P<number>[+(]{0,2}\d(?:[ .\-–/()]{0,3}\d){5,15}\)?)(?![\w@])",
    re.IGNORECASE,
)
_SOCIAL = re.compile(
    r"\b(?=[a-z])(?:LinkedIn|Facebook|Twitter|Instagram|YouTube|Viadeo|Mastodon|TikTok|Pinterest|Snapchat|WhatsApp"
    r"|Skype|Telegram|Bluesky|GitHub|Flickr|Vimeo|Dailymotion|ResearchGate|Jabber|XMPP|Diaspora|Discord|ICQ|MSN)\b",
    re.IGNORECASE,
)


_MOST_NAME_WORDS = 7


class _Kind(NamedTuple):
    kind: str
    rule: str
    pattern: re.Pattern[str]
    confidence: float


_PICTURE = re.compile(
    r"\[?cid:[^\]\s>]{1,200}\]?|\[(?:image|logo|photo|inline|signature)\b[^\]\n]{0,200}\]", re.IGNORECASE
)
_KINDS = (
    _Kind(SILENT, "register", _NUMBERED, 1),
    _Kind("reference", "delivery-reference", _REFERENCE, 0.95),
    _Kind("cedex", "cedex", _CEDEX, 0.99),
    _Kind("phone", "telephone", _PHONE, 0.95),
    _Kind("phone", "labelled-telephone", _LABELLED_PHONE, 0.95),
    _Kind("postcode", "postcode", _POSTCODE, 0.9),
    _Kind("postcode", "foreign-postcode", _SHORT_POSTCODE, 0.7),
    _Kind("social", "network", _SOCIAL, 0.95),
)


def take(layout: Layout) -> None:
    """Take all that its form tells, the surest first; then note whose addresses they are."""
    text = layout.text
    if "[" in text or "cid:" in text:
        for begin, end in _new(layout, _PICTURE):
            _claim(layout, SILENT, begin, end, "picture", 1)
    hosts: list[str] = []
    if "@" in text or _SPOKEN_AT.search(text):
        hosts += _emails(layout)
    if "." in text:
        hosts += _pages(layout)
    layout.hosts = tuple(dict.fromkeys(hosts))
    for kind in _KINDS:
        for begin, end in _new(layout, kind.pattern):
            _claim(layout, kind.kind, begin, end, kind.rule, kind.confidence)
    if "social" in layout.taken:
        _names_on_networks(layout)


def _names_on_networks(layout: Layout) -> None:
    """What a person or a firm is called on a network: "Facebook : Les Ateliers du Quai", "GitHub anneb"."""
    words = layout.words
    for index in range(len(words) - 1):
        if layout.taken[index] != "social" or layout.taken[index + 1]:
            continue
        colon = words[index + 1].text == ":"
        begin = end = index + 1 + colon
        while (
            end < len(words)
            and not layout.taken[end]
            and (words[end].look not in ("mark", "break") or words[end].text in "'’&-")
        ):
            end += 1
        if end < len(words) and layout.taken[end]:
            continue  # "Facebook et Instagram"
        if (colon and begin < end <= begin + _MOST_NAME_WORDS) or (end == begin + 1 and words[begin].look == "lower"):
            layout.take("user", begin, end, "name-on-network", 0.7)


def _emails(layout: Layout) -> list[str]:
    """Take the e-mail addresses and accounts; what their hosts are called."""
    locals_: list[str] = []
    hosts: list[str] = []
    text = layout.text
    patterns = (
        [EMAIL] * ("@" in text) + [_SPOKEN_EMAIL] * bool(_SPOKEN_AT.search(text)) + [_SPACED_EMAIL] * (" @ " in text)
    )
    for pattern in patterns:
        for start, end in _new(layout, pattern):
            begin = start + len(_MAILTO) * layout.text.startswith(_MAILTO, start)
            _claim(layout, "email", begin, end, "address", 0.99)
            local, _, host = _SPOKEN_AT.sub("@", layout.text[begin:end]).partition("@")
            locals_.append(fold(local))
            hosts += _names_of_host(_SPOKEN_DOT.sub(".", host))
    for begin, end in _new(layout, _HANDLE):
        _claim(layout, "user", begin, end, "handle", 0.9)
    layout.locals = tuple(dict.fromkeys(locals_))
    return hosts


def _pages(layout: Layout) -> list[str]:
    """Take the addresses of pages, and of accounts on networks; what the hosts of the pages are called."""
    hosts: list[str] = []
    for begin, end in _new(layout, URL):
        written = layout.text[begin:end].rstrip(".,;:!?)'’]")
        if _ACCOUNT.search(written):
            _claim(layout, "user", begin, begin + len(written), "account", 0.95)
        else:
            _claim(layout, "url", begin, begin + len(written), "web", 0.95)
            hosts += _names_of_host(_HOST.split(written.partition("://")[2] or written, maxsplit=1)[0])
    return hosts


def _new(layout: Layout, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where a pattern stands in words that nothing took."""
    group = "number" if "number" in pattern.groupindex else 0
    for found in pattern.finditer(layout.text):
        begin, end = found.span(group)
        first, last = layout.at(begin, end)
        if not any(layout.taken[first:last]):
            yield begin, end


def _claim(layout: Layout, kind: str, begin: int, end: int, rule: str, confidence: float) -> None:
    first, last = layout.at(begin, end)
    for index in range(first, last):
        layout.taken[index] = kind
    if kind != SILENT:
        layout.add(kind, begin, end, rule, confidence)


def _names_of_host(host: str) -> list[str]:
    """The parts of a host's name that may name an organisation: "lists.ville-brest.fr" tells "ville-brest"."""
    parts = fold(host).strip(". ").split(".")[:-1]
    return [part for part in parts if len(part) > 1 and part not in PROVIDERS and part not in _GENERIC]
