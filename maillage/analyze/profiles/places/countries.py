"""Countries by their names in the languages of Europe, and the towns abroad that are written without theirs."""

from __future__ import annotations

from functools import cache

from maillage.analyze.profiles.places.folding import fold

FRANCE = "FR"

LANGUAGES = ("fr", "en", "de", "nl", "es", "it", "pt", "br", "da", "sv", "nb", "fi", "pl", "cs", "ro", "hu")
"""The languages whose names of countries are known, from Unicode's CLDR."""

_NO_COUNTRIES = frozenset(
    "EU EZ UN ZZ AC CP CQ DG EA IC QO TA XA XB"  # unions, islands without inhabitants, codes for tests
    " GP MQ GF RE YT PM BL MF WF PF NC TF".split()  # of France: departements and collectivities of the table
)

_ALSO = {
    "GB": "UK,U.K.,G.B.,Great Britain,Grande-Bretagne,Angleterre,England,Écosse,Scotland,Pays de Galles,Wales,"
    "Irlande du Nord,Northern Ireland",
    "US": "USA,U.S.A.,United States of America,États-Unis d'Amérique,Etats Unis",
    "NL": "Hollande,Holland,The Netherlands,Nederland",
    "BE": "Wallonie,Flandre belge,België",
    "CA": "Québec,Quebec,Ontario",
    "CH": "Confédération helvétique,Suisse romande",
    "ES": "Catalogne,Catalunya,Pays basque espagnol,Euskadi",
    "LU": "Grand-Duché de Luxembourg,G.-D. de Luxembourg,Letzebuerg",
    "CZ": "République tchèque,Czech Republic",
    "CD": "République démocratique du Congo,RDC,RD Congo",
    "CG": "Congo,République du Congo",
    "CI": "Ivory Coast",
    "KR": "Corée,Korea,South Korea",
    "HK": "Hong Kong,Hong-Kong",
    "PS": "Palestine",
    "RU": "Fédération de Russie,Russian Federation",
    "GR": "Hellas",
    "IE": "Éire,République d'Irlande",
    "FR": "République française",
    "AE": "UAE,Emirats",
    "CN": "République populaire de Chine,PRC",
    "VN": "Viet Nam",
    "TR": "Turquie,Turkey",
}

_TOWNS = {
    "BE": "Bruxelles,Brussels,Brussel,Liège,Gand,Gent,Anvers,Antwerpen,Namur,Charleroi,Mons (Belgique),Louvain,Leuven,"
    "Louvain-la-Neuve,Tournai,Bruges (Belgique),Courtrai,Mouscron,Ostende,Ixelles,Schaerbeek",
    "CH": "Genève,Geneva,Lausanne,Zurich,Zürich,Berne,Bern,Bâle,Basel,Neuchâtel,Fribourg (Suisse),Lugano,Winterthour",
    "LU": "Luxembourg-Ville,Esch-sur-Alzette",
    "DE": "Berlin,Hambourg,Hamburg,Munich,München,Cologne,Köln,Francfort,Frankfurt,Stuttgart,Düsseldorf,Leipzig,Dresde,"
    "Dresden,Brême,Bremen,Hanovre,Hannover,Nuremberg,Nürnberg,Bonn,Heidelberg,Karlsruhe,Fribourg-en-Brisgau,Sarrebruck,"
    "Saarbrücken,Göttingen,Aix-la-Chapelle,Aachen",
    "GB": "Londres,London,Edinburgh,Édimbourg,Glasgow,Manchester,Birmingham,Bristol,Cambridge,Oxford,Cardiff,Liverpool,"
    "Leeds,Sheffield,Brighton,Belfast,Nottingham,Newcastle upon Tyne",
    "IE": "Dublin,Cork,Galway",
    "NL": "Amsterdam,Rotterdam,La Haye,Den Haag,The Hague,Utrecht,Eindhoven,Groningen,Delft,Nijmegen,Maastricht",
    "ES": "Madrid,Barcelone,Barcelona,Valencia,Séville,Sevilla,Bilbao,Saragosse,Zaragoza,Grenade (Espagne),Granada,"
    "Donostia,Malaga,Salamanque",
    "PT": "Lisbonne,Lisboa,Lisbon,Porto,Coimbra,Braga,Aveiro",
    "IT": "Rome,Roma,Milan,Milano,Turin,Torino,Naples,Napoli,Florence,Firenze,Bologne,Bologna,Gênes,Genova,Venise,"
    "Venezia,Pise,Pisa,Padoue,Padova,Palerme,Trieste",
    "AT": "Vienne (Autriche),Wien,Vienna,Graz,Salzbourg,Salzburg,Innsbruck,Linz",
    "DK": "Copenhague,Copenhagen,København,Aarhus,Odense",
    "SE": "Stockholm,Göteborg,Gothenburg,Malmö,Uppsala,Lund",
    "NO": "Oslo,Bergen,Trondheim",
    "FI": "Helsinki,Tampere,Turku",
    "PL": "Varsovie,Warszawa,Warsaw,Cracovie,Kraków,Gdansk,Wroclaw,Poznan",
    "CZ": "Prague,Praha,Brno",
    "HU": "Budapest",
    "RO": "Bucarest,București,Bucharest,Cluj-Napoca",
    "GR": "Athènes,Athens,Thessalonique,Thessaloniki",
    "RU": "Moscou,Moscow,Moskva,Saint-Pétersbourg,Saint Petersburg,Novossibirsk",
    "TR": "Istanbul,Ankara,Izmir",
    "CA": "Montréal,Toronto,Vancouver,Ottawa,Gatineau,Sherbrooke,Ville de Québec,Calgary,Edmonton,Winnipeg",
    "US": "New York,Boston,Washington,San Francisco,Los Angeles,Chicago,Seattle,Philadelphia,Pittsburgh,Princeton,"
    "Berkeley,Palo Alto,Portland,Austin,Houston,New York City,San Diego",
    "MA": "Rabat,Casablanca,Marrakech,Fès,Tanger,Agadir",
    "DZ": "Alger,Oran,Constantine,Béjaïa,Tizi Ouzou",
    "TN": "Tunis,Sfax,Sousse",
    "SN": "Dakar,Thiès,Saint-Louis du Sénégal",
    "ML": "Bamako",
    "BF": "Ouagadougou",
    "CI": "Abidjan,Yamoussoukro",
    "CM": "Yaoundé,Douala",
    "TG": "Lomé",
    "BJ": "Cotonou,Porto-Novo",
    "MG": "Antananarivo,Tananarive",
    "EG": "Le Caire,Cairo",
    "LB": "Beyrouth,Beirut",
    "IL": "Tel Aviv,Jérusalem,Jerusalem,Haïfa",
    "IN": "New Delhi,Delhi,Bombay,Mumbai,Bangalore,Bengaluru,Chennai,Calcutta",
    "CN": "Pékin,Beijing,Shanghai,Shenzhen,Canton (Chine)",
    "JP": "Tokyo,Kyoto,Osaka,Nagoya",
    "KR": "Séoul,Seoul",
    "VN": "Hanoï,Hanoi,Hô-Chi-Minh-Ville,Saïgon",
    "AU": "Sydney,Melbourne,Brisbane,Canberra,Perth,Adélaïde",
    "NZ": "Auckland,Wellington,Christchurch",
    "BR": "São Paulo,Rio de Janeiro,Brasília,Porto Alegre,Recife",
    "AR": "Buenos Aires,Rosario",
    "CL": "Santiago du Chili,Santiago de Chile,Valparaíso",
    "MX": "Mexico,México D.F.,Guadalajara",
    "CO": "Bogotá,Medellín",
}

BEFORE_POSTCODES = {
    "F": "FR", "FR": "FR", "B": "BE", "BE": "BE", "CH": "CH", "D": "DE", "DE": "DE", "L": "LU", "LU": "LU", "I": "IT",
    "IT": "IT", "E": "ES", "ES": "ES", "NL": "NL", "A": "AT", "AT": "AT", "DK": "DK", "SE": "SE", "PL": "PL",
    "CZ": "CZ", "PT": "PT", "P": "PT", "S": "SE", "N": "NO", "GB": "GB",
}  # fmt: skip
"""What stands before a postcode with a hyphen: F-59000, CH-1015, D-10115, B-1000."""


STATES = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR"
    " PA RI SC SD TN TX UT VT VA WA WV WI WY PR".split()
)
"""The States of the United States as they stand before a postcode (USPS): "Springfield, IL 62701"."""


@cache
def by_name() -> dict[str, str]:
    """ISO 3166 codes of countries by folded name; a name that stands for two is that of the first language."""
    from babel import Locale

    found: dict[str, str] = {}
    for code, names in _ALSO.items():
        for name in names.split(","):
            found.setdefault(fold(name), code)
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code not in _NO_COUNTRIES:
                found.setdefault(fold(name), code)
    found.pop("", None)
    return found


@cache
def towns() -> dict[str, str]:
    """ISO 3166 codes of the countries of well-known towns abroad, by folded name."""
    return {fold(town): code for code, names in _TOWNS.items() for town in names.split(",") if "(" not in town}


def name_of(code: str, language: str = "fr") -> str:
    """The name of a country in a language."""
    from babel import Locale

    return str(Locale(language).territories.get(code, code))
