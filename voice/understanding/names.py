"""Names of people, said ("je m'appelle Jean Dupont"), spelled ("D U P O N T"), or both"
" ("Dupont avec un T")."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from voice.turn import Language
from voice.understanding.lattice import Lattice, lattice, letters_at
from voice.understanding.reading import Reading
from voice.words import fold

_SAID = re.compile(
    r"\b(?:je m['’ ]?appelle|je suis|mon nom(?: de famille)?(?: est| c['’]est)?|(?:c['’]est|au nom) de"
    r"|c['’]est|moi c['’]est"
    r"|(?:madame|monsieur|mademoiselle)(?! je)|(?:nom|prénom)(?: de famille)?|my (?:full |last |first "
    r"|sur)?name(?: is|['’]s)?"
    r"|(?:this|it|that)(?: is|['’]s)|i am|i['’]m|the name(?: is|['’]s)?|(?:under|in) the name(?: of)?"
    r"|surname|last name|name"
    r"|mrs?|ms|miss|mister|missus)\b[\s,:]*",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(
    r"\b(?:je m['’ ]?appelle|mon nom(?: de famille)? (?:est|c['’]est)|au nom de|my (?:full |last "
    r"|sur)?name(?: is|['’]s)"
    r"|the name(?: is|['’]s)|(?:under|in) the name(?: of)?)\s+",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b(?:avec|with|et|and)\s+(?P<count>une?|deux|an?|two"
    r"|double)\s+(?P<letter>[\w ]{1,12}?)\b(?P<end>\s+(?:à la fin|at the end))?$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,]*\b(?:s['’]il vous pla[iî]t|svp|please|merci|thank you|thanks|(?:ça|cela|that|which)"
    r" (?:s['’]épelle|is spelled|is spelt"
    r"|'s spelled)|(?:ça )?s['’]écrit|spelled|spelt|j['’]épelle|i['’]ll spell (?:it|that))\b.*$",
    re.IGNORECASE,
)
_FILLED = re.compile(
    r"^(?:(?:euh|heu|ben|bah|alors|oui|yes|yeah|uh|um|er|so|well|okay|ok|bonjour|hello|hi|donc"
    r"|voilà)\b[\s,]*)+",
    re.IGNORECASE,
)
_NO_NAME = """
    je ne sais pas le la les un une des est que qui pour avec dans sur commande colis numero bonjour
    merci oui non i do not know don the my is are what where when why how order number yes no please
    can you
"""
_WORDS = frozenset(_NO_NAME.split())
_FEWEST_LETTERS = 3
_MOST_WORDS = 4


def read_name(text: str, language: Language, *, asked: bool = True) -> Reading | None:
    """A name as it is written: capitals at the beginnings. None when there is none.

    What was spelled counts more than what was heard. Only a name that was said and spelled alike is sure: a
    recognizer writes a name as it likes, and letters sound alike on the telephone. Unless `asked`, only "my
    name is" gives one.
    """
    if not asked and not _EXPLICIT.search(text):
        return None
    said, spelled, exact = _apart(text, language)
    if said and (told := _WITH.search(said)):
        plain = _plain(said[: told.start()])
        return _adjusted(plain, told, language) if plain else None
    name = _plain(said)
    if not spelled:
        return Reading(_cased(name), False) if name else None
    if not name:
        return Reading(_cased(spelled), False)
    *first, last = name.split()
    alike = SequenceMatcher(None, fold(last), spelled.lower()).ratio()
    joined = fold(name).replace(" ", "")
    if SequenceMatcher(None, joined, spelled.lower()).ratio() > max(alike, 0.8):
        return Reading(_cased(spelled), exact)
    if alike >= 0.5:
        return Reading(_cased(" ".join([*first, spelled])), exact)
    head = SequenceMatcher(None, fold(name.split()[0]), spelled.lower()).ratio()
    if head >= 0.5:
        return Reading(_cased(" ".join([spelled, *name.split()[1:]])), exact)
    return Reading(_cased(f"{name} {spelled}" if len(name.split()) == 1 else name), False)


def _apart(text: str, language: Language) -> tuple[str, str, bool]:
    """What is said as words, what is spelled, and whether the spelling is plain."""
    seen = lattice(text, language)
    first, after, letters, exact = _run(seen)
    if len(letters) < _FEWEST_LETTERS and not (
        letters and after - first == len(seen.words) and len(letters) > 1
    ):
        return text, "", True
    chunks = re.findall(r"[\w'’]+[^\w'’]*", text)
    cut = _chunk_of(chunks, first)
    return "".join(chunks[:cut]), letters, exact


def _chunk_of(chunks: list[str], word: int) -> int:
    """Index of the chunk of text in which a word of the lattice begins."""
    count = 0
    for index, chunk in enumerate(chunks):
        count += len(lattice(chunk, "en").words)
        if count > word:
            return index
    return len(chunks)


def _run(seen: Lattice) -> tuple[int, int, str, bool]:
    """The longest run of letters: first word, word after, letters, and whether all are plain."""
    best = (0, 0, "", True)
    at = 0
    while at < len(seen.words):
        start, letters, plain, guesses = at, "", 0, 0
        while at < len(seen.words):
            arc = letters_at(seen, at)
            if arc is None or arc.cost > 0.3:
                if (
                    letters
                    and at + 1 < len(seen.words)
                    and seen.inside[at] <= 0.05
                    and letters_at(seen, at + 1)
                ):
                    at += 1
                    continue
                break
            plain += arc.cost <= 0.05
            guesses += arc.cost > 0.05
            letters += arc.text
            at = arc.end
        if plain > guesses and len(letters) > len(best[2]):
            best = (start, at, letters, not guesses)
        at = max(at, start + 1)
    return best


def _plain(text: str) -> str:
    """The words of a name without what is said around it; empty when they are no name."""
    text = _TAIL.sub("", text)
    if found := list(_SAID.finditer(text)):
        text = text[found[-1].end() :] or text[: found[0].start()]
    text = _FILLED.sub("", text.strip())
    words = re.findall(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", text)
    if not words or len(words) > _MOST_WORDS or any(fold(word) in _WORDS for word in words):
        return ""
    return " ".join(words)


def _adjusted(name: str, told: re.Match[str], language: Language) -> Reading:
    """ "Dupont avec un T", "Martin with a Y", "Anne avec deux N"."""
    arc = (
        letters_at(lattice(told["letter"], language), 0) if lattice(told["letter"], language).words else None
    )
    if arc is None or len(arc.text) != 1:
        return Reading(_cased(name), False)
    letter, plain = arc.text.lower(), fold(name).replace(" ", "")
    if told["count"].lower() in ("deux", "two", "double"):
        doubled = (
            name if letter * 2 in plain else re.sub(letter, letter * 2, name, count=1, flags=re.IGNORECASE)
        )
        return Reading(_cased(doubled), letter in plain)
    if letter in plain and (not told["end"] or plain.endswith(letter)):
        return Reading(_cased(name))
    twins = {"y": "i", "i": "y", "k": "c", "c": "k", "z": "s", "s": "z", "f": "ph", "v": "w", "w": "v"}
    twin = twins.get(letter)
    if letter in "dtsx" and plain[-1:] in "dtsx":
        return Reading(_cased(name[:-1] + letter))
    if twin and twin in plain and not told["end"]:
        at = plain.rfind(twin)
        return Reading(_cased(name[:at] + letter + name[at + len(twin) :]), False)
    return Reading(_cased(name + letter), bool(told["end"]))


def _cased(name: str) -> str:
    """ "jean-pierre d'ormesson" to "Jean-Pierre D'Ormesson"; small words inside stay small."""
    words = [
        word if at and word.lower() in ("de", "du", "la", "van", "von", "le") else _capital(word)
        for at, word in enumerate(name.split())
    ]
    return " ".join(words)


def _capital(word: str) -> str:
    if not (word.islower() or word.isupper()):
        return word
    return re.sub(r"[^\W\d_]+", lambda match: match[0][:1].upper() + match[0][1:].lower(), word)
