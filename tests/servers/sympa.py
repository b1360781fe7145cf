"""A real Sympa for tests: Debian's package, SQLite, its web interface through lighttpd on loopback, in French.

Nothing is sent and nothing is received: mails are put into Sympa's own spool, each at its own date, and go through its
distribution into its archive. It runs as the user `sympa` that the package makes, so this needs root, and a folder
that this user can go to.
"""

from __future__ import annotations

import os
import re
import shutil
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from servers.correspondence import Posted
from servers.serving import Serving, environment, free_port, listens, ran

PACKAGES = "sympa dbconfig-sqlite3 msmtp-mta lighttpd"
WEB = Path("/usr/lib/cgi-bin/sympa/wwsympa.fcgi")
STATIC = Path("/usr/share/sympa/static_content")
DOMAIN = "listes.ponant-asso.example"
OWNER, PASSWORD = "regie@ponant-asso.example", "Le-phare-du-Four-1874"
AS_SYMPA = ("setpriv", "--reuid=sympa", "--regid=sympa", "--init-groups")
HIDING = ("at", "concealed", "javascript")  # addresses in pages
PROTECTIONS = ("none", "cookie", *HIDING)

# Every place of a Sympa, below one folder. No spool has a working default.
SPOOLS = {
    "queue": "msg", "queuemod": "moderation", "queuedigest": "digest", "queueauth": "auth", "queueoutgoing": "outgoing",
    "queuesubscribe": "subscribe", "queuetopic": "topic", "queuebounce": "bounce", "queuetask": "task",
    "queueautomatic": "automatic", "queuebulk": "bulk", "viewmail_dir": "viewmail",
}  # fmt: skip
SETTINGS = """\
domain @DOMAIN@
listmaster listmaster@@DOMAIN@
lang fr
title Listes du Ponant
db_type SQLite
db_name @FOLDER@/sympa.sqlite
etc @FOLDER@/etc
home @FOLDER@/list_data
arc_path @FOLDER@/arc
bounce_path @FOLDER@/bounce
tmpdir @FOLDER@/tmp
css_path @FOLDER@/css
css_url /css-sympa
pictures_path @FOLDER@/pictures
pictures_url /pictures-sympa
static_content_path /usr/share/sympa/static_content
static_content_url /static-sympa
wwsympa_url http://127.0.0.1:@PORT@/sympa
cookie_domain 127.0.0.1
sendmail /bin/true
sendmail_aliases none
loop_prevention_regex mailer-daemon
reject_mail_from_automates_feature off
log_socket_type native
spam_protection none
web_archive_spam_protection @PROTECTION@
"""
LIGHTTPD = """\
server.modules = ("mod_alias", "mod_fastcgi")
server.bind = "127.0.0.1"
server.port = @PORT@
server.document-root = "@FOLDER@/htdocs"
server.upload-dirs = ("@FOLDER@/tmp")
mimetype.assign = (".css" => "text/css", "" => "application/octet-stream")
alias.url = ("/static-sympa" => "@STATIC@", "/css-sympa" => "@FOLDER@/css", "/pictures-sympa" => "@FOLDER@/pictures")
fastcgi.server = ("/sympa" => ((
  "bin-path" => "@WEB@", "socket" => "@FOLDER@/wwsympa.sock", "check-local" => "disable", "max-procs" => 1,
  "bin-environment" => ("SYMPA_CONFIG" => "@FOLDER@/sympa.conf", "LC_ALL" => "C.UTF-8", "TZ" => "UTC")
)))
"""
LIST = """\
<?xml version="1.0" encoding="UTF-8"?>
<list><listname>@NAME@</listname><type>discussion_list</type><subject>@TITLE@</subject>
<description>@TITLE@</description><status>open</status><language>fr</language><topics>news</topics>
<owner multiple="1"><email>@OWNER@</email><gecos>R\xe9gie</gecos></owner></list>
"""
ACCOUNT = """
use strict; use warnings; use lib '/usr/share/sympa/lib';
use Conf; use Sympa::DatabaseManager; use Sympa::User;
Conf::load() and Sympa::DatabaseManager->instance or die "no database\\n";
Sympa::User->new($ARGV[0], password => $ARGV[1], lang => 'fr')->save or die "no account\\n";
"""
# All mails through the incoming spool, which takes them by their dates, and what distributes, into the archive's
# texts; the pages of a month are then made at once, as when an owner has them made again.
POST = """
use strict; use warnings; use lib '/usr/share/sympa/lib';
use Conf; use Sympa::Archive; use Sympa::DatabaseManager; use Sympa::Language; use Sympa::List; use Sympa::Log;
use Sympa::Message; use Sympa::Spindle::ProcessIncoming; use Sympa::Spool::Archive; use Sympa::Spool::Incoming;
Conf::load() or die "no configuration\\n";
umask oct $Conf::Conf{umask};
my $log = Sympa::Log->instance;
$log->{level} = 0; $log->{log_to_stderr} = 'all';
$log->openlog($Conf::Conf{syslog}, $Conf::Conf{log_socket_type});
my $database = Sympa::DatabaseManager->instance or die "no database\\n";
$database->do_query('PRAGMA synchronous = OFF');
Sympa::Language->instance->set_lang($Conf::Conf{lang}, 'en');
my $list = Sympa::List->new(@ARGV) or die "no list @ARGV\\n";
while (my $line = <STDIN>) {
    my ($file, $time, $sender) = split /[\\t\\n]/, $line;
    open my $handle, '<', $file or die "$file: $!\\n";
    my $text = do { local $/; <$handle> };
    my $mail = Sympa::Message->new($text, context => $list, date => $time, envelope_sender => $sender);
    Sympa::Spool::Incoming->new->store($mail) or die "$file is not taken\\n";
}
Sympa::Spindle::ProcessIncoming->new(lang => 'fr')->spin;
my $archive = Sympa::Archive->new(context => $list, create => 1);
my $spool = Sympa::Spool::Archive->new;
my %months;
while (1) {
    my ($mail, $lock) = $spool->next;
    last unless $mail and $lock;
    $archive->store($mail) or die "not archived\\n";
    $months{POSIX::strftime('%Y-%m', localtime $mail->{date})} = 1;
    $spool->remove($lock);
}
$archive->html_rebuild($_) for sort keys %months;
"""


def lacking() -> str:
    """What this machine lacks to run a Sympa, "" when nothing."""
    if not (WEB.exists() and all(map(shutil.which, ("sympa", "lighttpd", "setpriv", "perl")))):
        return f"no Sympa here: apt-get install {PACKAGES}"
    return "" if os.geteuid() == 0 else "Sympa runs as a user of its own, which takes root"


class Sympa:
    """A Sympa below a folder. As a context its web interface is served at `url`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._serving: Serving | None = None

    @classmethod
    def create(cls, folder: Path, protection: str = "none") -> Sympa:
        """A new Sympa without lists. `protection`: what its web archive does against robots, one of `PROTECTIONS`."""
        sympa = cls(folder)
        for name in ("etc", "list_data", "arc", "bounce", "css", "pictures", "spool", "tmp", "htdocs", "mails"):
            (folder / name).mkdir(parents=True)
        sympa._protect(protection)
        (folder / "lighttpd.conf").write_text(sympa._filled(LIGHTTPD), encoding="utf-8")
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "sympa", "sympa")
        sympa.cli("check")
        sympa.give_account(OWNER, PASSWORD)
        return sympa

    def give_account(self, address: str, password: str) -> None:
        """Let somebody log in."""
        self._perl(ACCOUNT, address, password)

    def _protect(self, protection: str) -> None:
        spools = "".join(f"{name} {self.folder}/spool/{place}\n" for name, place in SPOOLS.items())
        settings = self._filled(SETTINGS, PROTECTION=protection) + spools
        (self.folder / "sympa.conf").write_text(settings, encoding="utf-8")
        (self.folder / "sympa.conf.bin").unlink(missing_ok=True)

    def _filled(self, text: str, **values: str) -> str:
        known = {
            "FOLDER": str(self.folder), "PORT": str(self.port), "DOMAIN": DOMAIN, "OWNER": OWNER, "STATIC": str(STATIC),
            "WEB": str(WEB), **values,
        }  # fmt: skip
        return re.sub(r"@([A-Z]+)@", lambda found: known[found[1]], text)

    def _environment(self) -> dict[str, str]:
        return environment(HOME=str(self.folder), SYMPA_CONFIG=str(self.folder / "sympa.conf"))

    def cli(self, *arguments: str, said: str = "") -> str:
        """What Sympa's own command prints: `dump`, `review`, `add`…. `said`: its standard input."""
        return ran(*AS_SYMPA, "sympa", *arguments, env=self._environment(), said=said).decode()

    def _perl(self, script: str, *arguments: str, said: str = "") -> None:
        ran(*AS_SYMPA, "perl", "-e", script, *arguments, env=self._environment(), said=said)

    # ------------------------------------------------------------------------------- lists

    def create_list(self, name: str, title: str) -> None:
        """A new list, open to all, with a public archive."""
        described = self.folder / f"tmp/{name}.xml"
        described.write_text(self._filled(LIST, NAME=name, TITLE=title), encoding="utf-8")
        self.cli("create", f"--input_file={described}", DOMAIN)
        config = self.folder / f"list_data/{name}/config"
        config.write_text(re.sub(r"(?m)^send .*", "send public", config.read_text("utf-8")), encoding="utf-8")
        self.cli("reload_list_config", f"{name}@{DOMAIN}")

    def subscribe(self, name: str, people: Mapping[str, str]) -> None:
        """Subscribe people, names by address."""
        lines = "".join(f"{address} {shown}\n" for address, shown in people.items())
        self.cli("add", "--quiet", "--force", f"{name}@{DOMAIN}", said=lines)

    def unsubscribe(self, name: str, addresses: Iterable[str]) -> None:
        """Take people off a list."""
        self.cli("del", "--quiet", "--force", f"{name}@{DOMAIN}", said="".join(f"{one}\n" for one in addresses))

    def fill(self, name: str, mails: Iterable[Posted]) -> None:
        """Post mails to a list, each at the moment it was sent.

        Sympa takes no mail without Message-ID: the server before it gives it one, as mail servers do.
        """
        lines = []
        for number, mail in enumerate(mails):
            file = self.folder / f"mails/{name}-{number:06}.eml"
            named = re.search(rb"(?im)^message-id:", mail.raw.partition(b"\n\n")[0])
            added = b"" if named else f"Message-ID: <{int(mail.at.timestamp())}.{number}@mx.{DOMAIN}>\n".encode()
            file.write_bytes(added + mail.raw)
            lines.append(f"{file}\t{int(mail.at.timestamp())}\t{mail.sender}\n")
        self._perl(POST, name, DOMAIN, said="".join(lines))
        shutil.rmtree(self.folder / "spool/bulk", ignore_errors=True)  # what would have been sent

    def tree(self, name: str) -> Path:
        """The folder of a list's archive, in which each month is one."""
        return self.folder / f"arc/{name}@{DOMAIN}"

    @property
    def database(self) -> Path:
        """Sympa's own database file."""
        return self.folder / "sympa.sqlite"

    # ------------------------------------------------------------------------------- the web

    @property
    def url(self) -> str:
        """Where the web interface is."""
        return f"http://127.0.0.1:{self.port}/sympa"

    def __enter__(self) -> Self:
        """Serve the web interface until the context ends."""
        command = [*AS_SYMPA, "lighttpd", "-D", "-f", str(self.folder / "lighttpd.conf")]
        self._serving = Serving(self.folder / "lighttpd.log", command, self._environment())
        self._serving.wait(lambda: listens(self.port))
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        if self._serving is not None:
            self._serving.stop()
            self._serving = None

    @contextmanager
    def protected(self, protection: str) -> Iterator[None]:
        """The web interface, served anew, with another of the `PROTECTIONS` inside a `with`."""
        try:
            self._served_anew(protection)
            yield
        finally:
            self._served_anew("none")

    def _served_anew(self, protection: str) -> None:
        self.__exit__()
        self._protect(protection)
        self.__enter__()

    def keep_for_members(self, name: str) -> None:
        """Show the archive of a list to its members alone."""
        config = self.folder / f"list_data/{name}/config"
        config.write_text(config.read_text("utf-8").replace("web_access public", "web_access private"), "utf-8")
        self.cli("reload_list_config", f"{name}@{DOMAIN}")

    def visitor(self) -> Visitor:
        """Somebody with a browser, whom Sympa does not know yet."""
        return Visitor(self.url)


class Visitor:
    """Somebody at the web interface, with the cookies of one browser."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))

    def cookies(self) -> str:
        """The cookies of the browser, as it shows them."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._jar)

    def page(self, path: str) -> bytes:
        """What is at a path below the interface's address."""
        with self._opener.open(f"{self.url}/{path}".rstrip("/"), timeout=60) as answer:
            content: bytes = answer.read()
        return content

    def submit(self, path: str, fields: Iterable[tuple[str, str]]) -> bytes:
        """What is answered to a form of a page, with the token that the page gives it."""
        token = re.search(rb'name="csrftoken" value="([^"]*)"', self.page(path))
        assert token, f"{path} has no form"
        body = urlencode([*fields, ("csrftoken", token[1].decode())]).encode()
        with self._opener.open(self.url, body, timeout=60) as answer:
            content: bytes = answer.read()
        return content

    def log_in(self, address: str = OWNER, password: str = PASSWORD) -> None:
        """Log in."""
        told = [("action", "login"), ("submit", "submit"), ("email", address), ("passwd", password)]
        assert b'name="passwd"' not in self.submit("login", told), "the log-in failed"

    def archive(self, name: str) -> bytes:
        """The zip of all months of a list, as its owner downloads it."""
        months = sorted(set(re.findall(rb'value="(\d{4}-\d\d)"', self.page(f"arc_manage/{name}"))))
        assert months, "no archived month"
        wanted = [("directories", month.decode()) for month in months]
        return self.submit(f"arc_manage/{name}", [("action", "arc_download"), ("list", name), *wanted])

    def members(self, name: str) -> bytes:
        """The subscribers of a list, as its owner downloads them: an address and a name a line."""
        return self.page(f"export_member/{name}/full")
