"""What callers put beside their requests: tales, hints, and values given anew."""

from __future__ import annotations

import pytest

from tests.conversation.talk import Talk
from voice.turn import Language, Listen, Outcome, Transfer

TALES: list[tuple[Language, str, str]] = [
    (
        "en",
        "i'm coming with my sister because she's after lamps for her garden so what time are you open",
        "7",
    ),
    ("fr", "je viens avec ma soeur parce qu'elle cherche des lampes vous êtes ouverts à quelle heure", "19"),
]
HINTED = "ma soeur m'en veut j'avais dit hier elle en est où la commande a mille quarante-deux"


def hold(name: str, language: Language, *lines: str) -> Talk:
    """A call on a shipped plan in which this was said."""
    talk = Talk(name, language=language)
    for line in lines:
        talk.say(line, language=language)
    return talk


@pytest.mark.parametrize(("language", "tale", "hour"), TALES)
def test_a_tale_that_ends_with_a_request_makes_it(language: Language, tale: str, hour: str) -> None:
    talk = Talk("retail", language=language)
    decision = talk.say(tale, language=language)
    assert decision.turn and decision.turn.outcome is Outcome.MATCHED
    assert hour in talk.said


def test_a_hint_beside_a_number_tells_what_it_is_for() -> None:
    talk = hold("retail", "fr", HINTED)
    assert "Chronopost" in talk.said


def test_a_number_given_anew_is_no_repetition_and_no_dispute() -> None:
    talk = hold(
        "insurance",
        "fr",
        "c'est pour mon sinistre s quatre mille huit cent trente et un",
        "ah non trente pardon s quatre mille huit cent trente",
    )
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
    talk = hold("insurance", language, offered, turned_down)
    assert isinstance(talk.waiting, Listen)


def test_a_number_beside_two_requests_is_for_the_one_that_is_served_first() -> None:
    talk = Talk("hospital", language="en")
    said = "my lad sprained his ankle at football he's fine i'm paying his invoice eight one four six oh"
    talk.say(said, language="en")
    assert "118" in talk.said


VALUES_WITH_WORDS: list[tuple[str, Language, str, str]] = [
    ("retail", "fr", "bon ce colis il se promène ou quoi a mille quarante-trois", "Colissimo"),
    ("retail", "en", "yeah i'm on the road parcel a one oh four two", "Chronopost"),
    ("retail", "fr", "ces bottes me serrent je dois les rendre b deux mille un", "étiquette"),
    ("insurance", "en", "quick one claim s four eight three oh", "412"),
]


@pytest.mark.parametrize(("name", "language", "text", "told"), VALUES_WITH_WORDS)
def test_words_beside_a_number_tell_what_it_is_for(
    name: str, language: Language, text: str, told: str
) -> None:
    talk = hold(name, language, text)
    assert told in talk.said


def test_what_was_said_before_a_number_tells_what_it_is_for() -> None:
    talk = hold(
        "retail",
        "en",
        "we're having a fancy dress do and i'm waiting on the parcel with the masks",
        "a one oh four two",
    )
    assert "Chronopost" in talk.said


def test_who_does_not_say_which_of_two_is_asked_about_one_and_is_not_out_of_scope() -> None:
    talk = hold("retail", "en", "a one oh four two")
    assert "tracking an order, or about returning" in talk.said
    decision = talk.say("i'm stood in the rain here you know", language="en")
    assert "Is this about tracking an order?" in talk.said
    assert decision.assessment
    assert "out_of_scope" not in {signal.name for signal in decision.assessment.signals}
    talk.say("yes", language="en")
    assert "Chronopost" in talk.said


def test_little_words_of_a_title_answer_no_question() -> None:
    talk = hold(
        "hospital", "fr", "quatre-vingt-un quatre cent soixante", "c'est pour votre affaire de l'autre jour"
    )
    assert "Quel est votre numéro de dossier" not in talk.said


def test_a_request_for_a_person_that_is_not_sure_is_asked_about_first() -> None:
    talk = hold("hospital", "fr", "c'est pour payer une facture", "quatre-vingt-un quatre cent cinquante")
    decision = talk.say("d'accord je paie en ligne c'est ça", language="fr")
    assert isinstance(talk.waiting, Listen)
    assert "62 euros" in talk.said
    assert decision.assessment and not decision.assessment.decided_by


def test_a_condition_is_no_second_request_and_another_topic_no_contradiction() -> None:
    talk = hold("insurance", "en", "if my house ever burned down would i be covered")
    assert "150 euros" in talk.said and "You also mentioned" not in talk.said
    decision = talk.say("and am i covered for theft", language="en")
    assert "200 euros" in talk.said
    assert decision.assessment
    assert "contradicts" not in {signal.name for signal in decision.assessment.signals}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "hello is that a lady or a recording"), ("fr", "allô c'est une vraie dame ou un disque")],
)
def test_who_wonders_what_he_hears_is_told_and_kept(language: Language, text: str) -> None:
    talk = hold("hospital", language, text)
    assert isinstance(talk.waiting, Listen)
    assert ("automated" if language == "en" else "automatique") in talk.said


def test_a_number_beside_a_request_that_is_asked_about_is_kept_for_the_person() -> None:
    talk = hold("retail", "en", "what about the money for b two thousand and one")
    assert isinstance(talk.waiting, Listen) and "Is this about a refund?" in talk.said
    talk.say("yes", language="en")
    assert isinstance(talk.waiting, Transfer)
    assert talk.conversation.slots == {"order_number": "B2001"}


UNWELCOME: list[tuple[Language, str, str, str, str]] = [
    (
        "fr",
        "où est ma commande a mille quarante-trois",
        "mardi dix-sept ah zut",
        "donc mardi c'est ça",
        "mardi",
    ),
    (
        "en",
        "where's order a one oh four three",
        "the seventeenth oh bother",
        "so tuesday is that right",
        "Tuesday",
    ),
]


@pytest.mark.parametrize(("language", "asks", "unwelcome", "asks_back", "told"), UNWELCOME)
def test_an_unwelcome_answer_is_taken_in_and_told_again(
    language: Language, asks: str, unwelcome: str, asks_back: str, told: str
) -> None:
    talk = hold("retail", language, asks, unwelcome)
    assert isinstance(talk.waiting, Listen) and told not in talk.said
    assert "moi-même" not in talk.said and "myself" not in talk.said
    talk.say(asks_back, language=language)
    assert told in talk.said


def test_a_number_alone_is_for_no_request_more_than_for_another() -> None:
    talk = hold("retail", "fr", "a mille quarante deux")
    assert "le suivi d'une commande, ou pour le retour d'un article" in talk.said


def test_the_number_of_a_request_that_is_offered_says_yes_to_it() -> None:
    talk = hold("hospital", "en", "my appointment and also a bill", "five two zero one seven")
    assert "Shall we do that now?" in talk.said
    talk.say("eight one four five zero", language="en")
    assert "62 euros" in talk.said


@pytest.mark.parametrize("text", ["ok rien d'autre", "laissez tomber je vais regarder sur internet"])
def test_who_gives_up_at_a_question_is_let_go(text: str) -> None:
    talk = hold("insurance", "fr", "c'est pour mon sinistre", text)
    assert "autre chose" in talk.said and "sinistre" not in talk.said


def test_a_question_about_the_answer_is_answered_with_it_and_asks_for_no_number() -> None:
    talk = hold("hospital", "en", "when's my appointment five two zero one eight", "which doctor is it again")
    assert "Doctor Petit" in talk.said
    talk.say("what time was my appointment", language="en")
    assert "file number" not in talk.said and "Shall I put you through" in talk.said


def test_who_says_that_the_answer_is_not_so_is_offered_a_person() -> None:
    talk = hold(
        "retail", "fr", "où est mon colis b deux mille un", "mais puisque je vous dis que j'ai rien reçu"
    )
    assert "que je vous passe quelqu'un" in talk.said
    assert talk.conversation.slots == {"order_number": "B2001"}


def test_another_one_of_the_same_kind_is_asked_for_anew() -> None:
    talk = hold("retail", "en", "where is my order a one oh four two", "and where is my other order")
    assert "What is your order number?" in talk.said


def test_what_asks_on_without_a_word_that_asks_is_no_comment() -> None:
    talk = hold("retail", "fr", "c'est ouvert quand", "et le dimanche aussi")
    assert "fermée le dimanche" in talk.said
    decision = talk.say("et l'autre", language="fr")
    assert decision.turn and decision.turn.outcome is Outcome.NO_MATCH
