"""Write a sentence the way it is said: amounts, times, dates, numbers, order numbers, signs.

Pure text to text, for the voices: they read plain words well and everything else by chance.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from num2words import num2words

from voice.turn import Language

_Match = re.Match[str]

_LETTER_NAMES_EN = "eigh,bee,see,dee,ee,F,gee,aitch,eye,jay,kay,ell,em,en,oh,pee,queue,are,ess,tee,you,vee"
_LETTER_NAMES_FR = "a,bé,cé,dé,e,effe,gé,ache,i,ji,ka,elle,aime,enne,o,pé,ku,erre,esse,té,u,vé"
_MONTHS_EN = "January February March April May June July August September October November December"
_MONTHS_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_LETTERS: dict[Language, dict[str, str]] = {
    "en": dict(
        zip(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            (*_LETTER_NAMES_EN.split(","), "double you", "ex", "why", "zee"),
            strict=True,
        )
    ),
    "fr": dict(
        zip(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            (*_LETTER_NAMES_FR.split(","), "double vé", "ixe", "i grec", "zède"),
            strict=True,
        )
    ),
}
_MONTHS: dict[Language, tuple[str, ...]] = {
    "en": tuple(_MONTHS_EN.split()),
    "fr": tuple(_MONTHS_FR.split()),
}
_COINS: dict[Language, dict[str, tuple[str, str, str, str]]] = {
    # one unit, units, one part, parts
    "en": {
        "€": ("euro", "euros", "cent", "cents"),
        "$": ("dollar", "dollars", "cent", "cents"),
        "£": ("pound", "pounds", "penny", "pence"),
    },
    "fr": {
        "€": ("euro", "euros", "centime", "centimes"),
        "$": ("dollar", "dollars", "cent", "cents"),
        "£": ("livre", "livres", "penny", "pence"),
    },
}
_CODES = {"EUR": "€", "USD": "$", "GBP": "£"}
_SHORT: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"\bMr\.", "Mister"),
        (r"\bMrs\.", "Missus"),
        (r"\bDr\.", "Doctor"),
        (r"\bNo\. ?(?=\d)", "number "),
    ),
    "fr": (
        (r"\bM\. ?(?=[A-ZÀ-Ý])", "Monsieur "),
        (r"\bMmes?\b\.?", "Madame"),
        (r"\bMlles?\b\.?", "Mademoiselle"),
        (r"\bDr\b\.?", "Docteur"),
        (r"\b[Nn][°º] ?", "numéro "),
    ),
}
_SIGNS: dict[Language, dict[str, str]] = {
    "en": {"%": "percent", "&": "and", "@": "at", "#": "pound", "*": "star", "+": "plus", "=": "equals"},
    "fr": {
        "%": "pour cent",
        "&": "et",
        "@": "arobase",
        "#": "dièse",
        "*": "étoile",
        "+": "plus",
        "=": "égale",
    },
}
_FEMININE = (
    r"(?:heure|minute|seconde|semaine|journée|année|fois|personne|livre|commande|facture|question|réponse|"
    r"page|place|chambre|carte|touche)s?\b"
)
MOST_FIGURES = 12
"""Longer numbers are said figure by figure."""
_AMOUNT = r"\d{1,3}(?:[ ,.]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"


def speakable(text: str, language: Language) -> str:
    """The same sentence in words; what needs no change is left as it is."""
    said = unicodedata.normalize("NFC", text)
    said = said.translate({0x2019: "'", 0xA0: " ", 0x202F: " ", 0x2009: " ", 0x2011: "-", 0xAB: "", 0xBB: ""})
    said = said.replace("“", "").replace("”", "")
    for pattern, words in _SHORT[language]:
        said = re.sub(pattern, words, said)
    for pattern, say in _RULES[language]:
        said = re.sub(pattern, say, said)
    for sign, word in _SIGNS[language].items():
        said = said.replace(sign, f" {word} ")
    said = re.sub(r"\s+", " ", said).strip()
    return re.sub(r" (?=[,.])", "", said)


def _number(value: int | str, language: Language) -> str:
    if len(str(value)) > MOST_FIGURES:
        return _digits(str(value), language)
    return _in_words(int(value), language).replace(",", "")


def _in_words(value: int, language: Language, to: str = "cardinal") -> str:
    return str(num2words(value, lang=language, to=to))  # type: ignore[no-untyped-call]  # it has no types


def _digits(digits: str, language: Language) -> str:
    """One by one; long strings in groups, with a breath between."""
    size = 3 if len(digits) % 3 == 0 else 4 if len(digits) % 4 == 0 else len(digits) if len(digits) < 6 else 3
    groups = [digits[start : start + size] for start in range(0, len(digits), size)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return ", ".join(" ".join(_number(digit, language) for digit in group) for group in groups)


def _value(written: str) -> tuple[str, str]:
    """Whole part and decimals of `1 234,50`, `1,234.50` or `42.5`."""
    parts = re.fullmatch(r"(\d{1,3}(?:[ ,.]\d{3})+|\d+)(?:[.,](\d{1,2}))?", written.strip())
    if parts is None:
        raise ValueError(written)
    return re.sub(r"\D", "", parts[1]), parts[2] or ""


def _money(written: str, sign: str, language: Language) -> str:
    figures, decimals = _value(written)
    whole = int(figures) if len(figures) <= MOST_FIGURES else figures
    unit, units, part, parts = _COINS[language][_CODES.get(sign, sign)]
    cents = int(decimals.ljust(2, "0")) if decimals else 0
    name = (unit if whole == 1 or (language == "fr" and whole == 0) else units) if whole or not cents else ""
    said_whole = _number(whole, language) if name else ""
    if unit == "livre" and said_whole.endswith("un"):
        said_whole += "e"
    if not cents:
        return f"{said_whole} {name}"
    said_cents = f"{_number(cents, language)} {part if cents == 1 else parts}"
    if not name:
        return said_cents
    if language == "fr":
        return f"{said_whole} {name} {_number(cents, language)}"
    return f"{said_whole} {name} and {said_cents}"


def _time_en(match: _Match) -> str:
    hour, minute, half = int(match["h"]), int(match["m"] or 0), (match["half"] or "").lower()
    if hour > 23 or minute > 59:
        return match[0]
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if minute == 0 and hour in (0, 12):
        return "noon" if hour else "midnight"
    said = _number(hour % 12 or 12, "en")
    if minute:
        said += f" {'oh ' if minute < 10 else ''}{_number(minute, 'en')}"
    elif not half:
        said += " o'clock" if 1 <= hour < 12 else ""
    return f"{said} {'a m' if hour < 12 else 'p m'}" if minute or half or hour >= 12 else said


def _time_fr(match: _Match) -> str:
    hour, minute = int(match["h"]), int(match["m"] or 0)
    if hour > 24 or minute > 59:
        return match[0]
    said = {0: "minuit", 12: "midi"}.get(hour, f"{_feminine(hour)} heure{'s' if hour > 1 else ''}")
    return f"{said} {_feminine(minute)}" if minute else said


def _feminine(value: int) -> str:
    said = _number(value, "fr")
    return said + "e" if said.endswith("un") else said


def _date(year: str, month: str, day: str, language: Language) -> str:
    try:
        when = date(int(year), int(month), int(day))
    except ValueError:
        return f"{day}/{month}/{year}"
    name = _MONTHS[language][when.month - 1]
    if language == "fr":
        return f"{'premier' if when.day == 1 else _number(when.day, 'fr')} {name} {_number(when.year, 'fr')}"
    said_year = _in_words(when.year, "en", "year")
    return f"{name} {_in_words(when.day, 'en', 'ordinal')}, {said_year}"


def _slashed(match: _Match, language: Language) -> str:
    """Day first in French; month first in English, unless it cannot be one."""
    first, second, year = match[1], match[2], match[3]
    day_first = language == "fr" or int(first) > 12
    return _date(year, *((second, first) if day_first else (first, second)), language)


def _code(match: _Match, language: Language) -> str:
    """Letters by name and digits one by one, set off from the word before: A-1042."""
    parts = re.findall(r"[A-Z]+|\d+", match[0])
    said = [
        _digits(part, language) if part.isdigit() else " ".join(_LETTERS[language][letter] for letter in part)
        for part in parts
    ]
    after_word = re.search(r"\w $", match.string[: match.start()])
    return (", " if after_word else "") + ", ".join(said)


def _telephone(match: _Match, language: Language) -> str:
    plus = f"{_SIGNS[language]['+']} " if match[0].startswith("+") else ""
    digits = re.sub(r"\D", "", match[0])
    if language == "fr" and len(digits) == 10 and digits[0] == "0":
        pairs = [digits[start : start + 2] for start in range(0, 10, 2)]
        return ", ".join(
            " ".join(_number(d, "fr") for d in pair) if pair[0] == "0" else _number(pair, "fr")
            for pair in pairs
        )
    return plus + _digits(digits, language)


def _decimal(match: _Match, language: Language) -> str:
    point = "point" if language == "en" else "virgule"
    after = match[2]
    if language == "fr" and after[0] != "0" and len(after) <= 2:
        return f"{_number(match[1], language)} {point} {_number(after, language)}"
    return f"{_number(match[1], language)} {point} {' '.join(_number(digit, language) for digit in after)}"


def _address(match: _Match, language: Language) -> str:
    """An e-mail address."""
    point, dash = ("dot", "dash") if language == "en" else ("point", "tiret")
    return match[0].replace(".", f" {point} ").replace("-", f" {dash} ").replace("_", " ")


def _integer(match: _Match, language: Language) -> str:
    digits = re.sub(r"\D", "", match[0])
    if (len(digits) > 6 and digits == match[0]) or (len(digits) > 1 and digits[0] == "0"):
        return _digits(digits, language)
    return _number(digits, language)


def _rules(language: Language) -> tuple[tuple[str, Callable[[_Match], str]], ...]:
    """Patterns and what is said for them, in the order in which they apply."""

    def ordinal(match: _Match) -> str:
        if language == "fr" and match[1] == "1":
            return "premier" if match[2] == "er" else "première"
        return _in_words(int(match[1]), language, "ordinal")

    grouped = r"\b\d{1,3}(?:,\d{3})+\b" if language == "en" else r"\b[1-9]\d{0,2}(?: \d{3})+\b"
    common: tuple[tuple[str, Callable[[_Match], str]], ...] = (
        (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", lambda m: _address(m, language)),
        (rf"([€$£]) ?({_AMOUNT})", lambda m: _money(m[2], m[1], language)),
        (
            rf"(?<![\d.,])({_AMOUNT}) ?(?:([€$£])|(EUR|USD|GBP)\b)",
            lambda m: _money(m[1], m[2] or m[3], language),
        ),
        (r"\b(\d{4})-(\d\d)-(\d\d)\b", lambda m: _date(m[1], m[2], m[3], language)),
        (r"\b(\d\d?)/(\d\d?)/(\d{4})\b", lambda m: _slashed(m, language)),
    )
    times: tuple[tuple[str, Callable[[_Match], str]], ...] = (
        (
            (r"\b(?P<h>\d\d?):(?P<m>\d\d)(?: ?(?P<half>[ap]\.?m\b\.?))?", _time_en),
            (r"\b(?P<h>\d\d?)(?P<m>) ?(?P<half>[ap]\.?m\b\.?)", _time_en),
        )
        if language == "en"
        else (
            (r"\b(?P<h>\d\d?) ?(?:[hH:]) ?(?P<m>\d\d)\b", _time_fr),
            (r"\b(?P<h>\d\d?) ?h(?P<m>)\b", _time_fr),
        )
    )
    numbers: tuple[tuple[str, Callable[[_Match], str]], ...] = (
        (r"\b(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]+(?:-[A-Z\d]+)*\b", lambda m: _code(m, language)),
        (r"\b[A-Z]{1,5}-\d[A-Z\d-]*\b", lambda m: _code(m, language)),
        (r"(?<!\w)\+\d[\d .-]{5,}\d\b|\b0\d(?:[ .-]\d\d){4}\b|\b\d{3}[ .-]\d{3}[ .-]\d{4}\b|\b0\d{9}\b",
         lambda m: _telephone(m, language)),
        (r"\b(\d{1,6})(st|nd|rd|th)\b" if language == "en" else r"\b(\d{1,6})(er|re|ère|e|ème)\b", ordinal),
        (grouped, lambda m: _integer(m, language)),
        (r"\b(\d+)\.(\d+)\b" if language == "en" else r"\b(\d+)[,.](\d+)\b", lambda m: _decimal(m, language)),
    )  # fmt: skip
    feminine: tuple[tuple[str, Callable[[_Match], str]], ...] = (
        ((rf"\b(\d{{1,6}})(?= {_FEMININE})", lambda m: _feminine(int(m[1]))),) if language == "fr" else ()
    )
    return (*common, *times, *numbers, *feminine, (r"\d+", lambda m: _integer(m, language)))


_RULES: dict[Language, tuple[tuple[str, Callable[[_Match], str]], ...]] = {
    "en": _rules("en"),
    "fr": _rules("fr"),
}
