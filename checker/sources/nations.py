"""The states that a name mentions, so that an official of one is not taken for another's."""

from __future__ import annotations

import re
from functools import cache

# What English makes of a country's name besides adding an ending.
IRREGULAR = {
    "us": "US",
    "usa": "US",
    "america": "US",
    "american": "US",
    "uk": "GB",
    "britain": "GB",
    "british": "GB",
    "french": "FR",
    "dutch": "NL",
    "swiss": "CH",
    "spanish": "ES",
    "danish": "DK",
    "greek": "GR",
    "irish": "IE",
    "polish": "PL",
    "swedish": "SE",
    "finnish": "FI",
    "turkey": "TR",
    "turkish": "TR",
    "lebanese": "LB",
    "afghan": "AF",
    "thai": "TH",
    "filipino": "PH",
    "uae": "AE",
    "emirati": "AE",
    "saudi": "SA",
    "palestine": "PS",
    "palestinian": "PS",
    "norwegian": "NO",
    "portuguese": "PT",
    "peruvian": "PE",
    "un": "UN",
    "eu": "EU",
}
# Where a state is governed from, by whose name it is called.
SEATS = {
    "kremlin": "RU",
    "white house": "US",
    "pentagon": "US",
    "state department": "US",
    "downing street": "GB",
    "foreign office": "GB",
    "élysée": "FR",
    "elysee": "FR",
    "quai d'orsay": "FR",
}
# Capitals that stand for their state, where the name is nothing else.
CAPITALS = {
    "abu dhabi": "AE",
    "algiers": "DZ",
    "amman": "JO",
    "ankara": "TR",
    "athens": "GR",
    "baghdad": "IQ",
    "beijing": "CN",
    "beirut": "LB",
    "berlin": "DE",
    "brasilia": "BR",
    "cairo": "EG",
    "canberra": "AU",
    "damascus": "SY",
    "doha": "QA",
    "islamabad": "PK",
    "jakarta": "ID",
    "kabul": "AF",
    "khartoum": "SD",
    "kiev": "UA",
    "kyiv": "UA",
    "london": "GB",
    "madrid": "ES",
    "manama": "BH",
    "moscow": "RU",
    "muscat": "OM",
    "new delhi": "IN",
    "ottawa": "CA",
    "paris": "FR",
    "pyongyang": "KP",
    "rabat": "MA",
    "riyadh": "SA",
    "rome": "IT",
    "sanaa": "YE",
    "seoul": "KR",
    "tehran": "IR",
    "tel aviv": "IL",
    "tokyo": "JP",
    "tripoli": "LY",
    "tunis": "TN",
    "warsaw": "PL",
    "washington": "US",
}
# A state that is only the place or the matter: the envoy *to Syria*, *UK-based*, *US-backed*.
ASIDE = re.compile(
    r"\b(?:in|to|for|on|near|against|with|at)\s+(?:the\s+)?\w+"
    r"|[\w.]+-(?:based|backed|born|aligned|allied|controlled|supported)\b"
)
ADDED = ("", "n", "an", "ian", "i", "ese", "ish")
CUT = ("", "an", "ian", "ese", "ish", "i")  # after the last letter is cut off: Italy, Italian


def nations_in(name: str) -> frozenset[str]:
    """The states (ISO 3166-1 alpha-2) to which an English name belongs; none where none is named.

    The names of countries are those of the CLDR, with the endings by which English makes them
    adjectives. A name that could mean two states belongs to both.
    """
    forms, phrases = _known_forms()
    if capital := CAPITALS.get(name.casefold().strip()):
        return frozenset({capital})
    plain = ASIDE.sub(" ", name.casefold().replace("u.s.", "us").replace("u.k.", "uk"))
    plain = plain.replace("-", " ")
    found = {code for word in re.findall(r"\w+", plain) for code in forms.get(word, ())}
    return frozenset(found | {code for phrase, code in phrases if phrase in plain})


@cache
def _known_forms() -> tuple[dict[str, set[str]], list[tuple[str, str]]]:
    """States by each word that means one, and by names of several words."""
    from babel import Locale

    forms: dict[str, set[str]] = {word: {code} for word, code in IRREGULAR.items()}
    phrases: list[tuple[str, str]] = [*SEATS.items()]
    for code, name in Locale("en").territories.items():
        if not re.fullmatch("[A-Z]{2}", code):
            continue
        plain = name.casefold()
        if not re.fullmatch(r"\w+", plain):
            phrases.append((plain, code))
            continue
        for form in _forms_of(plain):
            forms.setdefault(form, set()).add(code)
    return forms, phrases


def _forms_of(country: str) -> set[str]:
    cut = {country[:-1] + ending for ending in CUT if ending or country.endswith("y")}
    return {country + ending for ending in ADDED} | cut
