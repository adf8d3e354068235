"""What needs a person without any score: who calls, what the law asks, and the plan's own cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voice.escalation.demand_model import likely_demand, likely_together
from voice.escalation.demand_words import (
    AS_A_FIGURE,
    BEREAVEMENT,
    DATA,
    FRAUD,
    LEGAL,
    MINOR,
    NOT_SO,
    SOMEBODY_ELSE,
    VULNERABLE,
)
from voice.escalation.history import quotation
from voice.escalation.score import ASKED_FOR_PERSON
from voice.escalation.situations import own_words
from voice.turn import Language, TransferReason
from voice.words import fold, phrase_pattern, without_fillers


@dataclass(frozen=True, slots=True)
class OwnDemand:
    """One case that a plan wants a person for."""

    name: str
    words: tuple[str, ...]
    """Phrases in which * stands for up to six words, and a word ending in * for all its endings."""
    reason: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Demanded:
    """One demand, as it was heard."""

    name: str
    reason: TransferReason
    evidence: str
    """In words; may quote the caller."""


BUILT_IN: tuple[tuple[str, TransferReason, re.Pattern[str]], ...] = (
    ("minor", TransferReason.VULNERABLE, MINOR),
    ("vulnerable", TransferReason.VULNERABLE, VULNERABLE),
    ("fraud", TransferReason.FRAUD, FRAUD),
    ("bereavement", TransferReason.SENSITIVE, BEREAVEMENT),
    ("legal", TransferReason.LEGAL, LEGAL),
    ("data_protection", TransferReason.LEGAL, DATA),
)
"""Name, reason and words, the most urgent first."""

REASONS = {
    "danger": TransferReason.DANGER,
    ASKED_FOR_PERSON: TransferReason.CALLER_ASKED,
    **{name: reason for name, reason, _ in BUILT_IN},
}
_SAYS: Mapping[str, Mapping[Language, str]] = {
    "danger": {"fr": "semble en danger : {}", "en": "seems to be in danger: {}"},
    ASKED_FOR_PERSON: {"fr": "demande une personne : {}", "en": "asks for a person: {}"},
    "minor": {"fr": "semble être mineur : {}", "en": "seems to be a minor: {}"},
    "vulnerable": {"fr": "se dit vulnérable : {}", "en": "says to be vulnerable: {}"},
    "fraud": {"fr": "soupçon de fraude : {}", "en": "suspects fraud: {}"},
    "bereavement": {"fr": "un décès : {}", "en": "a death: {}"},
    "legal": {"fr": "évoque une suite en justice : {}", "en": "speaks of legal steps: {}"},
    "data_protection": {
        "fr": "demande sur ses données personnelles : {}",
        "en": "asks about personal data: {}",
    },
}


def find_demand(
    text: str, language: Language, own: Iterable[OwnDemand] = (), ignored: Iterable[str] = ()
) -> Demanded | None:
    """What in the caller's words needs a person; None when nothing does. Evidence is in `language`."""
    words = AS_A_FIGURE.sub(" ", without_fillers(fold(text)))
    passed = frozenset(ignored)
    for name, reason, pattern in BUILT_IN:
        heard = own_words(words) if name == "legal" else words
        if name not in passed and (meant := _meant(pattern, heard)):
            return Demanded(name, reason, _SAYS[name][language].format(quotation(meant, language)))
    for demand in own:
        for phrase in demand.words:
            if found := phrase_pattern(phrase).search(words):
                colon = " :" if language == "fr" else ":"
                why = f"{demand.reason[language]}{colon} {quotation(found[0], language)}"
                return Demanded(demand.name, TransferReason.PLAN, why)
    return None


def told_demand(
    text: str, language: Language, least: float = 0.0, ignored: Iterable[str] = ()
) -> Demanded | None:
    """A demand that only the sentence as a whole tells, at least this probable; `danger` may be one."""
    told = likely_demand(text)
    return _demanded(told, text, language, ignored) if told and told[1] >= least else None


def told_together(before: str, text: str, language: Language, ignored: Iterable[str] = ()) -> Demanded | None:
    """A demand that two sentences in a row tell; `danger` may be one."""
    told = likely_together(before, text)
    return _demanded(told, f"{before} / {text}", language, ignored) if told else None


def _demanded(
    told: tuple[str, float], quoted: str, language: Language, ignored: Iterable[str]
) -> Demanded | None:
    name, probability = told
    if name in frozenset(ignored):
        return None
    says = _SAYS[name][language].format(quotation(quoted, language))
    return Demanded(name, REASONS[name], f"{says} ({round(100 * probability)} %)")


def _meant(pattern: re.Pattern[str], words: str) -> str | None:
    """The first words that are neither denied nor about somebody else."""
    for found in pattern.finditer(words):
        before = words[: found.start()]
        if not (NOT_SO.search(before) or SOMEBODY_ELSE.search(before)):
            return found[0]
    return None
