"""Every reading of some words as letters and digits, with its cost.

A word can mean several things on the telephone ("for" is 4, or joins a letter to its word; "aime" is M). All
readings are kept as arcs over the words (voice.understanding.characters finds the cheapest way through
them). A cost is 0 for what is said in so many words, and about 1 for a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from text_to_num import text2num

from voice.turn import Language
from voice.understanding.alphabets import AMBIGUOUS, DIGITS, NAMES, ORDINARY, SPELLING

MOST_WORDS = 60
"""Words beyond this many are not looked at: no number or name takes longer to say."""
MOST_PHRASE = 9
"""Words of the longest number: "quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf"."""

_TIMES = {"double": 2, "doubles": 2, "triple": 3, "triples": 3, "treble": 3}
_LINKS: dict[Language, frozenset[str]] = {
    "fr": frozenset({"comme", "pour"}),
    "en": frozenset({"for", "4", "as", "like"}),
}
_AROUND = """
    cest jai euh heu hum hmm mm mmh ben bah uh um er erm uhm ah oh bon alors donc et puis ensuite
    apres then and next so well okay ok oui yes yeah voila c est il it s is its that this the le la
    les un une mon ma my your notre numero number reference commande order colis parcel dossier file
    sinistre claim facture invoice contrat contract policy code postal postcode post zip lettre
    letter lettres letters capital majuscule minuscule tiret dash hyphen espace space point slash
    stroke accent aigu grave circonflexe trema cedille chiffre chiffres digit digits attendez wait
    please merci thanks thank you vous plait svp je vais j ai suis habite live lives at in au a en
    dans with avec me have got nom name surname first last prenom famille telephone phone mobile
    portable
"""
_CARRIERS = frozenset(_AROUND.split())
"""Words that are said around a value."""
_CORRECTIONS = frozenset(
    {"non", "no", "pardon", "sorry", "plutot", "rather", "correction", "mean", "nan", "actually"}
)
_THOUSAND = frozenset({"mille", "thousand"})
_ROUND = frozenset({"cent", "cents", "hundred", *_THOUSAND})
"""Number words that the next number word belongs to."""
FIGURE = 0.9
"""What it costs to pass over a figure within a value."""
_VOWELS = re.compile(r"[aeiouy]")
_WHOLE = re.compile(r"\b([cj])'(est|ai)\b", re.IGNORECASE)
_ELIDED = re.compile(r"\b(?:c|d|j|l|m|n|s|t|qu)'(?=[a-z])", re.IGNORECASE)
_CONTRACTED = re.compile(r"(?<=[a-z])'(?:s|m|re|ll|ve|d|t)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Arc:
    """One reading of some words."""

    end: int
    """Index of the word after them."""
    text: str
    """Capital letters and digits."""
    cost: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """Words and all their readings."""

    words: tuple[str, ...]
    """Folded."""
    arcs: tuple[tuple[Arc, ...], ...]
    """Readings that begin at each word."""
    inside: tuple[float, ...]
    """What it costs to pass over each word within a value."""
    outside: tuple[float, ...]
    """The same before and after it."""


@lru_cache(maxsize=256)
def lattice(text: str, language: Language) -> Lattice:
    """All readings of a text."""
    raw = _tokens(text)[:MOST_WORDS]
    words = tuple(word.lower() for word in raw)
    shouted = sum(word.isupper() and len(word) > 1 for word in raw) > 3
    digits: list[list[Arc]] = [list(_numbers(words, at, language)) for at in range(len(words))]
    letters: list[list[Arc]] = [
        list(_letters(words, at, language, upper=raw[at].isupper() and not shouted))
        for at in range(len(words))
    ]
    arcs = [[*digits[at], *letters[at]] for at in range(len(words))]
    for at in range(len(words) - 1, -1, -1):
        arcs[at].extend(_multiples(words, at, arcs))
        arcs[at].extend(_spelled_out(words, at, letters, language))
    inside, outside = zip(*_skips(words, arcs), strict=True) if words else ((), ())
    return Lattice(words, tuple(tuple(_cheapest(found)) for found in arcs), inside, outside)


def letters_at(seen: Lattice, at: int) -> Arc | None:
    """The surest reading of the words from `at` on as letters only, longest first."""
    found = [arc for arc in seen.arcs[at] if arc.text.isalpha()]
    return min(found, key=lambda arc: (arc.cost, -arc.end), default=None)


# -- from words to arcs --


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = _CONTRACTED.sub("", _ELIDED.sub("", _WHOLE.sub(r"\1\2", plain.replace("’", "'"))))
    plain = re.sub(r"(?<=\d)[,.](?=\d{3}\b)", "", plain)
    return re.findall(r"[A-Za-z]+|[0-9]+", plain)


@lru_cache(maxsize=8192)
def spoken_number(phrase: str, language: Language) -> int | None:
    """The number that words name as a whole; None when they are not one number."""
    if "zero" in phrase:
        return 0 if phrase == "zero" else None
    if phrase in ("o", "second", "seconde") or phrase.startswith(("hundred", "thousand")):
        return None
    try:
        return int(text2num("one" + phrase[1:] if phrase.startswith("a ") else phrase, language))
    except ValueError:
        return None


def _cut_short(words: Sequence[str], end: int, language: Language) -> float:
    """What it costs to end a number after "hundred" or "thousand" though it could go on."""
    if words[end - 1] not in _ROUND or end == len(words):
        return 0.0
    after = int(words[end]) if words[end].isdigit() else spoken_number(words[end], language)
    return 0.0 if after is None else 0.1 if after < 10 else 0.5


def _numbers(words: Sequence[str], at: int, language: Language) -> Iterator[Arc]:
    word = words[at]
    if word.isdigit():
        yield Arc(at + 1, word, 0.02)
    for size in (1, 2):
        if at + size <= len(words) and (heard := DIGITS[language].get(" ".join(words[at : at + size]))):
            zero = heard == "0" and language == "en"
            yield Arc(at + size, heard, 0.05 if zero else 0.485 if word in ORDINARY else 0.2)
    if word == "o":
        yield Arc(at + 1, "0", 0.05)
    for end in range(at + 1, min(at + MOST_PHRASE, len(words)) + 1):
        number = spoken_number(" ".join(words[at:end]), language)
        if number is not None and number < 1_000_000:
            yield Arc(end, str(number), 0.02 + _cut_short(words, end, language))
    if word.isdigit() and len(word) <= 3 and at + 1 < len(words) and words[at + 1] in _THOUSAND:
        yield Arc(at + 2, str(int(word) * 1000), 0.02)
        if at + 2 < len(words) and words[at + 2].isdigit() and len(words[at + 2]) <= 3:
            yield Arc(at + 3, str(int(word) * 1000 + int(words[at + 2])), 0.02)


def _letters(words: Sequence[str], at: int, language: Language, *, upper: bool) -> Iterator[Arc]:
    word = words[at]
    if word.isdigit():
        return
    if len(word) == 1:
        yield Arc(at + 1, word.upper(), 0.0)
    for size in (1, 2):
        if at + size <= len(words) and (letter := NAMES[language].get(" ".join(words[at : at + size]))):
            yield Arc(at + size, letter, 0.02 if size == 2 else 0.45 if word == "cest" else 0.2)
    if letter := SPELLING.get(word):
        yield Arc(at + 1, letter, 0.1 if word in AMBIGUOUS else 0.05)
    if word in ("x", "ex") and words[at + 1 : at + 2] == ("ray",):
        yield Arc(at + 2, "X", 0.0)
    if 2 <= len(word) <= 4 and (upper or not _VOWELS.search(word)):
        yield Arc(at + 1, word.upper(), 0.05 if upper else 0.2)


def _multiples(words: Sequence[str], at: int, arcs: Sequence[Sequence[Arc]]) -> Iterator[Arc]:
    """ "Double four", "trois fois sept", "deux N"."""
    word, after = words[at], at + 1
    if word in _TIMES and after < len(words):
        yield from _times(arcs[after], _TIMES[word], 0.0)
    count = {"deux": 2, "2": 2, "trois": 3, "3": 3}.get(word, 0)
    if count and words[after : after + 1] == ("fois",) and after + 1 < len(words):
        skipped = 1 if words[after + 1] in ("le", "la") else 0
        if after + 1 + skipped < len(words):
            yield from _times(arcs[after + 1 + skipped], count, 0.02)
    if count == 2 and after < len(words):
        yield from _times([arc for arc in arcs[after] if arc.text.isalpha()], 2, 0.25)


def _times(arcs: Sequence[Arc], count: int, cost: float) -> Iterator[Arc]:
    for arc in arcs:
        if len(arc.text) == 1:
            yield Arc(arc.end, arc.text * count, arc.cost + cost)


def _spelled_out(
    words: Sequence[str], at: int, letters: Sequence[Sequence[Arc]], language: Language
) -> Iterator[Arc]:
    """ "A comme Anatole", "B as in Bravo", "T for Tommy"."""
    link = at + 1
    if link >= len(words) or words[link] not in _LINKS[language]:
        return
    said = link + 1
    while said < len(words) and words[said] in ("in", "for", "dans", "the", "le", "la", "un", "une"):
        said += 1
    xray = words[said : said + 2] == ("x", "ray")
    if said >= len(words) or not (xray or (len(words[said]) >= 3 and words[said].isalpha())):
        return
    if spoken_number(words[said], language) is not None:
        return
    first = words[said][0].upper()
    said += xray
    heard = {arc.text for arc in letters[at] if arc.end == link and len(arc.text) == 1}
    if first in heard:
        yield Arc(said + 1, first, 0.0)
        return
    yield Arc(said + 1, first, 0.35)
    for letter in heard:
        yield Arc(said + 1, letter, 0.45)


def _cheapest(arcs: Sequence[Arc]) -> list[Arc]:
    best: dict[tuple[int, str], Arc] = {}
    for arc in arcs:
        key = (arc.end, arc.text)
        if key not in best or arc.cost < best[key].cost:
            best[key] = arc
    return list(best.values())


def _skips(words: Sequence[str], arcs: Sequence[Sequence[Arc]]) -> Iterator[tuple[float, float]]:
    last = max((at for at, word in enumerate(words) if word in _CORRECTIONS), default=-1)
    replaced = last >= 0 and any(arc.cost <= 0.1 for found in arcs[last + 1 :] for arc in found)
    for at, word in enumerate(words):
        if replaced and at <= last:
            yield 0.05, 0.03
        elif _is_figure(arcs, at) or (_is_zero(arcs, at) and _beside_figure(arcs, at)):
            yield FIGURE, 0.2
        elif len(word) == 1 or any(arc.cost <= 0.1 for arc in arcs[at]):
            little = word in ("a", "i", "y")
            yield (0.3, 0.05 if _before_word(words, arcs, at) else 0.2) if little else (0.6, 0.3)
        else:
            yield (0.02, 0.01) if word in _CARRIERS or word in _CORRECTIONS else (0.3, 0.03)


def _is_figure(arcs: Sequence[Sequence[Arc]], at: int) -> bool:
    return any(arc.text.isdigit() and arc.cost <= 0.02 for arc in arcs[at])


def _is_zero(arcs: Sequence[Sequence[Arc]], at: int) -> bool:
    """True for the English "oh"."""
    return any(arc.text == "0" and arc.cost <= 0.05 for arc in arcs[at])


def _beside_figure(arcs: Sequence[Sequence[Arc]], at: int) -> bool:
    return (at > 0 and _is_figure(arcs, at - 1)) or (at + 1 < len(arcs) and _is_figure(arcs, at + 1))


def _before_word(words: Sequence[str], arcs: Sequence[Sequence[Arc]], at: int) -> bool:
    """True where "a" or "i" is a word itself, as in "I told"."""
    return at + 1 < len(words) and len(words[at + 1]) > 2 and not arcs[at + 1]
