"""Values said in words by rule, as a perfect recognizer would write them."""

from __future__ import annotations

import random
from datetime import date, timedelta

from num2words import num2words

from voice.turn import Language

_FRENCH = """
    Anatole Berthe Célestin Désiré Eugène François Gaston Henri Irma Joseph Kléber Louis Marcel Nicolas
    Oscar Pierre Quintal Raoul Suzanne Thérèse Ursule Victor William Xavier Yvonne Zoé
"""
_NATO = """
    Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliet Kilo Lima Mike November Oscar Papa
    Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu
"""
ALPHABETS: dict[Language, dict[str, str]] = {
    "fr": {word[0]: word for word in _FRENCH.split()},
    "en": {word[0]: word for word in _NATO.split()},
}


def _in_words(number: int, language: Language, to: str = "cardinal") -> str:
    return str(num2words(number, lang=language, to=to))  # type: ignore[no-untyped-call]  # it has no types


def words(number: int, language: Language) -> str:
    """A number in words, half of them without hyphens."""
    said = _in_words(number, language)
    return said.replace("-", " ") if number % 2 else said


def grouped(digits: str, chance: random.Random, language: Language) -> str:
    """Digits in groups of one to three, each as a number; a leading zero is said by itself."""
    said, at = [], 0
    while at < len(digits):
        size = chance.choice((1, 2, 2, 3)) if digits[at] != "0" else 1
        group = digits[at : at + size]
        if len(group) == 1 and language == "en" and group == "0" and chance.random() < 0.6:
            said.append("oh")
        elif at + 1 < len(digits) and digits[at] == digits[at + 1] and chance.random() < 0.5:
            group = digits[at : at + 2]
            said.append("double " + words(int(group[0]), language))
        else:
            said.append(words(int(group), language))
        at += len(group)
    return " ".join(said)


def identifier(chance: random.Random, language: Language) -> tuple[str, str]:
    """A letter and four digits."""
    letter, digits = chance.choice("ABCDEFGHJKLMNPRSTV"), f"{chance.randrange(10000):04}"
    link = {"fr": "comme", "en": chance.choice(("for", "as in"))}[language]
    spelled = chance.choice((letter, letter.lower(), f"{letter} {link} {ALPHABETS[language][letter]}"))
    return letter + digits, f"{opening(chance, language)}{spelled} {grouped(digits, chance, language)}"


def opening(chance: random.Random, language: Language) -> str:
    """What comes before a value."""
    return chance.choice(
        {
            "fr": ("", "", "euh ", "alors c'est le ", "le numéro c'est ", "oui alors euh "),
            "en": ("", "", "um ", "it's ", "the number is ", "yeah it's uh "),
        }[language]
    )


def digits_five(chance: random.Random, language: Language) -> tuple[str, str]:
    """Five digits."""
    digits = f"{chance.randrange(100000):05}"
    return digits, opening(chance, language) + grouped(digits, chance, language)


def telephone(chance: random.Random, language: Language) -> tuple[str, str]:
    """A French number in pairs, or a British one digit by digit."""
    if language == "fr":
        pairs = [f"0{chance.randrange(1, 10)}", *(f"{chance.randrange(100):02}" for _ in range(4))]
        said = [
            f"zéro {words(int(pair[1]), 'fr')}" if pair[0] == "0" else words(int(pair), "fr")
            for pair in pairs
        ]
        return "".join(pairs), opening(chance, "fr") + " ".join(said)
    digits = "07" + f"{chance.randrange(10**9):09}"
    said = ["oh" if digit == "0" and chance.random() < 0.6 else words(int(digit), "en") for digit in digits]
    return digits, opening(chance, "en") + " ".join(said)


def birth_date(chance: random.Random, language: Language) -> tuple[str, str]:
    """A day with its year."""
    day = date(1930, 1, 1) + timedelta(chance.randrange(27000))
    months: dict[Language, str] = {
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "en": "January February March April May June July August September October November December",
    }
    month = months[language].split()[day.month - 1]
    if language == "fr":
        first = "premier" if day.day == 1 else words(day.day, "fr")
        year = words(day.year % 100 if day.year < 2000 and chance.random() < 0.4 else day.year, "fr")
        return day.isoformat(), chance.choice((f"le {first} {month} {year}", f"né le {first} {month} {year}"))
    nth = _in_words(day.day, "en", "ordinal")
    year = _in_words(day.year, "en", "year")
    return day.isoformat(), chance.choice((f"the {nth} of {month} {year}", f"{month} {nth} {year}"))


def amount(chance: random.Random, language: Language) -> tuple[str, str]:
    """Euros, with or without cents."""
    euros, cents = chance.randrange(1, 2000), chance.choice((0, 0, 5, 10, 40, 50, 99))
    value = f"{euros}.{cents:02}" if cents else str(euros)
    if not cents:
        return value, f"{words(euros, language)} euros"
    joined = {"fr": ("euros", "euros et"), "en": ("euros", "euros and")}[language]
    tail = {"fr": ("", " centimes"), "en": ("", " cents")}[language]
    parts = (words(euros, language), chance.choice(joined), words(cents, language) + chance.choice(tail))
    return value, " ".join(parts)


def postcode(chance: random.Random, language: Language) -> tuple[str, str]:
    """A French or a British one."""
    if language == "fr":
        digits = f"{chance.randrange(1, 96):02}{chance.choice((0, 100, 200, 300, chance.randrange(1000))):03}"
        if chance.random() < 0.3:
            return digits, words(int(digits), "fr") if digits[
                0
            ] != "0" else f"zéro {words(int(digits), 'fr')}"
        return digits, opening(chance, "fr") + grouped(digits, chance, "fr")
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    shape = chance.choice(("A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA"))
    code = "".join(
        chance.choice(letters) if char == "A" else str(chance.randrange(10)) if char == "9" else " "
        for char in shape
    )
    said = [
        (words(int(char), "en") if char != "0" else "oh")
        if char.isdigit()
        else chance.choice((char, char, ALPHABETS["en"][char], f"{char} for {ALPHABETS['en'][char]}"))
        for char in code
        if char != " "
    ]
    return code, opening(chance, "en") + " ".join(said)
