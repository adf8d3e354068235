"""Which recognized words are not the caller's: loops, and what a recognizer invents on noise and silence."""

from __future__ import annotations

import re
import unicodedata
import zlib
from typing import Literal

Refusal = Literal["empty", "no_speech", "low_confidence", "loop", "invented"]
Expects = Literal["words", "number", "yes_no"]

LEAST_EVIDENCE: dict[Expects, tuple[float, float]] = {
    "words": (0.2, 0.3),
    "yes_no": (0.2, 0.3),
    "number": (0.12, 0.2),
}
"""Confidence times the probability of speech that at most two words must reach, and longer texts."""
FEW_WORDS = 2

MOST_WORDS_PER_SECOND = 5.5
MOST_COMPRESSION = 2.2
"""Ratio of text to its compressed form above which it repeats itself."""
LONGEST_REPEATED = 6
"""Words of the longest phrase whose immediate repetition is looked for."""

_STUTTER = re.compile(r"([^\W\d]{1,4}\W*)\1{7,}", re.IGNORECASE)
"""A syllable eight times in a row: a cry or a saw, written down."""
_SAME_WORD = re.compile(r"\b([^\W\d]+)(?:\W+\1\b){7,}", re.IGNORECASE)

_INVENTED = (
    r"sous titr\w* .*",
    r"(sous titres|sous titrage|transcription)( \w+)*",
    r".*\bamara org\b.*",
    r"merci d avoir (regarde|visionne|suivi|ecoute)\b.*",
    r"(n oubliez pas de )?(vous )?abonne\w*\b.*",
    r"a bientot pour (une nouvelle|de nouvelles) video\w*",
    r"(thank you|thanks)( so much| very much)? for (watching|listening)\b.*",
    r"please (subscribe|like)\b.*",
    r"(subtitles|captions|transcri\w+) by\b.*",
    r"(see you|i ll see you) (in the )?next (time|video)\b.*",
    r"(thank you|thanks|merci|bye|bye bye|you|oh|ah|hmm|mm|okay|so|the|i)",
    r"(beep|bip|music|musique|silence|applause|applaudissements)",
    r"(thank you( very much| so much)?|merci beaucoup|au revoir|goodbye)",
)
_KNOWN = re.compile("|".join(f"(?:{pattern})" for pattern in _INVENTED))


def plain(text: str) -> str:
    """Lower case, no accents, words apart by single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare))


def is_loop(text: str, seconds: float) -> bool:
    """Whether a text repeats itself, or is more than anyone can say in that time."""
    words = text.lower().split()
    if len(words) > 3 and len(words) / max(seconds, 0.6) > MOST_WORDS_PER_SECOND:
        return True
    if _STUTTER.search(text) or _SAME_WORD.search(text):
        return True
    if len(text) > 40 and len(text) / len(zlib.compress(text.encode())) > MOST_COMPRESSION:
        return True
    return any(_repeats(words, length) for length in range(2, LONGEST_REPEATED + 1))


def _repeats(words: list[str], length: int) -> bool:
    """Whether a phrase of that many words stands twice in a row, and is more than digits being dictated."""
    for start in range(len(words) - 2 * length + 1):
        phrase = words[start : start + length]
        again = words[start + length : start + 2 * length]
        if phrase == again and len(set(phrase)) > 1 and length * len(" ".join(phrase)) > 14:
            return True
    return False


def refusal(
    text: str, *, confidence: float, no_speech: float, speech_seconds: float, expects: Expects = "words"
) -> Refusal | None:
    """Why these words should not become a turn; None when they may.

    `confidence` and `no_speech` are probabilities, `speech_seconds` is how long something was loud enough
    to be speech. A phrase that recognizers are known to invent is refused only when one of the three speaks
    against it too: callers do say thank you. Where a number is expected less evidence will do, since digits
    said alone are recognized with little confidence and noise is hardly ever heard as one.
    """
    words = plain(text).split()
    if not words:
        return "empty"
    few, more = LEAST_EVIDENCE[expects]
    if confidence * (1 - no_speech) < (few if len(words) <= FEW_WORDS else more):
        return "no_speech" if no_speech > 0.5 else "low_confidence"
    doubtful = confidence < 0.6 or no_speech > 0.4 or speech_seconds < 0.15
    if doubtful and expects != "number" and _KNOWN.fullmatch(" ".join(words)):
        return "invented"
    return None
