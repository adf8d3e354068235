"""What callers put beside their requests: tales, hints, and values given anew."""

from __future__ import annotations

import pytest

from tests.conversation.talk import Talk
from voice.turn import Language, Listen, Outcome

TALES: list[tuple[Language, str, str]] = [
    (
        "en",
        "i'm coming with my sister because she's after lamps for her garden so what time are you open",
        "7",
    ),
    ("fr", "je viens avec ma soeur parce qu'elle cherche des lampes vous êtes ouverts à quelle heure", "19"),
]
HINTED = "ma soeur m'en veut j'avais dit hier elle en est où la commande a mille quarante-deux"


@pytest.mark.parametrize(("language", "tale", "hour"), TALES)
def test_a_tale_that_ends_with_a_request_makes_it(language: Language, tale: str, hour: str) -> None:
    talk = Talk("retail", language=language)
    decision = talk.say(tale, language=language)
    assert decision.turn and decision.turn.outcome is Outcome.MATCHED
    assert hour in talk.said


def test_a_hint_beside_a_number_tells_what_it_is_for() -> None:
    talk = Talk("retail", language="fr")
    talk.say(HINTED, language="fr")
    assert "Chronopost" in talk.said


def test_a_number_given_anew_is_no_repetition_and_no_dispute() -> None:
    talk = Talk("insurance", language="fr")
    talk.say("c'est pour mon sinistre s quatre mille huit cent trente et un", language="fr")
    talk.say("ah non trente pardon s quatre mille huit cent trente", language="fr")
    state = talk.decision.assessment
    assert "412" in talk.said
    assert state and {signal.name for signal in state.signals} <= {"nothing_found"}


@pytest.mark.parametrize(
    ("language", "offered", "turned_down"),
    [
        ("en", "do you sell elephants by the metre", "that's me done thank you"),
        ("fr", "vous vendez des éléphants au mètre", "c'est bon merci"),
    ],
)
def test_thanks_at_the_offer_of_a_person_are_no_yes(
    language: Language, offered: str, turned_down: str
) -> None:
    talk = Talk("insurance", language=language)
    talk.say(offered, language=language)
    talk.say(turned_down, language=language)
    assert isinstance(talk.waiting, Listen)


def test_a_number_beside_two_requests_is_for_the_one_that_is_served_first() -> None:
    talk = Talk("hospital", language="en")
    said = "my lad sprained his ankle at football he's fine i'm paying his invoice eight one four six oh"
    talk.say(said, language="en")
    assert "118" in talk.said
