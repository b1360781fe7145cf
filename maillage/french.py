"""The French of what goes wrong: for each English sentence of an error, a mistake or a problem, the same in French.

`{…}` are filled in alike. Spaces and apostrophes are set when it is said (`sentences.typeset`), so that they are
plain here. `ERRORS`: what is raised, as a `Said`. `REASONS`: what the database keeps as English text, and what
the libraries raise; these are told by their text, and their values are reasons themselves where they are known.
"""

from __future__ import annotations

ERRORS: dict[str, str] = {
    "{text}": "{text}",
    "{file}: {reason}": "{file} : {reason}",
    "{path}: {what}; {step}": "{path} : {what} ; {step}",
    "none": "aucun",
    # errors.py
    "cannot read {path}: {reason}; {next_step}": "impossible de lire {path} : {reason} ; {next_step}",
    "cannot use {path}: {reason}; {next_step}": "impossible d'utiliser {path} : {reason} ; {next_step}",
    "cannot write {path}: {reason}; {next_step}": "impossible d'écrire {path} : {reason} ; {next_step}",
    "{path} has 1 mistake to correct:": "une erreur à corriger dans {path} :",
    "{path} has {count} mistakes to correct:": "{count} erreurs à corriger dans {path} :",
    "there is no {what} called {name!r}; there are: {known}": "il n'y a pas {what} « {name} » ; noms connus : {known}",
    # ingest/takeout.py, ingest/bundles.py
    "it is somebody's whole mailbox": "c'est toute la boîte aux lettres de quelqu'un",
    "say which of its mails are the list's: `list_ids` or `labels` in maillage.toml": (
        "dites lesquels de ses messages sont ceux de la liste : « list_ids » ou « labels » dans maillage.toml"
    ),
    # fetch
    "it has not been copied yet": "il n'est pas encore copié",
    "run `maillage fetch` first": "lancez d'abord « maillage fetch »",
    "cannot fetch {what}: {reason}; {next_step}": "impossible de copier {what} : {reason} ; {next_step}",
    "it answers from {api}, where no password is sent to": (
        "il répond depuis {api}, où aucun mot de passe n'est envoyé"
    ),
    "if that is the wiki, write this address into the study file": (
        "si c'est bien ce wiki, écrivez cette adresse dans le fichier d'étude"
    ),
    "there is no password for {login}": "il n'y a pas de mot de passe pour {login}",
    "set {variable}, or keep it with: keyring set {service} {login}": (
        "donnez une valeur à {variable}, ou confiez-le au trousseau : keyring set {service} {login}"
    ),
    "it sends to another host: {url}": "il renvoie vers un autre serveur : {url}",
    "it sends to another port: {url}": "il renvoie vers un autre port : {url}",
    "if that is the archive, write this address instead": ("si c'est bien l'archive, écrivez cette adresse à la place"),
    "it sends from https to http: {url}": "il renvoie de https vers http : {url}",
    "tell the administrators; over http anybody may read and change what comes": (
        "prévenez les administrateurs ; par http, n'importe qui peut lire et changer ce qui vient"
    ),
    "{host} has a private address, {address}": "{host} a une adresse privée, {address}",
    "if that is meant, write this very address into the url": ("si c'est voulu, écrivez cette adresse même dans l'url"),
    "its answer is longer than {mib} MiB": "sa réponse dépasse {mib} Mio",
    "its answer unpacks to more than {ratio} times its size": (
        "sa réponse, décompressée, est plus de {ratio} fois plus longue"
    ),
    "its answer is packed as {encoding}, which was not asked for": (
        "sa réponse est compressée en {encoding}, ce qui n'était pas demandé"
    ),
    "more than {gib} GiB came from it": "il en est venu plus de {gib} Gio",
    "fetch its lists one by one, or ask the administrators for the archive": (
        "copiez ses listes une à une, ou demandez l'archive aux administrateurs"
    ),
    "ask the administrators for the archive as a file, and give its path instead of the url": (
        "demandez aux administrateurs l'archive en fichier, et donnez son chemin à la place de l'url"
    ),
    "ask the administrators to let maillage pass, or for the archive as a file": (
        "demandez aux administrateurs de laisser passer maillage, ou l'archive en fichier"
    ),
    "it names a file {name!r}, which no file may be called here": (
        "il nomme un fichier {name!r}, qu'aucun fichier ne peut s'appeler ici"
    ),
    "tell the administrators": "prévenez les administrateurs",
    "its robots.txt asks programs not to read {url}": "son robots.txt demande aux programmes de ne pas lire {url}",
    'ask the administrators; where they agree, write robots = "ignore", or use --ignore-robots': (
        "demandez aux administrateurs ; s'ils sont d'accord, écrivez `robots = \"ignore\"`, ou donnez --ignore-robots"
    ),
    "it does not let everybody read {url} (HTTP {status})": "il ne laisse pas tout le monde lire {url} (HTTP {status})",
    "give the `login` of somebody who may, or ask the administrators": (
        "donnez le `login` de quelqu'un qui le peut, ou demandez aux administrateurs"
    ),
    "there is nothing at {url} (HTTP {status})": "il n'y a rien à l'adresse {url} (HTTP {status})",
    "{name}, {mib} MiB": "{name}, {mib} Mio",
    "{folder} holds what was fetched from {url}": "{folder} contient ce qui a été copié de {url}",
    "give it a folder of its own, or write that address": "donnez-lui un dossier à elle, ou écrivez cette adresse",
    "archives of the kind {kind} are read from files only": "les archives {kind} ne se lisent que dans des fichiers",
    "take its url out, and bring the files to its path": "retirez son url, et mettez les fichiers dans son path",
    "it is not said where to": "il n'est pas dit vers où",
    "add --to FOLDER": "ajoutez --to DOSSIER",
    "only its members may read it": "seuls ses membres peuvent la lire",
    "give the `login` of a member: the address that is subscribed": (
        "donnez le `login` d'un membre : l'adresse qui est abonnée"
    ),
    "it refuses the login {login}": "il refuse l'identifiant {login}",
    "check the login, and the password in the environment or the keyring": (
        "vérifiez l'identifiant, et le mot de passe dans l'environnement ou le trousseau"
    ),
    "{count} volumes have pages only, which the kind pipermail_html brings": (
        "{count} volumes n'ont que des pages, que le type pipermail_html apporte"
    ),
    "there are no mails in the inbox at {url}": "il n'y a pas de messages dans la boîte à {url}",
    "no inbox is at {url}": "il n'y a pas de boîte de public-inbox à {url}",
    "what comes of an inbox are mailboxes": "ce qui vient d'une boîte de public-inbox, ce sont des fichiers mbox",
    'write kind = "mbox"': 'écrivez `kind = "mbox"`',
    "it does not speak NNTP": "il ne parle pas NNTP",
    "no newsgroup is named at {url}": "aucun forum de news n'est nommé à {url}",
    "write nntp://HOST/GROUP": "écrivez nntp://HÔTE/GROUPE",
    "it does not serve now: {said}": "il n'est pas en service pour l'instant : {said}",
    "it refuses: {said}": "il refuse : {said}",
    "there is no newsgroup {group} ({said})": "il n'y a pas de forum de news {group} ({said})",
    "its last number is {last}, and was {known}: it was made anew": (
        "son dernier numéro est {last}, et c'était {known} : il a été refait"
    ),
    "its numbers have no end": "ses numéros n'ont pas de fin",
    "article {number} is too long": "l'article {number} est trop long",
    "no list is named at {url}": "aucune liste n'est nommée à {url}",
    "there is no form to log in at {url}": "il n'y a pas de formulaire de connexion à {url}",
    "it gives no exports: each mail comes by itself": ("il ne donne pas d'exports : les messages sont pris un par un"),
    "there is no REST interface at {url}": "il n'y a pas d'interface REST à {url}",
    "the secret is no cookie": "le secret n'est pas un cookie",
    "write it as the browser shows it: name=value": "écrivez-le comme le navigateur le montre : nom=valeur",
    "it shows no archive of {name}: there is none, or only its members may read it": (
        "il ne montre pas d'archive de {name} : il n'y en a pas, ou seuls ses abonnés la lisent"
    ),
    "it asks visitors to press a button that says that they are no spammers": (
        "il demande aux visiteurs d'appuyer sur un bouton pour dire qu'ils ne sont pas des spammeurs"
    ),
    "if you say so, write confirm = true, or use --confirm; or give the `login` of a member": (
        "si vous le déclarez, écrivez `confirm = true` ou ajoutez --confirm ; ou donnez le `login` d'un abonné"
    ),
    "it asks again whether a spammer reads it": "il redemande si c'est un spammeur qui lit",
    "there is no mail at {url}": "il n'y a pas de message à {url}",
    "there is no zip of {month}": "il n'y a pas de zip de {month}",
    "its text volumes are gone, only pages are left": "ses volumes de texte ont disparu, seules restent les pages",
    'write kind = "pipermail_html", or --kind pipermail_html': (
        'écrivez `kind = "pipermail_html"`, ou --kind pipermail_html'
    ),
    "it is a server of lists, and no list": "c'est un serveur de listes, et non une liste",
    "write the address of one list": "écrivez l'adresse d'une liste",
    "there are no volumes of pipermail on {url}": "il n'y a pas de volumes de pipermail sur {url}",
    "there are no pages of pipermail on {url}": "il n'y a pas de pages de pipermail sur {url}",
    "its indexes have no end": "ses index n'ont pas de fin",
    "no index of mails is at {url}": "il n'y a pas d'index de messages à l'adresse {url}",
    "what is at {url} is no mbox": "ce qui est à l'adresse {url} n'est pas un mbox",
    "there are no mbox files on {url}": "il n'y a pas de fichiers mbox sur {url}",
    "look at this address in a browser": "regardez cette adresse dans un navigateur",
    "ask its administrators for the archive as a file, and run `maillage init` on its folder": (
        "demandez l'archive en fichier à ses administrateurs, et lancez `maillage init` sur son dossier"
    ),
    "its owners download the archive as a zip from the list's page: Admin, Manage archives": (
        "ses propriétaires téléchargent l'archive en zip depuis la page de la liste : Admin, Gérer les archives"
    ),
    "download the mbox.gz of each month from its page": "téléchargez le mbox.gz de chaque mois depuis sa page",
    "clone it with git, or download its all.mbox.gz": "clonez-la avec git, ou téléchargez son all.mbox.gz",
    "ask its administrators for a backup": "demandez une sauvegarde à ses administrateurs",
    "ask its administrators for a backup: Maintenance, Backup": (
        "demandez une sauvegarde à ses administrateurs : Maintenance, Sauvegarde du site"
    ),
    "its owners download it with Google Takeout": "ses propriétaires la téléchargent par Google Takeout",
    "its owners download it: Admin, Settings, Export Group Data": (
        "ses propriétaires la téléchargent : Admin, Settings, Export Group Data"
    ),
    "it gives its archives on request only: see its page on dumps": (
        "il ne donne ses archives que sur demande : voyez sa page sur les exports"
    ),
    "ask its administrators for the archive as a file": "demandez l'archive en fichier à ses administrateurs",
    "it is an archive of the kind {kind}, which is not fetched": "c'est une archive {kind}, qui ne se copie pas",
    "no archive is recognised there; --kind says what it is": (
        "aucune archive n'y est reconnue ; --kind dit ce que c'est"
    ),
    "it is no question for changesets: {url}": "ce n'est pas une requête de groupes de modifications : {url}",
    "write https://api.openstreetmap.org/api/0.6/changesets? and bbox=, user= or display_name=": (
        "écrivez https://api.openstreetmap.org/api/0.6/changesets? puis bbox=, user= ou display_name="
    ),
    "write bbox=WEST,SOUTH,EAST,NORTH and time=2012-01-01,2014-12-31": (
        "écrivez bbox=OUEST,SUD,EST,NORD et time=2012-01-01,2014-12-31"
    ),
    "what is at {url} is no map": "ce qui est à l'adresse {url} n'est pas une carte",
    "there is no site of SPIP at {url}": "il n'y a pas de site SPIP à l'adresse {url}",
    "it shows no articles": "il ne montre aucun article",
    "there is no Discourse forum at {url}": "il n'y a pas de forum Discourse à l'adresse {url}",
    "it does not show its list of people": "il ne montre pas la liste de ses membres",
    "it shows {shown} of its {total} people": "il montre {shown} de ses {total} membres",
    "it is a server of lists ({count}): {names}": "c'est un serveur de listes ({count}) : {names}",
    "it is no address": "ce n'est pas une adresse",
    "write one such as https://lists.example.org/": "écrivez-en une comme https://lists.example.org/",
    "add --all, or write the address of one list": "ajoutez --all, ou écrivez l'adresse d'une liste",
    "another fetch of it is at work": "une autre copie en est en cours",
    "wait until it has ended": "attendez qu'elle soit finie",
    "{path} cannot be written ({reason})": "{path} ne peut pas être écrit ({reason})",
    "check its rights and the space on the disk": "vérifiez ses droits et la place sur le disque",
    "no MediaWiki answers there": "aucun MediaWiki n'y répond",
    "check the url": "vérifiez l'url",
    "check the url, and the network": "vérifiez l'url, et le réseau",
    "run `maillage fetch` again later: it goes on where it stopped": (
        "relancez « maillage fetch » plus tard : la copie reprend où elle s'est arrêtée"
    ),
    "ask the wiki's administrators to let maillage read its API, or for an XML dump": (
        "demandez aux administrateurs du wiki que maillage puisse lire son API, ou un export XML"
    ),
    "write the `login` of a bot password that may read it into the study file": (
        "écrivez dans le fichier d'étude le `login` d'un mot de passe de robot qui puisse le lire"
    ),
    "ask the administrators for an XML dump of its pages, and give its path instead of the url": (
        "demandez aux administrateurs un export XML de ses pages, et donnez son chemin à la place de l'url"
    ),
    "tell the wiki's administrators": "prévenez les administrateurs du wiki",
    "{reason}, and so it was for {seconds} s": "{reason}, et cela a duré {seconds} s",
    "{reason}, and it asks to come back in {minutes} minutes": (
        "{reason}, et il demande de revenir dans {minutes} minutes"
    ),
    "{reason}; next try in {seconds} s": "{reason} ; nouvel essai dans {seconds} s",
    "it refuses the login {login}: {info}": "il refuse l'identifiant {login} : {info}",
    "no reason given": "aucune raison n'est donnée",
    "check the login, and the bot password in the environment or the keyring": (
        "vérifiez l'identifiant, et le mot de passe de robot dans l'environnement ou le trousseau"
    ),
    "it answers HTTP {status}": "il répond HTTP {status}",
    "it answers {info}": "il répond {info}",
    "its certificate is not valid ({reason})": "son certificat n'est pas valable ({reason})",
    "check the url and this machine's clock; tell the administrators": (
        "vérifiez l'url et l'horloge de cette machine ; prévenez les administrateurs"
    ),
    "there is no connection to {host} ({reason})": "pas de connexion avec {host} ({reason})",
    "the connection is lost ({reason})": "la connexion est perdue ({reason})",
    "there is no API at {api} (HTTP {status})": "il n'y a pas d'API à l'adresse {api} (HTTP {status})",
    "only some may read it ({info})": "sa lecture est réservée ({info})",
    "it wants proof that a human asks, which no program can give": (
        "il veut la preuve que c'est un humain qui demande, ce qu'aucun programme ne peut donner"
    ),
    "a page came from {api} instead of an answer": "une page est venue de {api} au lieu d'une réponse",
    "its answer is cut off": "sa réponse est coupée",
    "its answer is empty": "sa réponse est vide",
    "its API is switched off": "son API est désactivée",
    "the library mwclient is not installed": "la bibliothèque mwclient n'est pas installée",
    "the library requests is not installed": "la bibliothèque requests n'est pas installée",
    "the library pygit2 is not installed": "la bibliothèque pygit2 n'est pas installée",
    "install it: pip install 'maillage[git]'": "installez-la : `pip install 'maillage[git]'`",
    "install it: pip install 'maillage[fetch]'": "installez-la : `pip install 'maillage[fetch]'`",
    "its version is too old or unknown ({reason})": "sa version est trop ancienne ou inconnue ({reason})",
    "it does not answer in time": "il ne répond pas à temps",
    "it sends from one address to the next without end": "il renvoie sans fin d'une adresse à l'autre",
    "its address cannot be used ({reason})": "son adresse ne peut pas servir ({reason})",
    "its databases are {seconds} s late": "ses bases de données ont {seconds} s de retard",
    "it finds that it is asked too often (HTTP 429)": "il trouve qu'on l'interroge trop souvent (HTTP 429)",
    "it is behind a password of its server (HTTP 401)": "il est derrière un mot de passe de son serveur (HTTP 401)",
    "it forbids {api} (HTTP 403)": "il interdit {api} (HTTP 403)",
    "it has forgotten the login": "il a oublié l'identifiant",
    "it does not tell its namespaces": "il ne dit pas ses espaces de noms",
    "no page of it is in the prefixes and categories of the study": (
        "aucune de ses pages n'est dans les préfixes et catégories de l'étude"
    ),
    "check prefixes and categories in the study file": "vérifiez prefixes et categories dans le fichier d'étude",
    "its listing {name} comes back to where it was, and would never end": (
        "sa liste {name} revient où elle était, et n'aurait pas de fin"
    ),
    "{folder} holds a copy of another wiki": "{folder} contient la copie d'un autre wiki",
    "give this source a path of its own in the study file": (
        "donnez à cette source un path à elle dans le fichier d'étude"
    ),
    # behind « il n'y a pas »
    "list": "de liste",
    "analysed list": "de liste analysée",
    "wiki": "de wiki",
    "list or wiki": "de liste ni de wiki",
    "network": "de réseau",
    "space": "d'espace",
    "table": "de tableau",
    "format": "de format",
    "there is no author called {name!r}; give a pseudonym, a name or an address": (
        "il n'y a pas d'auteur « {name} » ; donnez un pseudonyme, un nom ou une adresse"
    ),
    "there is no page called {page!r}; give its whole title, with its namespace": (
        "il n'y a pas de page « {page} » ; donnez son titre entier, avec son espace de noms"
    ),
    "author-by-month is a table of one list; add `--source` with one of: {known}": (
        "author-by-month est le tableau d'une seule liste ; ajoutez `--source` avec l'une de celles-ci : {known}"
    ),
    # cli
    "it is not one JSON object on one line": "ce n'est pas un objet JSON sur une ligne",
    'it is no object with "id" and "text"': "ce n'est pas un objet avec « id » et « text »",
    'its "text" is missing or is no text': "son « text » manque ou n'est pas un texte",
    "it is not empty": "il n'est pas vide",
    "name a folder that does not exist yet": "nommez un dossier qui n'existe pas encore",
    "it has not been analysed": "rien n'y est encore analysé",
    "run `maillage run` first": "lancez d'abord « maillage run »",
    # the study
    "line {line}: {said}": "ligne {line} : {said}",
    "line {line}: {label} {said}": "ligne {line} : {label} {said}",
    "it does not exist; `maillage init FOLDER` writes one for a folder of archives": (
        "ce fichier n'existe pas ; « maillage init DOSSIER » en écrit un pour un dossier d'archives"
    ),
    "it cannot be read: {reason}": "il ne peut pas être lu : {reason}",
    "the byte 0x{byte:02x} is not UTF-8; save the file as UTF-8": (
        "l'octet 0x{byte:02x} n'est pas de l'UTF-8 ; enregistrez le fichier en UTF-8"
    ),
    "not valid TOML at column {column}: {reason}": "ce n'est pas du TOML à la colonne {column} : {reason}",
    "not valid TOML at the end of the file: {reason}": "ce n'est pas du TOML à la fin du fichier : {reason}",
    'did you mean "{name}"?': "vouliez-vous écrire « {name} » ?",
    "{what}: {names}": "{what} : {names}",
    "known": "valeurs possibles",
    "known keys": "clés connues",
    "known tables": "tables connues",
    "known labels": "genres connus",
    "sources": "noms de sources",
    "networks of the sources": "réseaux des sources",
    "the columns are": "les colonnes sont",
    'the text "{value}"': "le texte « {value} »",
    "a table": "une table",
    "a list": "une liste",
    'unknown key "{key}"; {hint}': "clé inconnue « {key} » ; {hint}",
    'unknown table "{name}"; {hint}': "table inconnue « {name} » ; {hint}",
    'unknown {key} "{value}"; {hint}': "{key} : « {value} » est inconnu ; {hint}",
    "{where} must be {wanted}, not {shown}": "{where} doit être {wanted}, et non {shown}",
    "item {number} of {key}": "le n° {number} de {key}",
    "a text between quotes": "un texte entre guillemets",
    'a list of texts such as ["one", "two"]': 'une liste de textes telle que ["un", "deux"]',
    "true or false": "true (vrai) ou false (faux)",
    "a whole number": "un nombre entier",
    "a number": "un nombre",
    "positive": "positif",
    "over 0 and at most {most:g}": "plus grand que 0 et au plus {most:g}",
    'a month such as "2012-11" or a day such as 2012-11-01': 'un mois tel que "2012-11" ou un jour tel que 2012-11-01',
    "a day such as 2012-11-01": "un jour tel que 2012-11-01",
    "a table [{key}]": "une table [{key}]",
    "tables [[{key}]]": "une ou plusieurs tables [[{key}]]",
    "[{key}] must be [[{key}]]: there can be several": "[{key}] s'écrit [[{key}]] : il peut y en avoir plusieurs",
    'the key "{key}" is missing': "la clé « {key} » manque",
    "{where} is empty": "{where} est vide",
    "it is no file of ROME titles: a column code_rome and one of {titles}": (
        "ce n'est pas un fichier d'appellations du ROME : il faut une colonne code_rome et l'une de {titles}"
    ),
    "the table [study] is missing": "la table [study] manque",
    "to ({end}) is before from ({begin})": "to ({end}) est avant from ({begin})",
    'the key "{name}" stands before any table; keys belong to one, such as [study]': (
        "la clé « {name} » précède toutes les tables ; une clé appartient à une table, telle que [study]"
    ),
    'there is no time zone "{name}"; {hint}': "il n'y a pas de fuseau horaire « {name} » ; {hint}",
    'write one such as "Europe/Paris"': "écrivez par exemple « Europe/Paris »",
    "{high} ({value}) must be over {low} ({least})": "{high} ({value}) doit être plus grand que {low} ({least})",
    'set_aside has an unknown label "{label}"; {hint}': "set_aside a un genre inconnu « {label} » ; {hint}",
    'there is another territory called "{name}"': "un autre territoire s'appelle aussi « {name} »",
    '{scale}: "{code}" is neither a name nor a code: of a commune (59350), departement (59), region (R32) '
    "or EPCI (200093201)": (
        "{scale} : « {code} » n'est ni un nom, ni un code de commune (59350), de département (59), de région (R32) "
        "ou d'EPCI (200093201)"
    ),
    "[gazetteer] {key}: {said}": "[gazetteer] {key} : {said}",
    "{path} cannot be read: {reason}": "{path} ne peut être lu : {reason}",
    "{path} has none of the headings of these files: {forms}; save a workbook as CSV": (
        "{path} n'a les en-têtes d'aucun de ces fichiers : {forms} ; enregistrez un classeur en CSV"
    ),
    'the network "{network}" has another territory already': "le réseau « {network} » a déjà un autre territoire",
    "it has no scale, and only these come with the program: {names}": (
        "il n'a aucune échelle, et le programme n'apporte que ceux-ci : {names}"
    ),
    "{scale}: {said}": "{scale} : {said}",
    '"{name}" is several communes; write the code of one: {several}': (
        "« {name} » est le nom de plusieurs communes ; écrivez le code de l'une d'elles : {several}"
    ),
    'no commune, EPCI, departement or region is called "{name}"; {hint}': (
        "aucune commune, aucun EPCI, département ou région ne s'appelle « {name} » ; {hint}"
    ),
    "write its INSEE code": "écrivez son code INSEE",
    '"{code}" is a postcode; the INSEE code of {name} is {insee}': (
        "« {code} » est un code postal ; le code INSEE de {name} est {insee}"
    ),
    'the code "{code}" is that of no commune, EPCI, departement or region': (
        "le code « {code} » n'est celui d'aucune commune, d'aucun EPCI, département ou région"
    ),
    "a period needs a first day (from), a last day (to), or both": (
        "une période demande un premier jour (from), un dernier jour (to), ou les deux"
    ),
    "there is no [[source]]; `maillage init FOLDER` writes one for each archive of a folder": (
        "il n'y a aucune [[source]] ; « maillage init DOSSIER » en écrit une pour chaque archive d'un dossier"
    ),
    'the name "{name}" may only have letters without accents, digits, - and _': (
        "le nom « {name} » ne peut avoir que des lettres sans accent, des chiffres, - et _"
    ),
    'the path "{path}" does not exist; it is looked for from {folder}': (
        "le chemin « {path} » n'existe pas ; il est cherché à partir de {folder}"
    ),
    "date ({day}) is before the list was created ({created})": (
        "date ({day}) est avant la création de la liste ({created})"
    ),
    'there is another source called "{name}"': "une autre source s'appelle aussi « {name} »",
    'there is another source called "{name}", and capitals do not tell names apart': (
        "une autre source s'appelle « {name} », et les majuscules ne distinguent pas deux noms"
    ),
    'its path is that of the source "{name}" too': "son chemin est aussi celui de la source « {name} »",
    "created ({created}) is after the study's to ({end})": "created ({created}) est après le to de l'étude ({end})",
    'the url "{url}" is no address: write one such as "https://lists.example.org/"': (
        "« {url} » n'est pas une adresse : écrivez-en une comme « https://lists.example.org/ »"
    ),
    '"{address}" is neither an address of the web (https://…) nor of mail': (
        "« {address} » n'est ni une adresse du web (https://…) ni une adresse de messagerie"
    ),
    "merged_into is for lists: a wiki is not counted in another": (
        "merged_into est pour les listes : un wiki n'est pas compté avec un autre"
    ),
    "merged_into names the source itself": "merged_into désigne la source elle-même",
    'merged_into: there is no source "{name}"; {hint}': "merged_into : il n'y a pas de source « {name} » ; {hint}",
    "merged_into goes round in a circle: {circle}": "merged_into tourne en rond : {circle}",
    'no source has the network "{network}"; {hint}': "aucune source n'a le réseau « {network} » ; {hint}",
    # decisions
    "{file}, line {line}: {said}": "{file}, ligne {line} : {said}",
    "{file} cannot be read: {reason}": "{file} ne peut pas être lu : {reason}",
    "the column {column} is empty: {required}": "la colonne {column} est vide : {required}",
    "nobody is named who answers; fill in the column by, or add `--by NAME`": (
        "on ne sait pas qui répond ; remplissez la colonne by, ou ajoutez « --by NOM »"
    ),
    "{answer} contradicts another answer or a decision": "{answer} contredit une autre réponse ou une décision",
    "a decision needs a reason": "une décision se justifie",
    "it is required": "elle est obligatoire",
    'there is no source "{name}"; {hint}': "il n'y a pas de source « {name} » ; {hint}",
    '{column}: "{value}" is not a day such as 2017-06-15 or 15/06/2017': (
        "{column} : « {value} » n'est pas un jour tel que 2017-06-15 ou 15/06/2017"
    ),
    "has {count} columns, but the headings are {headings}; a reason with a comma or semicolon stands between "
    "quotation marks": (
        "a {count} colonnes pour {headings} en-têtes ; une raison qui contient une virgule ou un point-virgule se met "
        "entre guillemets droits"
    ),
    "not UTF-8; save the file as CSV UTF-8": "n'est pas en UTF-8 ; enregistrez le fichier en CSV UTF-8",
    'unknown column "{column}"; {hint}': "colonne inconnue « {column} » ; {hint}",
    'the column "{column}" stands twice': "la colonne « {column} » est là deux fois",
    "missing column: {missing}; the headings are {known}": "une colonne manque : {missing} ; les en-têtes sont {known}",
    "missing columns: {missing}; the headings are {known}": (
        "des colonnes manquent : {missing} ; les en-têtes sont {known}"
    ),
    "first and second are the same account, {account}": "first et second sont le même compte, {account}",
    "{first} and {second} are split here, and merged by line {lines}": (
        "{first} et {second} sont séparés ici, et réunis par la ligne {lines}"
    ),
    "{first} and {second} are split here, and merged by lines {lines}": (
        "{first} et {second} sont séparés ici, et réunis par les lignes {lines}"
    ),
    "the key of the pseudonyms cannot be read or made: {reason}": (
        "la clé des pseudonymes ne peut être ni lue ni créée : {reason}"
    ),
    "it is not plain ASCII": "elle n'est pas en ASCII",
    "the key must have 16 to 64 characters; without the file, a new one is made": (
        "la clé doit avoir de 16 à 64 caractères ; sans ce fichier, une nouvelle est créée"
    ),
    # coding by people
    "a page of the web changes: say on which day you saw it": "une page web change : dites quel jour vous l'avez vue",
    "close it, or name another file": "fermez-le, ou nommez un autre fichier",
    "it cannot be written: {reason}": "il ne peut pas être écrit : {reason}",
    "it is no workbook that can be read: {reason}": "ce classeur ne peut pas être lu : {reason}",
    "it is not CSV: {reason}; save it again from the spreadsheet": (
        "ce n'est pas du CSV : {reason} ; enregistrez-le de nouveau depuis le tableur"
    ),
    "it is there already": "il existe déjà",
    "name another file, or move this one away": "nommez un autre fichier, ou déplacez celui-là",
    "no column to code is there; they are {columns}": "il n'y a aucune colonne à coder ; ce sont {columns}",
    "no sheet of it has the column {column}, which `maillage code export` writes": (
        "aucune feuille n'a la colonne {column} qu'écrit « maillage code export »"
    ),
    "none of its authors is of this study: it was exported from another one, or with another key": (
        "aucun de ses auteurs n'est de cette étude : il vient d'une autre, ou d'une autre clé de pseudonymes"
    ),
    "nothing is filled in": "rien n'y est rempli",
    "row {row}, column {column} ({heading}): {said}": "ligne {row}, colonne {column} ({heading}) : {said}",
    "take one from the codebook": "prenez un mot de la liste des codes",
    "take the pseudonym of the export": "reprenez le pseudonyme de l'export",
    "the author is missing": "l'auteur manque",
    "write a commune, departement, region or country, or its code": (
        "écrivez une commune, un département, une région ou un pays, ou son code"
    ),
    "{coder!r} cannot name a coder; take letters, digits, - and _": (
        "{coder!r} ne peut pas nommer un codeur ; prenez des lettres, des chiffres, - et _"
    ),
    '"{value}" is not a day such as 2017-06-15 or 15/06/2017': (
        "« {value} » n'est pas un jour tel que 2017-06-15 ou 15/06/2017"
    ),
    '"{value}" is not in the codebook; {hint}': "« {value} » n'est pas dans la liste des codes ; {hint}",
    '"{value}" is said of nothing: no field is filled in': (
        "« {value} » ne se rapporte à rien : aucun champ n'est rempli"
    ),
    '"{value}" is the name of several authors; give the pseudonym': (
        "« {value} » est le nom de plusieurs auteurs ; donnez le pseudonyme"
    ),
    '"{value}" may be several places: write one of these: {names}': (
        "« {value} » peut être plusieurs lieux ; écrivez l'un de ceux-ci : {names}"
    ),
    'no author of this study is called "{value}"; {hint}': (
        "aucun auteur de cette étude ne s'appelle « {value} » ; {hint}"
    ),
    'the code "{code}" stands on line {line} already': "le code « {code} » est déjà à la ligne {line}",
    'the place "{value}" is not known; {hint}': "le lieu « {value} » n'est pas connu ; {hint}",
    # archives
    "it does not exist": "il n'existe pas",
    "give the folder that holds the archives": "donnez le dossier qui contient les archives",
    "check its rights": "vérifiez ses droits d'accès",
    "check the path": "vérifiez le chemin",
    "it is neither a file nor a folder": "ce n'est ni un fichier ni un dossier",
    "check the path and its rights": "vérifiez le chemin et ses droits d'accès",
    "check the path of this subscriber list": "vérifiez le chemin de cette liste d'abonnés",
    "correct `path` in maillage.toml": "corrigez « path » dans maillage.toml",
    "the folder is empty": "le dossier est vide",
    "put the archive there, or correct `path` in maillage.toml": (
        "mettez-y l'archive, ou corrigez « path » dans maillage.toml"
    ),
    "the file is empty": "le fichier est vide",
    "its files are empty": "ses fichiers sont vides",
    "fetch the archive again": "récupérez de nouveau l'archive",
    "it is no {kind} archive but looks like {other}": "ce n'est pas une archive {kind}, mais elle ressemble à {other}",
    'write kind = "{other}" in maillage.toml': 'écrivez kind = "{other}" dans maillage.toml',
    "it is {what}, which this version does not read": "cette version ne lit pas cette forme d'archive ({what})",
    "its files cannot be opened or unpacked": "ses fichiers ne peuvent pas être ouverts ou décompressés",
    "check their rights, or fetch the archive again": (
        "vérifiez leurs droits d'accès, ou récupérez de nouveau l'archive"
    ),
    "nothing in it looks like {kind}": "rien n'y ressemble à {kind}",
    "run `maillage init` on the folder to see what it holds": (
        "lancez « maillage init » sur le dossier pour voir ce qu'il contient"
    ),
    # archives of a form that is not read
    "HTML pages of MHonArc": "des pages HTML de MHonArc",
    "put the pages of one list in a folder of their own, then run init again": (
        "mettez les pages d'une liste dans un dossier à elles, puis relancez init"
    ),
    "HTML pages of hypermail": "des pages HTML d'hypermail",
    "HTML pages of pipermail": "des pages HTML de pipermail",
    "JSON of Yahoo Groups": "du JSON de Yahoo Groupes",
    "convert it to mbox, from the field rawEmail of each message": (
        "convertissez-le en mbox, à partir du champ rawEmail de chaque message"
    ),
    "an Outlook folder (PST)": "un dossier Outlook (PST)",
    "convert it: {command} writes mbox files": "convertissez-le : {command} écrit des mbox",
    "convert it: {command} writes single mails": "convertissez-le : {command} écrit des messages isolés",
    "convert them: {command} writes single mails": "convertissez-les : {command} écrit des messages isolés",
    "convert it: {command} writes XML, with `.osh.bz2` for a history": (
        "convertissez-les : {command} écrit du XML ; pour un historique, « .osh.bz2 »"
    ),
    "OpenStreetMap data as PBF": "des données d'OpenStreetMap en PBF",
    "an export of Slack": "un export de Slack",
    "an export of Trello": "un export de Trello",
    "an export of Loomio": "un export de Loomio",
    "a pad of Etherpad": "un pad d'Etherpad",
    "leave it: what is said there is no mail of a list, and is not counted": (
        "laissez-le : ce qui s'y dit n'est pas un message de liste, et n'est pas compté"
    ),
    "leave it; a mailbox with the mails that Loomio sent to a member can be read": (
        "laissez-le ; une boîte aux lettres avec les courriels que Loomio envoie à un membre peut être lue"
    ),
    "the database of a study of maillage": "la base de données d'une étude de maillage",
    "leave it: name the folder of the archives that it was made of": (
        "laissez-la : donnez le dossier des archives dont elle est tirée"
    ),
    "an Outlook Express folder (DBX)": "un dossier Outlook Express (DBX)",
    "Outlook mails (MSG)": "des courriels Outlook (MSG)",
    "a LISTSERV notebook": "un cahier LISTSERV",
    "ask the list's administrator for its mails as mbox": (
        "demandez à l'administrateur de la liste ses messages en mbox"
    ),
    "a git repository without mails": "un dépôt git sans courriels",
    "leave it; or, if it should be one of public-inbox, clone it again: it has no commits of mails": (
        "laissez-le ; ou, s'il devait être de public-inbox, clonez-le de nouveau : il n'a aucun courriel"
    ),
    "a wiki's dump by its name, which cannot be unpacked or read": "une sauvegarde de wiki d'après son nom, mais "
    "illisible",
    "download it again; a 7z or zst file needs `pip install 'maillage[wiki]'`": "téléchargez-la de nouveau ; pour "
    "un fichier 7z ou zst, il faut `pip install 'maillage[wiki]'`",
    "answers of a forum beside other archives": "des réponses d'un forum à côté d'autres archives",
    "put those of one forum in a folder of their own, then run init again": (
        "mettez celles d'un même forum dans un dossier à elles, puis relancez init"
    ),
    "files of a wiki beside other archives": "des fichiers d'un wiki à côté d'autres archives",
    "put those of one wiki in a folder of their own, then run init again": "mettez ceux d'un même wiki dans un "
    "dossier à part, puis relancez init",
    "the settings of a list of Mailman 2.0": "les réglages d'une liste Mailman 2.0",
    "`list_members -f LIST` on the server writes its subscribers": (
        "`list_members -f LISTE` sur le serveur écrit ses abonnés"
    ),
    "the owners of a Sympa list": "les propriétaires d'une liste Sympa",
    "write their addresses under `administrators` of the source": (
        "écrivez leurs adresses sous `administrators` de la source"
    ),
    "a packed folder": "un dossier compressé",
    "a packed mail": "un courriel compressé",
    "a packed file": "un fichier compressé",
    "unpack it: {command}, then run init again": "décompressez-le : {command}, puis relancez init",
    "single mails beside other archives": "des messages isolés à côté d'autres archives",
    "put them in a folder of their own, then run init again": "mettez-les dans un dossier à eux, puis relancez init",
    "a name that is not UTF-8, which the study file cannot hold": (
        "un nom qui n'est pas en UTF-8, que le fichier d'étude ne peut pas écrire"
    ),
    "rename it, then run init again": "renommez-le, puis relancez init",
    "a web page": "une page web",
    "download the archive's text volumes or mbox instead": (
        "téléchargez plutôt les volumes texte ou le mbox de l'archive"
    ),
    "JSON of a form that is not known": "du JSON d'une forme inconnue",
    "export a list as mbox, a wiki as its XML dump or the answers of its API": "exportez une liste en mbox, un wiki "
    "par sa sauvegarde XML ou les réponses de son interface",
    "a document, picture, program or database": "un document, une image, un programme ou une base de données",
    "leave it: only archives are read": "laissez-le : seules les archives sont lues",
    # subscriber lists
    "it is a spreadsheet or an archive, not text": "c'est un classeur ou une archive, pas du texte",
    "save it as CSV (UTF-8) and use that file": "enregistrez-le en CSV (UTF-8) et utilisez ce fichier",
    "it holds several lists: {lists}": "il contient plusieurs listes : {lists}",
    'it tells nothing of the list "{list}"': "il ne dit rien de la liste « {list} »",
    "it tells of no subscription to any list": "il ne dit rien d'aucun abonnement à une liste",
    'write `list = "name@host"` under [[source.subscribers]], as the server calls the list': (
        'écrivez `list = "nom@domaine"` sous [[source.subscribers]], comme le serveur appelle la liste'
    ),
    "its first line does not name columns of Sympa's tables (list_subscriber, email_stat…)": (
        "sa première ligne ne nomme pas de colonnes des tables de Sympa (list_subscriber, email_stat…)"
    ),
    "export the table again, with the names of its columns": (
        "exportez à nouveau la table, avec les noms de ses colonnes"
    ),
    "its form, {kind}, holds one list": "sa forme, {kind}, ne contient qu'une liste",
    "take out `list`": "retirez `list`",
    "it is a folder": "c'est un dossier",
    'its column "{heading}" has addresses, under a heading that is not known': (
        "sa colonne « {heading} » contient des adresses, sous un titre inconnu"
    ),
    'call this column "address"; the others may be name, subscribed, unsubscribed': (
        "appelez cette colonne « adresse » ; les autres peuvent être nom, abonné, désabonné"
    ),
    "it has no columns for the address and the status in the group": (
        "il n'a pas de colonnes pour l'adresse et l'état dans le groupe"
    ),
    "export the members from the group's own page, in English or French": (
        "exportez les membres depuis la page du groupe, en français ou en anglais"
    ),
    "download the members from the group's own page of members": (
        "téléchargez les membres depuis la page des membres du groupe"
    ),
    "too many instructions": "trop d'instructions",
    "a broken pickle": "un pickle abîmé",
    "a pickle of something else": "un pickle d'autre chose",
    "it is too long to be the settings of a list": "il est trop long pour être la configuration d'une liste",
    "it is no settings of a Mailman 2 list: {reason}": (
        "ce n'est pas la configuration d'une liste de Mailman 2 : {reason}"
    ),
    "name the file of the subscribers": "nommez le fichier des abonnés",
    "it is not recognised as a subscriber list": "on n'y reconnaît pas une liste d'abonnés",
    "say its kind in maillage.toml: {kinds}": "dites son « kind » dans maillage.toml : {kinds}",
    "its first line has no column for addresses": "sa première ligne n'a pas de colonne pour les adresses",
    "name the columns address, name, subscribed, unsubscribed": (
        "appelez les colonnes adresse, nom, abonné, désabonné"
    ),
    # init
    "there is no language {language!r}; there are: {known}": (
        "il n'y a pas de langue « {language} » ; langues connues : {known}"
    ),
    "no archive was recognised in {folder}; maillage reads {kinds}": (
        "aucune archive n'est reconnue dans {folder} ; maillage lit {kinds}"
    ),
    "{file} exists and is left as it is; edit it, or move it away first": (
        "{file} existe déjà et reste comme il est ; complétez-le, ou déplacez-le d'abord"
    ),
    "cannot write {file}: {reason}; give a folder you may write to": (
        "impossible d'écrire {file} : {reason} ; donnez un dossier où vous pouvez écrire"
    ),
    # the database
    "run `maillage ingest` first": "lancez d'abord « maillage ingest »",
    "name a file as `database`": "donnez un fichier à « database »",
    "name another file as `database`": "donnez un autre fichier à « database »",
    "another run is writing to it": "une autre exécution y écrit",
    "check the folder and its rights": "vérifiez le dossier et ses droits d'accès",
    "it is not a maillage database": "ce n'est pas une base de maillage",
    "its schema is version {found}, this program's is {version}": (
        "son schéma est de la version {found}, celui de ce programme de la version {version}"
    ),
    "move it away and run `maillage run`: it is rebuilt from archives and decisions": (
        "déplacez-la et lancez « maillage run » : elle est refaite à partir des archives et des décisions"
    ),
    "move it away and run again: it is rebuilt from archives and decisions": (
        "déplacez-la et relancez : elle est refaite à partir des archives et des décisions"
    ),
    "run `maillage analyze`: another version of the program made it": (
        "lancez « maillage analyze » : une autre version du programme l'a faite"
    ),
    "free some space and run again: it is complete up to the last whole part": (
        "libérez de la place et relancez : la base est complète jusqu'à la dernière partie entière"
    ),
    "free some space, check the disk and run again: it is complete up to the last whole part": (
        "libérez de la place, vérifiez le disque et relancez : la base est complète jusqu'à la dernière partie entière"
    ),
    "wait until the other program has closed it": "attendez que l'autre programme l'ait fermée",
    "check the rights of the file and its folder": "vérifiez les droits d'accès du fichier et de son dossier",
    # reports
    "free some space, or check the folder and its rights": (
        "libérez de la place, ou vérifiez le dossier et ses droits d'accès"
    ),
}

REASONS: dict[str, str] = {
    # ours
    "empty file": "fichier vide",
    "a page that shows no author and no date": "page qui ne montre ni auteur ni date",
    "an entry of a feed that names no article": "entrée d'un fil qui ne nomme pas d'article",
    "longer than the {size} MiB that a page may have": "plus long que les {size} Mio qu'une page peut avoir",
    "no backup of a SPIP site": "pas une sauvegarde d'un site SPIP",
    "an element that is no row": "élément qui n'est pas une ligne de table",
    "no page of a mail": "ce n'est pas la page d'un mail",
    "beside the pages: it came with a mail, or with the site": (
        "à côté des pages : joint à un mail, ou fichier du site"
    ),
    "no mail of this folder: its name is not a number": "pas un message de ce dossier : son nom n'est pas un nombre",
    "reading ends here: {reason}": "la lecture s'arrête ici : {reason}",
    "its rights forbid it": "ses droits d'accès l'interdisent",
    "the packed file is cut off": "le fichier compressé est coupé",
    "it unpacks to more than {ratio} times its size": "décompressé, il fait plus de {ratio} fois sa taille",
    "the member {name} is gone": "il ne contient plus {name}",
    "no header of a tar file where one has to be": "pas d'en-tête de fichier tar là où il en faut un",
    "only the first 200,000 characters were read for who its author is": (
        "seuls les 200 000 premiers caractères ont été lus pour savoir qui est l'auteur"
    ),
    "nothing but blank lines": "rien que des lignes vides",
    "bytes that belong to no message": "octets hors de tout message",
    "binary bytes that belong to no message": "octets binaires hors de tout message",
    "bytes that were not accounted for": "octets dont il n'est pas rendu compte",
    "longer than the {size} MiB that a mail may have": "plus long que les {size} Mio qu'un message peut avoir",
    "no header of a mail: no From, Date, Subject, Message-ID or the like": (
        "pas d'en-tête de message : ni From, ni Date, ni Subject, ni Message-ID, ni rien de tel"
    ),
    "the same mails in another form": "les mêmes messages sous une autre forme",
    "longer than the {size} MiB that an answer may have": "plus long que les {size} Mio qu'une réponse peut avoir",
    "{emails} emails without texts, which their own pages alone have": (
        "{emails} courriels sans leurs textes, que seules leurs propres pages ont"
    ),
    "the forum's own account: left out": "un compte du forum lui-même : laissé de côté",
    "an account that mails to the forum made, nobody registered: left out": (
        "un compte créé par des messages envoyés au forum, sans inscription : laissé de côté"
    ),
    "an account that was never confirmed: left out": "un compte jamais confirmé : laissé de côté",
    "an account without a name": "un compte sans nom",
    "a post without its number or its topic's": "un message sans son numéro ou celui de son sujet",
    "the server answers: {said}": "le serveur répond : {said}",
    "an object that is missing": "un objet manque",
    "an object that is damaged": "un objet est abîmé",
    "an object that is too long": "un objet est trop long",
    "an object that is not what it should be": "un objet n'est pas ce qu'il devrait être",
    "its history before {commit}: {reason}": "son histoire avant {commit} : {reason}",
    "a git repository of SHA-256, which is not read": "un dépôt git en SHA-256, qui n'est pas lu",
    "a git repository whose HEAD names no commit": "un dépôt git dont HEAD ne désigne aucune version",
    "its objects are in another repository (objects/info/alternates): clone it whole": (
        "ses objets sont dans un autre dépôt (objects/info/alternates) : clonez-le en entier"
    ),
    "its objects are symbolic links to places elsewhere": "ses objets sont des liens symboliques vers d'autres lieux",
    "its {name} is not a file of its own": "son {name} n'est pas un fichier à lui",
    "broken JSON": "JSON abîmé",
    "JSON that is cut off": "JSON coupé",
    "no answer of a MediaWiki": "pas une réponse d'un MediaWiki",
    "values of {table} without the names of their columns": "valeurs de {table} sans les noms de leurs colonnes",
    "{values} values for {columns} columns": "{values} valeurs pour {columns} colonnes",
    "no values where they should be": "pas de valeurs là où il en faut",
    "values that cannot be read": "valeurs illisibles",
    "a value that cannot be read": "valeur illisible",
    "a table whose description does not end": "table dont la description ne se termine pas",
    "a row that is too long": "ligne trop longue",
    "longer than the {size} GiB that a base may have": "plus long que les {size} Gio qu'une base peut avoir",
    "a site of SPIP has sections in the place of prefixes: name them in `categories`, by title or number": (
        "un site SPIP a des rubriques au lieu de préfixes : nommez-les dans `categories`, par titre ou numéro"
    ),
    "the tables of another site, {prefix}, are not read": "les tables d'un autre site, {prefix}, ne sont pas lues",
    "a broken SQLite file: {reason}": "fichier SQLite abîmé : {reason}",
    "a row of {table} without a number": "ligne de {table} sans numéro",
    "holds only {keys}, which is not read": "n'a que {keys}, qui n'est pas lu",
    "the wiki answers {code}: {said}": "le wiki répond {code} : {said}",
    "the wiki warns, of {module}: {said}": "le wiki avertit, de {module} : {said}",
    "revisions of a page without a number": "révisions d'une page sans numéro",
    "a revision of which no more than the number is told": "une révision dont rien n'est dit que le numéro",
    "an entry of the logs without a number": "une entrée des journaux sans numéro",
    # decisions without effect
    "no account is called {value}": "aucun compte ne s'appelle {value}",
    "no account is called {first} nor {second}": "aucun compte ne s'appelle {first} ni {second}",
    "several persons are called {value}": "plusieurs personnes s'appellent {value}",
    "no message has this id": "aucun message n'a cet identifiant",
    "no message of {source} has this id": "aucun message de {source} n'a cet identifiant",
    "{account} is not on {source}": "{account} n'est pas sur {source}",
    "both are one account": "les deux sont un seul compte",
    "a split keeps them apart": "une séparation les tient à part",
    "an owner of the list removed it": "un propriétaire de la liste l'a retiré",
    "outside the folders of mails": "hors des dossiers de messages",
    "neither a file nor a folder": "ni un fichier ni un dossier",
    "not an address, nor a name followed by <address>": "ni une adresse, ni un nom suivi de <adresse>",
    "a paragraph without an address (a line `email address`)": (
        "un paragraphe sans adresse (une ligne « email adresse »)"
    ),
    "does not begin with an address": "ne commence pas par une adresse",
    "says {said} members, but there are {found}": "annonce {said} membres, mais il y en a {found}",
    "a quotation mark opens and does not close on this line": "des guillemets s'ouvrent sans se fermer sur cette ligne",
    "the column of addresses has {value}, which is not one": "la colonne des adresses a {value}, qui n'en est pas une",
    "says that this address is not subscribed: left out": "dit que cette adresse n'est pas abonnée : laissée de côté",
    "left again without having joined in between: not counted": (
        "désabonné de nouveau sans s'être réabonné entre-temps : non compté"
    ),
    "joined and is not subscribed today, left on a day not noted": (
        "s'est abonné et ne l'est plus aujourd'hui, parti un jour qui n'est pas noté"
    ),
    "no members of groups.io": "pas des membres de groups.io",
    "a member without an address": "un membre sans adresse",
    "no page of a roster of Mailman 3": "pas une page de membres de Mailman 3",
    "its role is {role}: no subscriber": "son rôle est {role} : ce n'est pas un abonné",
    "its status is {status}: not subscribed": "son état est {status} : non abonné",
    "{table}: no address of whom it is about": "{table} : aucune adresse de la personne concernée",
    "{table}: no date of a subscription": "{table} : aucune date d'abonnement",
    "a row that cannot be read: {error}": "une ligne illisible : {error}",
    "the date of subscription {value} is not one": "la date d'abonnement {value} n'en est pas une",
    "the date of unsubscription {value} is not one": "la date de désabonnement {value} n'en est pas une",
    "the date of subscription {begin} is not one; the date of unsubscription {end} is not one": (
        "la date d'abonnement {begin} n'en est pas une ; la date de désabonnement {end} n'en est pas une"
    ),
    "unsubscribed ({end}) before subscribed ({begin}): neither date is kept": (
        "désabonné ({end}) avant d'être abonné ({begin}) : aucune des deux dates n'est gardée"
    ),
    # the system's, by errno where one is known
    "No such file or directory": "il n'existe pas",
    "Permission denied": "ses droits d'accès l'interdisent",
    "Operation not permitted": "le système l'interdit",
    "File exists": "il y a déjà un fichier de ce nom",
    "No space left on device": "il n'y a plus de place sur le disque",
    "Disk quota exceeded": "il n'y a plus de place pour vous sur le disque (quota)",
    "Is a directory": "c'est un dossier",
    "Not a directory": "ce n'est pas un dossier",
    "Read-only file system": "le disque est en lecture seule",
    "Too many open files": "trop de fichiers sont ouverts",
    "File name too long": "le nom du fichier est trop long",
    "Input/output error": "le disque ne répond pas comme il faut",
    # SQLite's
    "no such table: {name}": "la table {name} n'y est pas",
    "no such column: {name}": "la colonne {name} n'y est pas",
    "database or disk is full": "le disque est plein",
    "disk I/O error": "le disque ne répond pas comme il faut",
    "database is locked": "un autre programme tient la base",
    "database table is locked": "un autre programme tient une table de la base",
    "attempt to write a readonly database": "la base ne peut pas être modifiée",
    "unable to open database file": "la base ne peut pas être ouverte",
    "file is not a database": "ce fichier n'est pas une base de données",
    "database disk image is malformed": "la base est abîmée",
    # of dumps of wikis
    "nothing of a wiki": "rien d'un wiki",
    "nothing of a list": "rien d'une liste",
    "a {element} without a number": "un élément {element} sans numéro",
    "no JSON ({reason})": "pas du JSON ({reason})",
    "brackets that do not match: no JSON": "des crochets qui ne se répondent pas : pas du JSON",
    "longer than the {size} MiB that a feature may have": "plus long que les {size} Mio qu'un élément peut avoir",
    "a revision without a number": "une révision sans numéro",
    "a revision of a page without a number": "une révision d'une page sans numéro",
    "an item that is cut off": "un élément coupé",
    "a wiki needs `path`, where its dumps are, or `url`, where it lives": (
        "il faut à un wiki « path », où sont ses sauvegardes, ou « url », son adresse"
    ),
    "a password is never written into a study file; take it out: `maillage fetch` says where to keep it": (
        "un mot de passe ne s'écrit jamais dans un fichier d'étude ; retirez-le : « maillage fetch » dit où le garder"
    ),
    "the file ends in the middle": "le fichier s'arrête au milieu",
    "invalid XML: {what}": "XML invalide : {what}",
    "refused: {what}": "refusé : {what}",
    "a document type declaration, which may define entities and name other files": (
        "une déclaration de type de document, qui peut définir des entités et nommer d'autres fichiers"
    ),
    "a character encoding that is not known": "un codage des caractères inconnu",
    "markup that goes on for megabytes": "une balise qui dure des mégaoctets",
    "elements in elements without an end": "des éléments emboîtés sans fin",
    "its {field} is longer than the {size} MiB that are kept": (
        "son champ {field} dépasse les {size} Mio qui sont gardés"
    ),
    "neither a dump of MediaWiki nor answers of its API": "ni un export de MediaWiki, ni des réponses de son interface",
    "unpacking it needs the program {program}, or the library {library} (pip install 'maillage[wiki]')": (
        "pour le décompresser, il faut le programme {program}, ou la bibliothèque {library} "
        "(pip install 'maillage[wiki]')"
    ),
    "not well-formed (invalid token)": "un caractère qui n'a pas sa place",
    "mismatched tag": "une balise fermante qui n'est pas la bonne",
    "undefined entity": "une entité inconnue",
    "duplicate attribute": "un attribut donné deux fois",
    "junk after document element": "quelque chose suit la fin du document",
    "reference to invalid character number": "un numéro de caractère interdit",
    "unclosed token": "une balise non fermée",
    # of packed files: isal, bz2, lzma, zipfile
    "Error {code} Invalid deflate block found": "le fichier compressé est abîmé (erreur {code})",
    "Error {code} Invalid deflate symbol found": "le fichier compressé est abîmé (erreur {code})",
    "Error {code} Invalid lookback distance found": "le fichier compressé est abîmé (erreur {code})",
    "Error {code} Invalid gzip/zlib wrapper found": "l'en-tête du fichier compressé est abîmé (erreur {code})",
    "Error {code} Gzip/zlib wrapper specifies unsupported compress method": (
        "le fichier est compressé d'une manière inconnue (erreur {code})"
    ),
    "Error {code} Incorrect checksum found": "la somme de contrôle est fausse (erreur {code})",
    "Error {code} while decompressing data: {detail}": "le fichier compressé est abîmé (erreur {code})",
    "Invalid data stream": "le fichier compressé est abîmé",
    "Corrupt input data": "le fichier compressé est abîmé",
    "Input format not supported by decoder": "le fichier est compressé d'une manière inconnue",
    "it is encrypted": "il est chiffré",
    "it takes more room packed than unpacked": "il prend plus de place comprimé que décomprimé",
    "it is packed in a way that Sympa does not use": "il est comprimé d'une manière que Sympa n'emploie pas",
    "it is damaged: its bytes are not those that were packed": "il est abîmé : ses octets ne sont pas ceux d'origine",
    "no member begins where the zip file says": "le sommaire du fichier zip est faux",
    "its members overlap": "les fichiers qu'il contient se recouvrent",
    "Bad CRC-32 for file {name}": "la somme de contrôle de {name} est fausse",
    "Bad magic number for central directory": "le sommaire du fichier zip est abîmé",
    "Bad magic number for file header": "l'en-tête d'un fichier du zip est abîmé",
    "Bad offset for central directory": "le sommaire du fichier zip n'est pas à sa place",
    "Truncated central directory": "le sommaire du fichier zip est coupé",
    "Truncated file header": "l'en-tête d'un fichier du zip est coupé",
    "File is not a zip file": "ce n'est pas un fichier zip entier",
    "zipfiles that span multiple disks are not supported": "un fichier zip en plusieurs morceaux ne peut pas être lu",
    "That compression method is not supported": "le fichier est compressé d'une manière inconnue",
    "compression type {kind}": "le fichier est compressé d'une manière inconnue ({kind})",
    "strong encryption (flag bit 6)": "le fichier zip est chiffré",
    "File {name} is encrypted, password required for extraction": (
        "{name} est chiffré : il faut son mot de passe pour le sortir du zip"
    ),
    "File name in directory {name} and header {other} differ.": (
        "le fichier zip donne deux noms au même fichier, {name} et {other}"
    ),
    # of TOML
    "Invalid statement": "cette ligne n'est ni une clé ni une table",
    "Invalid value": "cette valeur n'en est pas une ; un texte se met entre guillemets droits",
    "Invalid date or datetime": "cette date n'existe pas",
    "Invalid hex value": "ce nombre hexadécimal n'en est pas un",
    "Invalid initial character for a key part": "une clé ne peut pas commencer ainsi",
    "Expected newline or end of document after a statement": "rien ne peut suivre sur cette ligne",
    "Expected '=' after a key in a key/value pair": "un signe = doit suivre la clé",
    "Expected ']' at the end of a table declaration": "un crochet ] doit fermer le nom de la table",
    "Expected ']]' at the end of an array declaration": "deux crochets ]] doivent fermer le nom de la table",
    "Expected {what}": "il manque {what}",
    "Found invalid character {character}": "le caractère {character} n'a pas sa place ici",
    "Illegal character {character}": "le caractère {character} n'a pas sa place ici ; un texte se ferme sur sa ligne",
    "Cannot declare {key} twice": "la table {key} est là deux fois",
    "Cannot overwrite a value": "cette clé est là deux fois",
    "Cannot mutate immutable namespace {key}": "la table {key} est déjà close",
    "Cannot redefine namespace {key}": "la table {key} est déjà close",
    "Duplicate inline table key {key}": "la clé {key} est là deux fois",
    "Unclosed array": "un crochet ] manque à la fin de la liste, ou une virgule entre deux valeurs",
    "Unclosed inline table": "une accolade manque à la fin de la table",
    "Unescaped '\\' in a string": "une barre \\ s'écrit \\\\ entre guillemets, ou / dans un chemin",
    "Escaped character is not a Unicode scalar value": "ce caractère n'existe pas en Unicode",
    "Unterminated string": "des guillemets manquent à la fin du texte",
    "Exceeds the limit ({limit}) for integer string conversion: {detail}": "ce nombre est trop long",
}
