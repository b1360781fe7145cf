"""A real MediaWiki for tests: Debian's package, SQLite, PHP's own web server on loopback, in French.

Everything is written below one folder, and the server ends with whoever started it. Two request headers let a
history of years be written in seconds: `X-Wiki-Clock: 2009-03-14T09:26:53Z` is the moment at which the wiki lives a
request, `X-Wiki-Address: 192.0.2.17` the address it comes from.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

INSTALLED = Path("/usr/share/mediawiki")
PACKAGES = "mediawiki php-cli php-sqlite3 php-mbstring php-xml php-intl php-apcu"
PHP_MODULES = frozenset({"apcu", "intl", "mbstring", "pdo_sqlite", "xml"})
ADMIN, PASSWORD = "Intendance", "Les-clefs-du-moulin-7"
BORN = "20040105080000"  # when the main page and the administrator's account were made
BASE = "http://wiki.valdemorne.example"  # what the wiki calls itself, whatever the port
LONGEST_START = 20.0  # seconds

SETTINGS = r"""<?php
// Read at the end of LocalSettings.php, at every request.
$tests = json_decode( file_get_contents( __DIR__ . '/switches.json' ), true );

$wgServer = "http://127.0.0.1:{$tests['port']}";
$wgCanonicalServer = '@BASE@';
$wgScriptPath = '/w';
$wgArticlePath = '/wiki/$1';
$wgUploadDirectory = __DIR__ . '/images';
$wgCacheDirectory = __DIR__ . '/cache';
$wgLocaltimezone = 'Europe/Paris';
$wgEnableEmail = $wgPingback = $wgUseInstantCommons = $wgAllowExternalImages = false;
$wgShowExceptionDetails = true;
$wgJobRunRate = 0;

// One process answers, so that its memory can be the cache; nothing waits for the disk.
$wgMainCacheType = $wgSessionCacheType = $wgParserCacheType = PHP_SAPI === 'cli' ? CACHE_NONE : CACHE_ACCEL;
foreach ( [ &$wgDBservers, &$wgObjectCaches[CACHE_DB]['server'], &$wgLocalisationCacheConf['storeServer'],
	&$wgJobTypeConf['default']['server'] ] as $number => &$server ) {
	if ( $number === 0 ) {
		$server = [ [ 'type' => 'sqlite', 'dbname' => $wgDBname, 'dbDirectory' => $wgSQLiteDataDir, 'flags' => 0,
			'load' => 1, 'trxMode' => 'IMMEDIATE', 'variables' => [ 'synchronous' => 'OFF' ] ] ];
	} else {
		$server['variables']['synchronous'] = 'OFF';
	}
}
unset( $server );

// People come and write as fast as they can, under simple passwords.
$wgRateLimits = $wgPasswordAttemptThrottle = $wgAccountCreationThrottle = $wgTempAccountCreationThrottle = [];
$wgPasswordPolicy['policies'] = [ 'default' => [ 'MinimalPasswordLength' => 1 ] ];
$wgPasswordDefault = 'A';
$wgEnableBotPasswords = true;
$wgAutoConfirmAge = $wgAutoConfirmCount = 0;
$wgGroupPermissions['*']['read'] = !( $tests['private'] ?? false );
$wgGroupPermissions['*']['edit'] = $tests['anonymous_edits'] ?? true;
foreach ( [ 'deleterevision', 'deletelogentry', 'mergehistory', 'importupload', 'apihighlimits' ] as $right ) {
	$wgGroupPermissions['sysop'][$right] = true;
}
$wgGroupPermissions['bureaucrat']['renameuser'] = true;
$wgGroupPermissions['animation'] = [ 'rollback' => true, 'autopatrol' => true ];  // a group of this wiki's own
$wgImportSources = [ 'ancien' ];

// Spaces of this wiki: contents that are not in the main one, and their talk.
$wgExtraNamespaces = [ 100 => 'Atelier', 101 => 'Discussion_atelier' ];
$wgContentNamespaces = [ NS_MAIN, 100 ];
$wgNamespacesWithSubpages = array_fill_keys( [ 0, 1, 2, 3, 4, 100, 101 ], true );

if ( $tests['read_only'] ?? '' ) {
	$wgReadOnly = $tests['read_only'];
}
if ( isset( $tests['maxlag'] ) ) {
	$wgHooks['ApiMaxLagInfo'][] = static function ( array &$info ) use ( $tests ) {
		$info = [ 'host' => 'essai', 'lag' => (float)$tests['maxlag'], 'type' => 'db' ];
	};
}
$clock = PHP_SAPI === 'cli-server' ? $_SERVER['HTTP_X_WIKI_CLOCK'] ?? '' : (string)getenv( 'WIKI_CLOCK' );
if ( $clock !== '' ) {
	\Wikimedia\Timestamp\ConvertibleTimestamp::setFakeTime( $clock );
}
if ( isset( $_SERVER['HTTP_X_WIKI_ADDRESS'] ) ) {
	$_SERVER['REMOTE_ADDR'] = $_SERVER['HTTP_X_WIKI_ADDRESS'];
}
eval( $tests['more'] ?? '' );
"""

ROUTER = r"""<?php
// Every request passes here first: a wiki that has been told to fail does so before MediaWiki is asked.
$path = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
file_put_contents( __DIR__ . '/requests.log', json_encode( [ $path, $_GET + $_POST,
	$_SERVER['HTTP_USER_AGENT'] ?? '' ] ) . "\n", FILE_APPEND );
$failures = @json_decode( @file_get_contents( __DIR__ . '/failures.json' ), true );
if ( $failures && $failures['after']-- <= 0 && $failures['times']-- > 0 ) {
	file_put_contents( __DIR__ . '/failures.json', json_encode( $failures ) );
	http_response_code( $failures['status'] );
	foreach ( $failures['headers'] as $name => $value ) {
		header( "$name: $value" );
	}
	echo $failures['body'];
	return true;
} elseif ( $failures ) {
	file_put_contents( __DIR__ . '/failures.json', json_encode( $failures ) );
}
if ( strncmp( $path, '/wiki/', 6 ) === 0 || $path === '/' ) {
	$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/w/index.php';
	$_SERVER['SCRIPT_FILENAME'] = '@INSTALLED@/index.php';
	unset( $_SERVER['PATH_INFO'] );
	chdir( '@INSTALLED@' );
	require '@INSTALLED@/index.php';
	return true;
}
return require '@INSTALLED@/maintenance/dev/includes/router.php';
"""


def lacking() -> str:
    """What this machine lacks to run a MediaWiki, "" when nothing."""
    php = shutil.which("php")
    if php is None or not (INSTALLED / "maintenance/install.php").exists():
        return f"no MediaWiki here: apt-get install {PACKAGES}"
    modules = subprocess.run([php, "-m"], capture_output=True, text=True, check=True).stdout.split()
    missing = PHP_MODULES - {module.lower() for module in modules}
    return f"PHP has no {', '.join(sorted(missing))} here: apt-get install {PACKAGES}" if missing else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class MediaWiki:
    """A wiki below a folder. As a context it is served; `url` ends with `/w/`, the place of `api.php`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: subprocess.Popen[bytes] | None = None
        self._switches: dict[str, object] = {"port": 0}

    @classmethod
    def create(cls, folder: Path) -> MediaWiki:
        """A new wiki: a main page, an administrator, nobody else."""
        for name in ("db", "images", "cache", "htdocs"):
            (folder / name).mkdir(parents=True)
        wiki = cls(folder)
        settings = folder / "LocalSettings.php"
        wiki.maintenance(
            "install", "--dbtype=sqlite", f"--dbpath={folder / 'db'}", "--dbname=wiki", f"--confpath={folder}",
            f"--server={BASE}", "--scriptpath=/w", "--lang=fr", f"--pass={PASSWORD}", "--skins=Vector",
            "--extensions=Renameuser,ParserFunctions,Cite", "Wiki du val de Morne", ADMIN,
        )  # fmt: skip
        wiki._born()
        with settings.open("a", encoding="utf-8") as file:
            file.write('\nrequire_once __DIR__ . "/TestSettings.php";\n')
        (folder / "TestSettings.php").write_text(SETTINGS.replace("@BASE@", BASE), encoding="utf-8")
        (folder / "router.php").write_text(ROUTER.replace("@INSTALLED@", str(INSTALLED)), encoding="utf-8")
        (folder / "htdocs/w").symlink_to(INSTALLED)
        return wiki

    def copy(self, folder: Path) -> MediaWiki:
        """The same wiki below another folder, to be changed; this one may go on being served, but not written to."""
        shutil.copytree(self.folder, folder, symlinks=True)
        settings = folder / "LocalSettings.php"
        settings.write_text(settings.read_text().replace(str(self.folder), str(folder)))
        return MediaWiki(folder)

    def _born(self) -> None:
        """Date what the installer made, so that the wiki is the same whenever it is made."""
        columns = {
            "revision": "rev_timestamp", "page": "page_touched", "recentchanges": "rc_timestamp",
            "logging": "log_timestamp", "user": "user_registration",
        }  # fmt: skip
        with closing(sqlite3.connect(self.database)) as database, database:
            database.execute("pragma journal_mode = wal")
            for table, column in columns.items():
                database.execute(f"update {table} set {column} = ?", (BORN,))

    # ------------------------------------------------------------------------------- serving

    @property
    def database(self) -> Path:
        """The wiki's own database file."""
        return self.folder / "db/wiki.sqlite"

    @property
    def url(self) -> str:
        """Where `api.php` and `index.php` are."""
        return f"http://127.0.0.1:{self._switches['port']}/w/"

    @property
    def api(self) -> str:
        """Where the API is."""
        return f"{self.url}api.php"

    def __enter__(self) -> Self:
        """Serve the wiki on a free port of loopback until the context ends, or this process does."""
        port = self._switches["port"] or _free_port()  # the same again after a pause
        self.switch(port=port)
        dies_too = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
        with (self.folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                [
                    *dies_too, "php", "-d", "memory_limit=512M", "-d", "opcache.enable_cli=1", "-d",
                    "opcache.validate_timestamps=0", "-d", "apc.enable_cli=1", "-d", "apc.use_request_time=0",
                    "-d", "display_errors=0", "-d", "log_errors=1", "-S", f"127.0.0.1:{port}",
                    "-t", str(self.folder / "htdocs"), str(self.folder / "router.php"),
                ],
                env=self._environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._wait()
        return self

    def _wait(self) -> None:
        assert self._server
        until = time.monotonic() + LONGEST_START
        while time.monotonic() < until and self._server.poll() is None:
            with suppress(urllib.error.URLError, ConnectionError):
                self.get(action="query", meta="siteinfo")
                return
            time.sleep(0.05)
        self.__exit__()
        log = (self.folder / "server.log").read_text(errors="replace")
        raise RuntimeError(f"MediaWiki does not start: {log[-2000:]}")

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        if self._server is not None:
            self._server.send_signal(signal.SIGKILL)  # PHP has nothing to tidy up, SQLite keeps what is committed
            self._server.wait()
            self._server = None

    def _environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        return {**kept, "LANG": "C.UTF-8", "MW_CONFIG_FILE": str(self.folder / "LocalSettings.php"), **more}

    # ------------------------------------------------------------------------------- asking and changing it

    def get(self, **asked: object) -> dict[str, object]:
        """What the API answers to an anonymous reader."""
        query = urlencode({"format": "json", "formatversion": 2, **asked})
        with urllib.request.urlopen(f"{self.api}?{query}", timeout=30) as answer:  # noqa: S310 on loopback
            found: dict[str, object] = json.loads(answer.read())
        return found

    def switch(self, **values: object) -> None:
        """Change how the wiki behaves from the next request on; None takes a switch back.

        `private`: people must log in to read. `anonymous_edits`: False where they must to write. `read_only`: a
        reason. `maxlag`: the seconds that its databases are said to be late. `more`: settings in PHP, as
        LocalSettings.php has them.
        """
        self._switches |= values
        self._switches = {name: value for name, value in self._switches.items() if value is not None}
        (self.folder / "switches.json").write_text(json.dumps(self._switches), encoding="utf-8")

    @contextmanager
    def switched(self, **values: object) -> Iterator[None]:
        """The wiki with some switches, inside a `with`."""
        before = {name: self._switches.get(name) for name in values}
        self.switch(**values)
        try:
            yield
        finally:
            self.switch(**before)

    def fail(
        self, status: int, times: int, *, after: int = 0, body: str = "", headers: dict[str, str] | None = None
    ) -> None:
        """Answer the next requests, `times` of them, with a failure, after having answered `after` ones well."""
        told = {"status": status, "times": times, "after": after, "body": body, "headers": headers or {}}
        (self.folder / "failures.json").write_text(json.dumps(told), encoding="utf-8")

    def requests(self) -> list[tuple[str, dict[str, str], str]]:
        """Every request since the wiki was made: its path, what it asks, and the User-Agent."""
        lines = (self.folder / "requests.log").read_text(encoding="utf-8").splitlines()
        return [(path, dict(asked), agent) for path, asked, agent in map(json.loads, lines)]

    def maintenance(self, script: str, *arguments: str, at: str = "", said: str = "") -> str:
        """What a script of MediaWiki's `maintenance` folder prints. `at`: its clock; `said`: its standard input."""
        done = subprocess.run(
            ["php", str(INSTALLED / f"maintenance/{script}.php"), *arguments],
            env=self._environment(**({"WIKI_CLOCK": at} if at else {})),
            input=said, capture_output=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout

    def dump(self, *arguments: str) -> str:
        """A dump of the wiki as XML: `--full` or `--logs`, with `--stub` for one without texts."""
        return self.maintenance("dumpBackup", "--quiet", *arguments)

    def bot_password(self, user: str = ADMIN, purpose: str = "maillage") -> tuple[str, str]:
        """The name and the secret of a new bot password that may read everything the account may."""
        secret = "0123456789abcdef0123456789abcdef"  # noqa: S105 as long as MediaWiki wants it
        self.maintenance("createBotPassword", "--appid", purpose, "--grants", "basic,highvolume", user, secret)
        return f"{user}@{purpose}", secret
