"""Which of the times that are offered a caller means."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from voice.conversation.choosing_time import Wish, chosen
from voice.turn import CallbackTime, Language

PARIS = ZoneInfo("Europe/Paris")
WEDNESDAY = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def time(day: int, hour: int, until: int) -> CallbackTime:
    return CallbackTime(
        datetime(2026, 3, day, hour, tzinfo=PARIS), datetime(2026, 3, day, until, tzinfo=PARIS)
    )


OFFERED = (time(4, 14, 16), time(5, 9, 11), time(5, 14, 16))
FREE = (
    time(4, 14, 16), time(4, 16, 18), time(5, 9, 11), time(5, 11, 12), time(5, 14, 16), time(5, 16, 18),
    time(6, 9, 11), time(6, 14, 16),
)  # fmt: skip


def understood(text: str, language: Language) -> str | None:
    found = chosen(text, language, OFFERED, FREE, WEDNESDAY)
    if isinstance(found, tuple):
        return " ".join(f"{each.start:%d/%H}" for each in found)
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tomorrow morning", "05/09"),
        ("this afternoon please", "04/14"),
        ("no, as soon as possible", "soon"),
        ("whenever you like", "soon"),
        ("no", "soon"),
        ("tomorrow", "05/09 05/14"),
        ("the afternoon", "04/14 05/14"),
        ("Thursday morning", "05/09"),
        ("friday afternoon", "06/14"),
        ("at ten tomorrow", "05/09"),
        ("between nine and eleven", "05/09"),
        ("nine to eleven", "05/09"),
        ("tomorrow at five p.m.", "05/16"),
        ("on the 6th of march at nine", "06/09"),
        ("press two", "04/14"),
        ("three please", "05/09"),
        ("one", "soon"),
        ("the last one", "05/14"),
        ("the second one", None),
        ("not tomorrow", "04/14"),
        ("not in the morning", "04/14 05/14"),
        ("why not tomorrow morning", "05/09"),
        ("not now", "later"),
        ("later", "later"),
        ("another time", "later"),
        ("none of those", "later"),
        ("next monday", "none"),
        ("the evening", "none"),
        ("yes", None),
        ("in two hours", None),
        ("I don't know", None),
        ("purple elephants", None),
        ("", None),
    ],
)
def test_english(text: str, meant: str | None) -> None:
    assert understood(text, "en") == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("demain matin", "05/09"),
        ("cet après-midi", "04/14"),
        ("non, dès que possible", "soon"),
        ("le plus tôt possible", "soon"),
        ("non", "soon"),
        ("demain", "05/09 05/14"),
        ("plutôt le matin", "05/09"),
        ("jeudi matin", "05/09"),
        ("vendredi", "06/09 06/14"),
        ("à dix heures demain", "05/09"),
        ("entre neuf heures et onze heures", "05/09"),
        ("demain à seize heures", "05/16"),
        ("le six mars à neuf heures", "06/09"),
        ("après-demain", "06/09 06/14"),
        ("le deux", "04/14"),
        ("touche trois", "05/09"),
        ("un", "soon"),
        ("le dernier", "05/14"),
        ("le deuxième", None),
        ("pas demain", "04/14"),
        ("pourquoi pas demain matin", "05/09"),
        ("pas maintenant", "later"),
        ("plus tard", "later"),
        ("un autre moment", "later"),
        ("aucun des deux", "later"),
        ("lundi prochain", "none"),
        ("le soir", "none"),
        ("oui", None),
        ("dans deux heures", None),
        ("je ne sais pas", None),
    ],
)
def test_french(text: str, meant: str | None) -> None:
    assert understood(text, "fr") == meant


def test_a_key_that_stands_for_nothing_is_not_understood() -> None:
    assert chosen("nine", "en", OFFERED, FREE, WEDNESDAY) is None
    assert chosen("seven", "en", (), (), WEDNESDAY) is None
    assert chosen("not this afternoon", "en", OFFERED[:1], FREE, WEDNESDAY) is Wish.LATER
