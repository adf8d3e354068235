"""The situations of the trade, and how the bot speaks to somebody upset."""

from __future__ import annotations

import pytest

from tests.conversation.talk import Talk, plan
from voice.dialplan.model import DemandSpec
from voice.turn import HandoffFailure, Heard, Language, Listen, Say, Tone, Transfer, TransferReason

CHEERFUL = (
    "!",
    "super",
    "génial",
    "parfait",
    "great",
    "perfect",
    "lovely",
    "of course",
    "bien sûr",
    "avec plaisir",
    "happy",
)
BLAME = (
    "vous avez tort",
    "calmez",
    "you should",
    "you must",
    "calm down",
    "votre faute",
    "your fault",
    "you need to",
)
MOST_WORDS_UPSET = 16


def reason(talk: Talk) -> TransferReason:
    assert isinstance(talk.waiting, Transfer), talk.decision
    return talk.waiting.reason


def before_transfer(talk: Talk) -> str:
    """The last sentence said before the transfer."""
    return [action for action in talk.decision.actions if isinstance(action, Say)][-1].text


@pytest.mark.parametrize(
    ("name", "language", "lines", "wanted"),
    [
        ("retail", "fr", ["le cadeau de Noël de ma fille n'est jamais arrivé",
        "elle a pleuré toute la journée, je ne sais pas quoi lui dire"],
         TransferReason.EMOTION),
        ("retail", "en", ["my son's Christmas present never came",
        "he cried all morning, I don't know what to do"], TransferReason.EMOTION),
        ("insurance", "fr", ["où en est mon sinistre S4840"], TransferReason.PLAN),
        ("insurance", "en", ["am I covered for broken glass",
        "nobody ever told me that was an option, I was promised everything was included", "yes please"],
         None),
        ("hospital", "fr", ["j'ai reçu une facture et je n'y comprends rien",
        "à quoi ça correspond, y a deux forfaits et ma mutuelle devait payer"], None),
        ("hospital", "en", ["I got a bill and I can't make sense of it",
        "what is it made of, and why twice"], None),
        ("insurance", "fr", ["bonjour, mon mari est décédé la semaine dernière"], TransferReason.SENSITIVE),
        ("retail", "en",
        ["hello, my mother passed away on Sunday and I don't know where to start"], TransferReason.SENSITIVE),
        ("retail", "fr", ["c'est scandaleux, vous vous foutez de moi",
        "vous êtes des voleurs, j'en ai marre"], TransferReason.EMOTION),
        ("retail", "en", ["this is outrageous, you people are useless",
        "I've had enough, you lot are crooks"], TransferReason.EMOTION),
        ("retail", "fr", ["je n'ai jamais passé cette commande, on a volé ma carte"], TransferReason.FRAUD),
        ("insurance", "en", ["my solicitor will be in touch"], TransferReason.LEGAL),
        ("retail", "fr", ["je voudrais que vous effaciez toutes mes données"], TransferReason.LEGAL),
        ("hospital", "en", ["I'm only eleven and my mum's not here"], TransferReason.VULNERABLE),
    ],
)  # fmt: skip
def test_it_ends_with_a_person(
    name: str, language: Language, lines: list[str], wanted: TransferReason | None
) -> None:
    talk = Talk(name, language=language)
    for line in lines:
        if isinstance(talk.waiting, Listen):
            talk.say(line, language=language)
    assert wanted is None or reason(talk) is wanted
    said = before_transfer(talk)
    assert isinstance(talk.waiting, Transfer)
    assert not any(word in said.lower() for word in (*CHEERFUL, *BLAME)), said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_sentences_for_the_upset_are_short_warm_and_without_blame(language: Language) -> None:
    for name in (
        "transfer_upset",
        "transfer_emotion",
        "transfer_distress",
        "transfer_sensitive",
        "transfer_vulnerable",
    ):
        for text in plan("retail").sentence(name, language):
            assert len(text.split()) <= MOST_WORDS_UPSET, text
            assert not any(word in text.lower() for word in (*CHEERFUL, *BLAME)), text


ANGRY: dict[Language, str] = {
    "fr": "c'est inadmissible, passez-moi quelqu'un",
    "en": "this is outrageous, get me a person",
}
CALM: dict[Language, str] = {
    "fr": "passez-moi quelqu'un s'il vous plaît",
    "en": "can I speak to a person please",
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_demand_in_anger_gets_a_shorter_sentence_than_a_calm_one(language: Language) -> None:
    calm, angry = Talk("retail", language=language), Talk("retail", language=language)
    calm.say(CALM[language])
    angry.say(ANGRY[language])
    assert reason(calm) is reason(angry) is TransferReason.CALLER_ASKED
    assert len(angry.said) < len(calm.said)
    assert "comprends" in angry.said or "understand" in angry.said


@pytest.mark.parametrize(
    ("language", "first", "offer"),
    [
        ("fr", "c'est inadmissible, où est ma commande", "Dites « conseiller »"),
        ("en", "this is unacceptable, where is my order", "Say agent"),
    ],
)
def test_when_emotion_rises_a_person_is_offered_once(language: Language, first: str, offer: str) -> None:
    talk = Talk("retail", language=language)
    talk.say(first, language=language)
    assert isinstance(talk.waiting, Listen) and offer in talk.said
    talk.say("A1042")
    assert offer not in talk.said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_calm_caller_is_offered_nothing(language: Language) -> None:
    talk = Talk("retail", language=language)
    talk.say("où est ma commande" if language == "fr" else "where is my order", language=language)
    assert "conseiller" not in talk.said and "agent" not in talk.said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_upset_caller_is_asked_again_plainly(language: Language) -> None:
    talk = Talk("retail", language=language)
    talk.say(
        {"fr": "c'est inadmissible, où est ma commande", "en": "this is unacceptable, where is my order"}[
            language
        ],
        language=language,
    )
    talk.say("bla bla", language=language)
    assert isinstance(talk.waiting, Listen)
    assert ("conseiller" if language == "fr" else "Say agent") in talk.said
    calm = Talk("retail", language=language)
    calm.say("où est ma commande" if language == "fr" else "where is my order", language=language)
    calm.say("bla bla", language=language)
    assert calm.said != talk.said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "je suis chez vous depuis vingt ans et franchement je suis très déçue"),
        ("en", "I've been with you for years and I'm so disappointed, this is just not good enough"),
    ],
)
def test_disappointment_is_met_with_understanding_not_with_what_cannot_be_done(
    language: Language, said: str
) -> None:
    talk = Talk("retail", language=language)
    talk.say(said, language=language)
    assert ("désolée" if language == "fr" else "sorry") in talk.said
    assert "ne sais pas" not in talk.said and "can't do" not in talk.said


def test_anger_at_the_threshold_leads_to_no_question() -> None:
    talk = Talk("retail", language="fr")
    talk.say("où est ma commande")
    talk.take(
        talk.conversation.hear(
            Heard("c'est honteux, bande d'incapables, j'en ai ras le bol", language="fr", tone=Tone(0.9))
        )
    )
    assert reason(talk) is TransferReason.EMOTION
    assert "?" not in talk.said


def test_the_sound_of_a_voice_alone_changes_nothing() -> None:
    talk = Talk("retail", language="fr")
    for text in ("où est ma commande", "A1042", "et quels sont vos horaires"):
        talk.take(talk.conversation.hear(Heard(text, language="fr", tone=Tone(1.0))))
        assert isinstance(talk.waiting, Listen)


def test_a_loss_told_and_then_not_followed_goes_to_a_person() -> None:
    talk = Talk("insurance", language="en")
    talk.say("I want to check on my claim, my wife died in it last month", language="en")
    if isinstance(talk.waiting, Listen):
        talk.say("I don't even have the papers, she did all that", language="en")
    assert reason(talk) in (TransferReason.SENSITIVE, TransferReason.EMOTION)


def test_a_plan_has_its_own_demands_and_leaves_others_out() -> None:
    spec = plan("retail").escalation.model_copy(
        update={
            "ignore": ("fraud",),
            "demands": (
                DemandSpec.model_validate(
                    {"name": "recall", "words": {"fr": ["lampe * feu"], "en": ["lamp * fire"]},
                     "reason": {"fr": "produit rappelé", "en": "a recall"}},
                    context={"languages": ("fr", "en")},
                ),
            ),
        }
    )  # fmt: skip
    own = plan("retail").model_copy(update={"escalation": spec})
    talk = Talk(own, language="fr")
    decision = talk.say("bonjour, ma lampe a pris feu", language="fr")
    assert reason(talk) is TransferReason.PLAN
    assert decision.assessment and decision.assessment.decided_by == "recall"
    assert "produit rappelé" in decision.assessment.signals[-1].evidence and "produit rappelé" in decision.why
    talk = Talk(own, language="en")
    talk.say("where is my order, I think it is a scam email", language="en")
    assert not (isinstance(talk.waiting, Transfer) and talk.waiting.reason is TransferReason.FRAUD)


def test_after_people_were_tried_in_vain_only_who_asks_is_given_to_them_again() -> None:
    talk = Talk("retail", language="fr")
    talk.say("je n'ai jamais passé cette commande", language="fr")
    assert reason(talk) is TransferReason.FRAUD
    for _ in range(2):
        talk.take(talk.conversation.handoff_failed(HandoffFailure.NO_ANSWER))
    talk.say("je vous dis que c'est une fraude", language="fr")
    assert isinstance(talk.waiting, Listen)
