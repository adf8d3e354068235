"""Values in what was said or keyed, in canonical form.

Digits are digits, identifiers are in capitals, dates are ISO 8601.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from voice.turn import Language
from voice.understanding.dates import find_date
from voice.understanding.numbers import expected_digits, joined, to_digits
from voice.understanding.yes_no import yes_or_no
from voice.words import fold, without_fillers


class SlotShape(Protocol):
    """What must be known of a slot to find its value."""

    @property
    def type(self) -> str:
        """A ValueType."""
        ...

    @property
    def pattern(self) -> tuple[str, ...]:
        """Shapes: 9 a digit, A a letter, anything else itself."""
        ...

    @property
    def least(self) -> int:
        """Fewest digits."""
        ...

    @property
    def most(self) -> int:
        """Most digits."""
        ...

    @property
    def choices(self) -> Mapping[str, Mapping[Language, tuple[str, ...]]]:
        """Value to the words for it."""
        ...


_SPELLED: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "ah": "A", "ha": "A", "as": "A", "bé": "B", "be": "B", "bes": "B", "baie": "B", "ce": "C",
        "ces": "C", "ses": "C",
        "c'est": "C", "sait": "C", "des": "D", "de": "D", "the": "D", "eux": "E", "effe": "F",
        "elle": "L", "aile": "L", "el": "L", "aime": "M", "em": "M", "haine": "N", "en": "N", "au": "O",
        "eau": "O",
        "oh": "O", "pe": "P", "paix": "P", "cul": "Q", "cu": "Q", "ku": "Q", "air": "R", "erre": "R",
        "er": "R",
        "est": "S", "esse": "S", "es": "S", "te": "T", "tes": "T", "thé": "T", "hu": "U", "hue": "U",
        "ve": "V", "vais": "V",
        "ixe": "X", "i": "I", "y": "I", "j'ai": "G", "jai": "G", "jet": "G", "ji": "J", "gi": "J",
        "hache": "H", "ache": "H",
        "cas": "K", "ka": "K", "zed": "Z", "zede": "Z", "huit": "8",
    },
    "en": {
        "ay": "A", "eh": "A", "hey": "A", "be": "B", "bee": "B", "see": "C", "sea": "C", "dee": "D",
        "the": "D", "ef": "F",
        "gee": "G", "jee": "G", "aitch": "H", "haitch": "H", "eye": "I", "i": "I", "jay": "J", "kay": "K",
        "okay": "K",
        "el": "L", "ell": "L", "em": "M", "en": "N", "oh": "O", "owe": "O", "pee": "P", "pea": "P",
        "cue": "Q", "queue": "Q",
        "are": "R", "our": "R", "ar": "R", "ess": "S", "tea": "T", "tee": "T", "you": "U", "vee": "V",
        "we": "V", "ex": "X",
        "why": "Y", "zed": "Z", "zee": "Z",
    },
}  # fmt: skip
"""What a recognizer writes for a letter said by itself. Only used where the pattern has a letter."""

_DIGIT_AS_LETTER = {"8": "A", "0": "O", "1": "I", "5": "S", "2": "D", "3": "E", "4": "F"}
_LETTER_AS_DIGIT = {"O": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "B": "8"}
_LITTLE_WORDS = frozenset({"a", "c", "d", "i", "l", "m", "n", "s", "t", "y"})
_CUES = frozenset(
    [
        "commande",
        "numero",
        "dossier",
        "reference",
        "sinistre",
        "facture",
        "contrat",
        "colis",
        "order",
        "number",
        "claim",
        "invoice",
        "reference",
        "policy",
        "parcel",
        "is",
    ]
)
_AS_IN = re.compile(r"\b([a-z]) (?:comme|as in|like|for) ([a-z])[a-z]*\b")


def find_slots(
    text: str, slots: Mapping[str, SlotShape], language: Language, expecting: str | None = None
) -> dict[str, str]:
    """Values of the plan's slots in one utterance, by name.

    The slot that was asked for is matched leniently; the others only where nothing else can be meant. One
    number can stand under several names when slots share a shape; what it is for then decides.
    """
    found: dict[str, str] = {}
    if expecting and (value := find_value(text, slots[expecting], language)):
        found[expecting] = value
    for name, slot in slots.items():
        if name == expecting or not (value := _volunteered(text, slot, language)):
            continue
        if value != found.get(expecting or ""):
            found[name] = value
    return found


def find_value(text: str, slot: SlotShape, language: Language) -> str | None:
    """The value of a slot that was asked for; None when there is none."""
    match slot.type:
        case "identifier" | "digits" if slot.pattern:
            return _masked(text, slot.pattern, language, lenient=True)
        case "digits":
            return _digits(text, slot.least, slot.most, language)
        case "phone":
            return find_phone(text, language)
        case "number":
            return _number(text, language)
        case "date":
            return find_date(text, language)
        case "yes_no":
            answer = yes_or_no(text)
            return None if answer is None else "yes" if answer else "no"
        case "choice":
            return _choice(text, slot.choices, language)
        case "text":
            return " ".join(text.split()) or None
        case _:
            return None


def from_keys(digits: str, slot: SlotShape) -> str | None:
    """The value that keys give for a slot; None when they do not fit."""
    match slot.type:
        case "identifier" | "digits" if slot.pattern:
            return next((value for mask in slot.pattern if (value := _keyed(digits, mask))), None)
        case "digits":
            return digits if digits.isdigit() and slot.least <= len(digits) <= slot.most else None
        case "phone":
            return canonical_phone(digits)
        case "number":
            return digits if digits.isdigit() else None
        case "yes_no":
            return {"1": "yes", "2": "no"}.get(digits)
        case "choice":
            names = list(slot.choices)
            return names[int(digits) - 1] if digits.isdigit() and 0 < int(digits) <= len(names) else None
        case "date":
            return (
                find_date("/".join((digits[:2], digits[2:4], digits[4:])), "fr") if len(digits) == 8 else None
            )
        case _:
            return None


def needs_letter(digits: str, slot: SlotShape) -> bool:
    """True when keys alone cannot give the value because letters are missing."""
    return any("A" in mask and sum(char == "9" for char in mask) == len(digits) for mask in slot.pattern)


def find_phone(text: str, language: Language) -> str | None:
    """A phone number, digits and a leading + only; None when there is none of 6 to 15 digits."""
    words = expected_digits(to_digits(text.replace("+", " plus "), language), language)
    number = "".join(word for word in words if word.isdigit())
    plus = "plus" in words and words.index("plus") < next((i for i, w in enumerate(words) if w.isdigit()), 0)
    return canonical_phone(("+" if plus else "") + number)


def canonical_phone(text: str) -> str | None:
    """Digits and a leading + only; None when it cannot be a number that can be called."""
    number = re.sub(r"[\s.\-()/]", "", text)
    if number.startswith("00") and len(number) > 8:
        number = "+" + number[2:]
    if number.startswith("+330") and len(number) == 13:
        number = "+33" + number[4:]
    return number if re.fullmatch(r"\+?[0-9]{6,15}", number) and len(set(number.lstrip("+"))) > 1 else None


def _volunteered(text: str, slot: SlotShape, language: Language) -> str | None:
    match slot.type:
        case "identifier" | "digits" if slot.pattern and all(len(mask) >= 4 for mask in slot.pattern):
            return _masked(text, slot.pattern, language, lenient=False)
        case "date":
            return find_date(text, language)
        case "choice":
            return _choice(text, slot.choices, language)
        case _:
            return None


def _masked(text: str, masks: Sequence[str], language: Language, lenient: bool) -> str | None:
    raw = _AS_IN.sub(lambda match: match[1] if match[1] == match[2] else match[0], fold(text))
    words = to_digits(raw if raw != fold(text) else text, language)
    readings = [words]
    if lenient:
        calm = without_fillers(" ".join(words)).split()
        readings += [calm, expected_digits(words, language), expected_digits(calm, language)]
    elif not _letters_meant(text, words):
        return None
    for mask in masks:
        for reading in readings:
            if value := _fit_words(reading, mask, language, lenient):
                return value
    return None


def _letters_meant(text: str, words: list[str]) -> bool:
    """False when a letter before digits is more likely a little word, as in "a 2000 euro bill"."""
    for before, letter, after in zip(["", *words], words, words[1:], strict=False):
        if letter in _LITTLE_WORDS and after.isdigit() and before not in _CUES:
            return re.search(rf"\S\s+{letter.upper()}\b", text) is not None
    return True


def _fit_words(words: list[str], mask: str, language: Language, lenient: bool) -> str | None:
    """The last run of words whose characters fit the mask: callers correct themselves at the end."""
    size = len(mask)
    for start in range(len(words) - 1, -1, -1):
        length = 0
        for end in range(start + 1, len(words) + 1):
            length += len(words[end - 1])
            run = words[start:end]
            if value := _fit(run, mask, language, lenient):
                return value
            if length > size + 8:
                break
    return None


def _fit(run: list[str], mask: str, language: Language, lenient: bool) -> str | None:
    if value := _exact(joined(run), mask):
        return value
    if not lenient:
        return None
    for value in _respelled(run, mask, language):
        return value
    return None


def _respelled(run: list[str], mask: str, language: Language) -> list[str]:
    """Other readings of the same words that fit: letters written as words, digits heard for letters."""
    if any(word.isalpha() and len(word) > 1 and word not in _SPELLED[language] for word in run):
        return []
    spelled = [_SPELLED[language].get(word, word.upper()) for word in run]
    values = []
    for letters in ("".join(spelled), joined(run)):
        if len(letters) != len(mask):
            continue
        mapped = "".join(_toward(char, shape) for char, shape in zip(letters, mask, strict=True))
        if value := _exact(mapped, mask):
            values.append(value)
    return values


def _toward(char: str, shape: str) -> str:
    if shape == "9":
        return _LETTER_AS_DIGIT.get(char, char)
    if char.isdigit():
        return _DIGIT_AS_LETTER.get(char, char) if shape == "A" else char
    return char


def _exact(text: str, mask: str) -> str | None:
    shape = re.sub(r"[^A-Za-z0-9]", "", mask)
    if len(text) != len(shape):
        return None
    for char, want in zip(text, shape, strict=True):
        fits = char.isdigit() if want == "9" else char.isalpha() if want == "A" else char == want.upper()
        if not fits:
            return None
    return text


def _keyed(digits: str, mask: str) -> str | None:
    """Keys put in the places of digits; letters that the pattern spells out need no key."""
    if "A" in mask or sum(char == "9" for char in mask) != len(digits) or not digits.isdigit():
        return None
    keys = iter(digits)
    return "".join(next(keys) if char == "9" else char.upper() for char in mask if char.isalnum())


def _digits(text: str, least: int, most: int, language: Language) -> str | None:
    words = to_digits(text, language)
    for reading in (words, expected_digits(words, language)):
        digits = "".join(word for word in reading if word.isdigit())
        if least <= len(digits) <= most:
            return digits
    return None


def _number(text: str, language: Language) -> str | None:
    words = to_digits(text, language)
    found = [word for word in words if word.isdigit()]
    if not found:
        found = [word for word in expected_digits(words, language) if word.isdigit()]
    return str(int(found[-1])) if found else None


def _choice(
    text: str, choices: Mapping[str, Mapping[Language, tuple[str, ...]]], language: Language
) -> str | None:
    words = f" {without_fillers(fold(text))} "
    hits = [
        (len(folded), name)
        for name, by_language in choices.items()
        for said in by_language.get(language, ())
        if (folded := fold(said)) and f" {folded} " in words
    ]
    return max(hits)[1] if hits else None
