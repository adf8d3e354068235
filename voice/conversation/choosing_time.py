"""Which of some times a caller means: "tomorrow morning", "plutôt l'après-midi", "at ten", "later"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum

from text_to_num import alpha2digit

from voice.dialplan.callback_times import Part, part_of
from voice.turn import CallbackTime, Language
from voice.understanding.dates import read_date
from voice.understanding.reading import Reading
from voice.understanding.yes_no import yes_or_no
from voice.words import fold, without_fillers


class Wish(Enum):
    """What a caller says who names no time that there is."""

    SOON = "soon"
    LATER = "later"
    """None of these."""
    NONE = "none"
    """A time that there is not."""


_SOON = re.compile(
    r"\b(?:as soon as|soon(?:est)?|asap|(?:right|straight) away|immediately|any ?time|whenever|now"
    r"|quick(?:er|est)|first (?:available|one free)|des que|(?:le|au) plus (?:tot|vite|rapide\w*)|peu importe"
    r"|tout de suite|maintenant|n importe quand|quand vous (?:voulez|pouvez)|rapidement)\b"
)
_LATER = re.compile(
    r"\b(?:later|plus tard|(?:an)?other (?:time|day|slot|moment)s?|something else|next week"
    r"|(?:un |une |d )?autres? (?:moment|jour|horaire|creneau|heure|date|chose)\w*|la semaine prochaine)\b"
)
_NONE_OF_THEM = re.compile(r"\b(?:none of|neither|not (?:any|one) of|aucun\w*|ni l un ni l autre)\b")
_NOT = re.compile(r"\b(?:not|pas|can t|cannot|except|sauf)\b")
_NOT_NOW = re.compile(r"\b(?:not|pas) (?:now|right (?:now|away)|maintenant|tout de suite)\b")
_IDIOM = re.compile(r"\b(?:pourquoi pas|why not|pas de (?:probleme|souci)|not a problem|n est ce pas)\b")
_PARTS = (
    (Part.AFTERNOON, re.compile(r"\b(?:afternoon|apres midi|aprem)\b")),
    (Part.MORNING, re.compile(r"\b(?:morning|matin(?:ee)?)\b")),
    (Part.EVENING, re.compile(r"\b(?:evening|tonight|soir(?:ee)?)\b")),
)
_BY_KEY = re.compile(
    r"(?:(?:i )?(?:press|key|option|number|choice|touche|numero|choix|le|la|the|j appuie sur) )*(\d)"
    r"(?: please| s il vous plait)?"
)
_UNIT = r"(h|heures?|o clock|oclock|a m|p m|am|pm)"
_HOUR = re.compile(
    r"(?<!dans )(?<!in )\b(?:"
    rf"(?:at|around|about|after|from|between|a|vers|entre|des|apres|de) (\d{{1,2}})\b(?: ?{_UNIT}\b)?"
    rf"|(\d{{1,2}}) ?{_UNIT}\b|(\d{{1,2}})(?= (?:to|et|and|a) \d))"
)
_NOON = re.compile(r"(?<!apres )(?<!after)\b(?:noon|midi)\b")
_LAST = re.compile(r"(?:the |le |la )?(?:last|derniere?)(?: (?:one|time|slot|horaire|creneau))?")
_NTH = re.compile(
    r"(?:the |le |la )?(?:first|second|third|fourth|premiere?|seconde?|\w+ieme)"
    r"(?: (?:one|time|slot|horaire|creneau))?"
)
"""Which one that is nobody can tell: as soon as possible is said first, and is no time."""


def chosen(
    text: str,
    language: Language,
    offered: Sequence[CallbackTime],
    free: Sequence[CallbackTime],
    now: datetime,
) -> tuple[CallbackTime, ...] | Wish | None:
    """The times that fit what was said, of those `offered` if one does, else of all that are `free`.

    None: nothing was understood.
    """
    words = _IDIOM.sub(" ", without_fillers(fold(text))).strip()
    figures = without_fillers(fold(alpha2digit(text, language, 0)))
    if _LAST.fullmatch(words):
        return tuple(offered[-1:])
    if _NTH.fullmatch(words):
        return None
    if key := _BY_KEY.fullmatch(figures):
        return _by_key(int(key[1]), offered)
    if _NONE_OF_THEM.search(words):
        return Wish.LATER
    fits = _Said(words, figures, read_date(text, language, _today(offered, now)))
    if not fits.anything:
        return _other(words, text)
    if _NOT.search(words):
        left = tuple(time for time in offered if not fits(time))
        return left if left and len(left) < len(offered) else Wish.LATER
    for times in (offered, free):
        if found := tuple(time for time in times if fits(time)):
            return found
    return Wish.NONE


def _by_key(key: int, offered: Sequence[CallbackTime]) -> tuple[CallbackTime, ...] | Wish | None:
    if key == 1:
        return Wish.SOON
    return (offered[key - 2],) if 2 <= key < len(offered) + 2 else None


def _other(words: str, text: str) -> Wish | None:
    if _NOT_NOW.search(words):
        return Wish.LATER
    if _SOON.search(words):
        return Wish.SOON
    if _LATER.search(words):
        return Wish.LATER
    return Wish.SOON if yes_or_no(text) is False else None


def _today(offered: Sequence[CallbackTime], now: datetime) -> date:
    zone = offered[0].start.tzinfo if offered else now.tzinfo
    return (now.astimezone(zone) if now.tzinfo else now).date()


class _Said:
    """What is said about a time: the day, the part of it, the hour."""

    def __init__(self, words: str, figures: str, day: Reading | None) -> None:
        self._day = date.fromisoformat(day.value) if day else None
        self._part = next((part for part, pattern in _PARTS if pattern.search(words)), None)
        self._hours = set(_hours(figures))

    @property
    def anything(self) -> bool:
        """True when something is said about it."""
        return bool(self._day or self._part or self._hours)

    def __call__(self, time: CallbackTime) -> bool:
        day = self._day is None or time.start.date() == self._day
        part = self._part is None or part_of(time) is self._part
        return day and part and (not self._hours or self._in_hours(time))

    def _in_hours(self, time: CallbackTime) -> bool:
        first = time.start.hour + time.start.minute / 60
        last = first + (time.end - time.start).total_seconds() / 3600
        return any(first <= hour < last for hour in self._hours)


def _hours(figures: str) -> Iterable[int]:
    """Every hour that the first figure can mean: nine is 9 and 21."""
    if _NOON.search(figures):
        return (12,)
    for found in _HOUR.finditer(figures):
        hour = int(found[1] or found[3] or found[5])
        unit = (found[2] or found[4] or "").replace(" ", "")
        if hour > 23:
            continue
        if unit == "pm" and hour < 12:
            return (hour + 12,)
        return (hour,) if unit == "am" or hour > 12 else (hour, (hour + 12) % 24)
    return ()
