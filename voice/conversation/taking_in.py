"""Whether the caller only takes in what he was just told: "Thursday, we can manage till then"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice.conversation.remark_model import likely_remark
from voice.turn import Intent, Language
from voice.understanding.numbers import to_digits
from voice.words import fold, without_fillers

LIKELY = 0.5
"""Probability from which a sentence without a question is a remark."""
LIKELY_APPROVING = 0.2
"""The same for one that begins with yes or approval."""
LIKELY_OBJECTING = 0.8
"""The same for one with words of an objection."""
MOST_WORDS = 14
"""A longer sentence says more than that."""
A_REQUEST = 0.8
"""A request that is this probable is none the less a request."""
_ASKS = re.compile(
    r"\b(?:pourquoi|comment|quand|combien|quel(?:le)?s?|lequel|laquelle|est ce qu\w*|pouvez|pourriez|puis je"
    r"|voudrais|veux|il me faut|faudrait|ou est|mais|autre chose|question|aussi savoir"
    r"|why|how|what|when|where|which|who|can (?:you|i|we)|could (?:you|i|we)|would you|will you"
    r"|i (?:want|need)|i d like|is there|do (?:you|i)|does|are you|but|something else|another|question)\b"
)
_GOES_ON = re.compile(
    r"(?:(?:oui|yes|yeah|ah|oh|euh) )*(?:(?:(?:et|and) )?(?:l autre|les autres|the other(?:s| one)?)\b"
    r"|(?:et|and) (?:le|la|les|l|pour|si|the|on|if|for)\b(?: \w+){1,3}$)"
)
"""What begins a question that is not worded as one: "et le dimanche aussi"."""
_OBJECTS = re.compile(
    r"\b(?:pas|jamais|trop|tard|faux|fausse|erreur|aucune?|impossible|encore|toujours|seulement|refus\w*|cher"
    r"|not|never|too|late|wrong|no way|can t|cannot|won t|isn t|wasn t|didn t|still|again|only|refus\w*)\b"
)
_NOT_SO = re.compile(
    r"\b(?:pas|jamais|faux|fausse|erreur|impossible|mais|rien|personne|not|never|wrong|but|nothing|nobody"
    r"|no one|(?:have|has|is|was|did|do|does)n t|can t)\b"
)
_APPROVES = re.compile(
    r"(?:(?:ah|oh|eh|bon|ben|alors|well|so) )*(?:oui|ouais|yes|yeah|yep|d accord|ok|okay|parfait|super"
    r"|tres bien|genial|nickel|great|lovely|perfect|brilliant|good|right|fine|excellent|impeccable"
    r"|smashing|amazing)\b"
)
A_WORD_THAT_TELLS = 5
"""Letters of a word that is said again."""
_IS_THAT_SO = re.compile(
    r"\b(?:c est (?:bien )?(?:ca|cela)|n est ce pas|on est d accord|j ai bien compris|is that (?:it|right|all"
    r"|correct)|(?:have )?i got that right|right|correct)$"
)
_ANSWERS = re.compile(r"(?:oui|ouais|si|non|yes|yeah|yep|no|nope|nah|please|s il vous plait|volontiers)\b")
_ARTICLE = re.compile(r"\bune?\b(?! (?:heure|euro)s?\b)")
"""More often a little word than a number."""
_ORDINALS = {"first": "1", "premier": "1", "second": "2", "third": "3"}
_DAY_NAMES = """
    lundi mardi mercredi jeudi vendredi samedi dimanche
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december
"""
_DAYS = frozenset(_DAY_NAMES.split())


def takes_in(text: str, said: str, language: Language, intents: Sequence[Intent], given: bool) -> bool:
    """True when nothing is asked for; `said` is what the bot said last, `given` whether a value was given."""
    words = without_fillers(fold(text))
    if _ASKS.search(words) or _GOES_ON.match(words) or len(words.split()) > MOST_WORDS:
        return False
    if echoes(text, said, language) and not _OBJECTS.search(words):
        return True
    if given or any(intent.confidence >= A_REQUEST for intent in intents):
        return False
    return likely_remark(text) >= _least(words)


def goes_on(text: str) -> bool:
    """True for what asks on without a word that asks: "and on sundays", "the other one"."""
    return bool(_GOES_ON.match(without_fillers(fold(text))))


def objects(text: str) -> bool:
    """True for who says that it is not so; "which doctor is it again" only asks."""
    return bool(_NOT_SO.search(fold(text)))


def _least(words: str) -> float:
    if _OBJECTS.search(words):
        return LIKELY_OBJECTING
    return LIKELY_APPROVING if _APPROVES.match(words) else LIKELY


def confirms(text: str, said: str) -> bool:
    """True when the caller asks whether he has understood the answer: "so i pay online, is that it"."""
    words = fold(text)
    tagged = _IS_THAT_SO.search(words)
    if not tagged or len(words.split()) > MOST_WORDS:
        return False
    own = {word for word in words[: tagged.start()].split() if len(word) >= A_WORD_THAT_TELLS}
    return bool(own & set(fold(said).split()))


def only_echoes(text: str, said: str, language: Language) -> bool:
    """True when a day or a number is said again, and neither yes, no nor a question with it."""
    words = without_fillers(fold(text))
    if _ASKS.search(words) or _OBJECTS.search(words) or _ANSWERS.match(words):
        return False
    return echoes(text, said, language)


def echoes(text: str, said: str, language: Language) -> bool:
    """True when a day or a number stands in both."""
    return bool(_values(text, language) & _values(said, language))


def _values(text: str, language: Language) -> set[str]:
    said = _ARTICLE.sub(" ", fold(text))
    words = (re.sub(r"(?<=\d)(?:st|nd|rd|th|er|e|eme)$", "", word) for word in to_digits(said, language))
    plain = (_ORDINALS.get(word, word) for word in words)
    return {word for word in plain if word.isdigit() or word in _DAYS}
