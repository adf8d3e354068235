"""Several requests in one sentence: cut where a new clause may begin, and read the parts by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from voice.turn import Intent
from voice.understanding.encoder import MOST_LETTERS
from voice.understanding.intents import IntentClassifier, Reading
from voice.words import fold

SURE = 0.5
"""A request counts from this probability on."""
SURE_IN_PART = 0.4
"""A request in one part of a sentence counts from this probability on."""
CERTAIN = 0.9
"""A sentence whose one request is this probable is taken apart only at "and" and the like."""
SURE_BESIDE = 0.75
"""Then a part must be this probable to make a request of its own."""
SURE_IN_A_TALE = 0.9
"""A part that tells what happened must be this probable: "I bought a chair from you" asks for no order."""
NEVER = 1.1
LEAST_WORDS = 2
FEW_WORDS = 3
"""A part no longer than this tells no tale."""
MOST_PARTS = 6
MOST_CUTS = 6
"""Places where a sentence without punctuation is tried."""
_JOINTS = re.compile(
    r"(?:\s*[,;.?!]\s*|\s+)(?:et aussi|et puis|et ensuite|et|puis|ensuite|aussi|sinon|and also|and then|and"
    r"|also|then|plus)\s+"
    r"|\s*[;.?!]\s+",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:ou est|ou sont|ou en|quand|comment|combien|quel(?:le)?s?|est ce|veux|voudrais|faudrait|il me faut"
    r"|besoin|pouvez|pourriez|peut on|puis je|vos|where|when|what|which|how|can|could|want|need|d like|am i"
    r"|is it|is my|are you|do you|please)\b"
)
"""What tells a request from a tale."""
_HAPPENED = re.compile(
    r"\b(?:(?:i|we|he|she|they|it|you) (?:(?:just|already|only|never|also) )?(?:\w{2,}ed|bought|got|had"
    r"|lost|broke|sent|paid|made|took|went|came|found|left|was|were|did|gave|told|said|saw|put|wrote)"
    r"|(?:i|we|they|you) (?:ve|have) \w+|(?:he|she|it) s been"
    r"|(?:j|on m|on nous|vous m|il m|elle m|m|nous) (?:ai|a|avons|avez|ont) \w+|(?:on|il|elle) a \w+"
    r"|je (?:suis|me suis) (?:alle|venu|tombe|passe|trompe)\w*|(?:a|ont|ai) ete)\b"
)
"""What tells that something happened."""
_ONLY_IF = re.compile(
    r"(?:(?:and|et|oui|yes|so|alors|bonjour|hello) )*(?:suppose|imagin\w+|admettons|(?:if|si)"
    r"(?! (?:je peux|on peut|vous|c est|il y a|i can|you|it s|there)))\b"
)
"""What tells a condition: "if my house burned down" reports no fire; "if i can return it" asks."""
_CLAUSE = re.compile(
    r"\s(?=(?:i|i'd|i'm|i've|can|could|would|what|what's|when|where|where's|how|please|is|do|does|my|you"
    r"|je|j'\w+|est-ce|est ce|quand|où|comment|quel|quelle|quels|quelles|combien|pouvez|pourriez|vous|il me"
    r"|c'est|mon|ma|s'il)\s)",
    re.IGNORECASE,
)

_UNFINISHED = re.compile(
    r"\b(?:when|where|what|which|how|why|if|whether|that|to|do|does|is|are|can|could|would|will|the|a|an|my|your"
    r"|que|qu|si|quand|ou|comment|combien|quel(?:le)?s?|pourquoi|est ce|de|du|des|le|la|les|un|une|mon|ma"
    r"|mes|vos|votre|pour|a)$"
)
"""What no part ends with: "i wanted to ask when" goes on."""


Found = tuple[tuple[Intent, ...], Reading]
"""Every request that is sure by itself, in the order said, and how the whole sentence reads."""


def find_requests(text: str, classifier: IntentClassifier) -> Found:
    """The requests of one sentence."""
    whole = classifier.classify(text)
    ways = _cut(text, whole)
    parts = classifier.classify_all([part for way in ways for part in way])
    return _found(whole, ways, parts)


def find_requests_of_all(texts: Sequence[str], classifier: IntentClassifier) -> list[Found]:
    """The requests of some sentences, each by itself; together they take less time."""
    wholes = classifier.classify_all(texts)
    cuts = [_cut(text, whole) for text, whole in zip(texts, wholes, strict=True)]
    parts = iter(classifier.classify_all([part for ways in cuts for way in ways for part in way]))
    return [
        _found(whole, ways, list(islice(parts, sum(map(len, ways)))))
        for whole, ways in zip(wholes, cuts, strict=True)
    ]


def _cut(text: str, whole: Reading) -> list[tuple[str, ...]]:
    """The ways in which a sentence that reads like this is taken apart."""
    if len(whole.intents) < 2:
        return []
    if whole.intents[0].confidence >= CERTAIN:
        return _asking(_joined(text[:MOST_LETTERS]))
    return _ways(text[:MOST_LETTERS])


def _found(whole: Reading, ways: Sequence[tuple[str, ...]], parts: Sequence[Reading]) -> Found:
    certain = bool(whole.intents) and whole.intents[0].confidence >= CERTAIN
    readings = iter(parts)
    read = [[(part, next(readings)) for part in way] for way in ways]
    least = SURE_BESIDE if certain else SURE_IN_PART
    several = [said for parts in read if len(said := _sure_parts(parts, least)) > 1]
    if several:
        return max(several, key=lambda said: sum(i.confidence for i in said) / len(said)), whole
    return tuple(intent for intent in whole.intents if intent.confidence >= SURE), whole


def _sure_parts(parts: Sequence[tuple[str, Reading]], least: float) -> tuple[Intent, ...]:
    said: dict[str, Intent] = {}
    for part, reading in parts:
        best = next(iter(reading.intents), None)
        if best and best.confidence >= _enough(fold(part), least):
            said.setdefault(best.name, best)
    return tuple(said.values())


def _enough(words: str, least: float) -> float:
    if _ONLY_IF.match(words):
        return NEVER
    return SURE_IN_A_TALE if _tells(words) else least


def _ways(text: str) -> list[tuple[str, ...]]:
    """How the sentence may be cut: at all its joints, or in two where a clause may begin."""
    cuts = [(text[: match.start()], text[match.end() :]) for match in _CLAUSE.finditer(text)]
    folded = [(cut, [fold(half) for half in cut]) for cut in cuts]
    halves = [
        cut
        for cut, said in folded
        if all(len(half.split()) > LEAST_WORDS for half in said) and not _UNFINISHED.search(said[0])
    ]
    return [*_joined(text), *halves[:MOST_CUTS]]


def _joined(text: str) -> list[tuple[str, ...]]:
    joints = tuple(part for part in _JOINTS.split(text) if len(fold(part).split()) >= LEAST_WORDS)
    return [joints] if 1 < len(joints) <= MOST_PARTS else []


def _asking(ways: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those whose every part asks for something: a tale beside a request is no second one."""
    return [way for way in ways if all(_no_tale(fold(part)) for part in way)]


def _tells(words: str) -> bool:
    return not _no_tale(words) and bool(_HAPPENED.search(words))


def _no_tale(words: str) -> bool:
    return len(words.split()) <= FEW_WORDS or bool(_ASKS.search(words))
