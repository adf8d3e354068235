"""What callers put beside their requests: tales, hints, and values given anew."""

from __future__ import annotations

import pytest

from tests.conversation.talk import Talk
from voice.turn import Language, Outcome

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
