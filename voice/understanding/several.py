"""Several requests in one sentence: cut where a new clause may begin, and read the parts by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice.turn import Intent
from voice.understanding.intents import IntentClassifier, Reading
from voice.words import fold

SURE = 0.5
"""A request counts from this probability on."""
SURE_IN_PART = 0.6
"""A request in one part of a sentence counts from this probability on."""
LEAST_WORDS = 2
MOST_CUTS = 6
"""Places where a sentence without punctuation is tried."""
_JOINTS = re.compile(
    r"(?:\s*[,;.?!]\s*|\s+)(?:et aussi|et puis|et ensuite|et|puis|ensuite|aussi|sinon|and also|and then|and"
    r"|also|then|plus)\s+"
    r"|\s*[;.?!]\s+",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\s(?=(?:i|i'd|i'm|i've|can|could|would|what|what's|when|where|where's|how|please|is|do|does|my|you"
    r"|je|j'\w+|est-ce|est ce|quand|où|comment|quel|quelle|quels|quelles|combien|pouvez|pourriez|vous|il me"
    r"|c'est|mon|ma|s'il)\s)",
    re.IGNORECASE,
)


def find_requests(text: str, classifier: IntentClassifier) -> tuple[tuple[Intent, ...], Reading]:
    """Every request that is sure by itself, in the order said, and how the whole sentence reads."""
    parts = [part for part in _JOINTS.split(text) if _long_enough(part)]
    cuts = [] if len(parts) > 1 else _halves(text)
    asked = [text, *(parts if len(parts) > 1 else []), *(half for cut in cuts for half in cut)]
    whole, *readings = classifier.classify_all(asked)
    found = tuple(intent for intent in whole.intents if intent.confidence >= SURE)
    if len(parts) > 1:
        said = _sure_parts(readings)
    else:
        pairs = [_sure_parts(readings[index : index + 2]) for index in range(0, len(readings), 2)]
        both = [pair for pair in pairs if len(pair) > 1]
        said = max(both, key=lambda pair: min(intent.confidence for intent in pair), default=())
    return (said if len(said) > 1 else found), whole


def _sure_parts(readings: Sequence[Reading]) -> tuple[Intent, ...]:
    said: dict[str, Intent] = {}
    for reading in readings:
        best = next(iter(reading.intents), None)
        if best and best.confidence >= SURE_IN_PART:
            said.setdefault(best.name, best)
    return tuple(said.values())


def _halves(text: str) -> list[tuple[str, str]]:
    cuts = [(text[: match.start()], text[match.end() :]) for match in _CLAUSE.finditer(text)]
    return [cut for cut in cuts if all(len(fold(half).split()) > LEAST_WORDS for half in cut)][:MOST_CUTS]


def _long_enough(part: str) -> bool:
    return len(fold(part).split()) >= LEAST_WORDS
