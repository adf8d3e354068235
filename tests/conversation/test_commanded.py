"""Commands that work everywhere: every command in every state, in both languages."""

from __future__ import annotations

import pytest

from tests.conversation.talk import Talk
from voice.turn import EndReason, HandoffFailure, HangUp, Language, Listen, Outcome, Say, Transfer
from voice.understanding.commands import Command, find_command

SPOKEN: dict[Command, dict[Language, tuple[str, ...]]] = {
    Command.REPEAT: {
        "fr": ("répétez", "vous pouvez répéter s'il vous plaît", "pardon, je n'ai pas compris", "hein ?",
               "comment ?", "je n'ai pas bien entendu", "c'est quoi la question"),
        "en": ("repeat", "could you say that again please", "sorry I didn't catch that", "pardon",
               "what was the question", "say again", "can you repeat what you said"),
    },
    Command.SLOWER: {
        "fr": ("plus lentement", "parlez plus lentement s'il vous plaît", "moins vite",
        "vous parlez trop vite",
               "vous pouvez répéter un peu plus lentement", "c'est trop rapide pour moi", "doucement"),
        "en": ("slower", "slow down please", "can you speak more slowly", "you're talking too fast",
               "could you say that a bit slower", "that was too fast for me"),
    },
    Command.FASTER: {
        "fr": ("plus vite", "parlez plus vite", "vitesse normale"),
        "en": ("faster", "can you speak a bit faster", "normal speed please"),
    },
    Command.BACK: {
        "fr": ("revenir", "revenir en arrière", "la question précédente",
        "je voudrais revenir à la question d'avant",
               "je me suis trompé", "changer ma réponse"),
        "en": ("go back", "the previous question", "can we go back please",
        "go back to the previous question",
               "I made a mistake", "change my answer", "back"),
    },
    Command.RESTART: {
        "fr": ("on recommence", "recommencer", "reprenons depuis le début", "revenir au début",
        "menu principal"),
        "en": ("start again", "start over", "from the beginning please", "back to the main menu"),
    },
    Command.HELP: {
        "fr": ("aide", "aidez-moi", "j'ai besoin d'aide", "je sais pas quoi dire", "que savez-vous faire"),
        "en": ("help", "I need some help", "what can I say", "what are my options"),
    },
    Command.STOP: {
        "fr": ("stop", "arrêtez", "laissez tomber", "annulez", "tant pis"),
        "en": ("stop", "never mind", "cancel that", "forget it"),
    },
    Command.GOODBYE: {
        "fr": ("au revoir", "merci au revoir", "ce sera tout, bonne journée", "c'est tout merci"),
        "en": ("goodbye", "bye bye", "that's all thank you", "have a nice day", "nothing else"),
    },
    Command.PERSON: {
        "fr": ("un conseiller", "je veux parler à quelqu'un", "une vraie personne s'il vous plaît"),
        "en": ("agent", "I want to talk to a real person", "customer service representative"),
    },
}  # fmt: skip
NOT_COMMANDS = [
    "je voudrais revenir au magasin demain", "quand est-ce que le livreur va revenir", "retour",
    "c'est trop lent",
    "je veux le renvoyer", "I want to send it back", "when will it be back in stock", "my money back",
    "retour d'un article",
    "the delivery is slower than usual", "c'est allé trop vite pour le paiement alors j'ai deux commandes",
    "I want to cancel my order",
    "je veux annuler ma commande", "it doesn't stop ringing", "c'est tout neuf et c'est cassé",
    "I need help with my order",
    "j'ai besoin d'aide pour ma facture", "the previous order was fine", "la commande précédente",
    "my order is killing me",
    "je meurs d'impatience", "je vais mourir de rire", "I'm dying to know when it comes",
    "comment venir à l'hôpital",
    "what time do you open", "quoi comme document", "the parcel stopped moving", "my phone died",
]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "text"),
    [(command, text) for command, said in SPOKEN.items() for texts in said.values() for text in texts],
)
def test_what_callers_say_for_a_command(command: Command, text: str) -> None:
    assert find_command(text) is command


@pytest.mark.parametrize("text", NOT_COMMANDS)
def test_what_only_looks_like_a_command(text: str) -> None:
    assert find_command(text) is None


def asking(language: Language) -> Talk:
    talk = Talk("retail", language=language)
    talk.say("où est ma commande" if language == "fr" else "where is my order")
    return talk


def confirming(language: Language) -> Talk:
    talk = asking(language)
    talk.say("A 1042", confidence=0.3)
    return talk


def between(language: Language) -> Talk:
    talk = asking(language)
    talk.say("A 1042")
    return talk


def offering(language: Language) -> Talk:
    talk = Talk("retail", language=language)
    talk.say("where is my order A1042 and what are your opening hours" if language == "en" else
             "où est ma commande A1042 et quels sont vos horaires")  # fmt: skip
    return talk


def no_person(language: Language) -> Talk:
    talk = asking(language)
    talk.say("#0")
    for _ in range(2):
        talk.take(talk.conversation.handoff_failed(HandoffFailure.NO_ANSWER))
    return talk


def other_number(language: Language) -> Talk:
    talk = no_person(language)
    talk.say("un autre numéro" if language == "fr" else "no, another number")
    return talk


def number_read_back(language: Language) -> Talk:
    talk = other_number(language)
    talk.say("06 11 22 33 44")
    return talk


STATES = {
    "welcome": lambda language: Talk("retail", language=language), "asking": asking, "confirming": confirming,
    "between": between, "offering": offering, "no_person": no_person, "other_number": other_number,
    "number_read_back": number_read_back,
}  # fmt: skip
LANGUAGES: tuple[Language, ...] = ("fr", "en")
everywhere = pytest.mark.parametrize("language", LANGUAGES)
in_every_state = pytest.mark.parametrize("state", STATES)


def at(state: str, language: Language) -> Talk:
    return STATES[state](language)


def speeds(talk: Talk) -> set[float]:
    return {action.speed for action in talk.decision.actions if isinstance(action, Say)}


@everywhere
@in_every_state
def test_repeat_says_the_same_again_and_listens_the_same(state: str, language: Language) -> None:
    talk = at(state, language)
    before, waiting, place = talk.said, talk.waiting, talk.conversation.step
    talk.say(SPOKEN[Command.REPEAT][language][0])
    said = talk.said
    assert said and before.endswith(said)  # but for what was said while looking
    for _ in range(2):
        decision = talk.say(SPOKEN[Command.REPEAT][language][1])
        assert (talk.said, talk.waiting, talk.conversation.step) == (said, waiting, place)
        assert decision.turn and decision.turn.outcome is Outcome.COMMAND


@everywhere
@in_every_state
def test_slower_holds_from_then_on(state: str, language: Language) -> None:
    talk = at(state, language)
    talk.say(SPOKEN[Command.REPEAT][language][0])
    said = talk.said
    assert speeds(talk) == {1.0}
    talk.say(SPOKEN[Command.SLOWER][language][0])
    assert talk.said.endswith(said) and talk.said != said
    assert speeds(talk) == {0.85}
    talk.say(SPOKEN[Command.REPEAT][language][0])
    assert talk.said == said and speeds(talk) == {0.85}
    talk.say(SPOKEN[Command.SLOWER][language][1])
    assert speeds(talk) == {0.7}
    talk.say("")
    assert talk.said and speeds(talk) <= {0.7}


@everywhere
def test_the_pace_has_an_end_and_a_way_back(language: Language) -> None:
    talk = asking(language)
    for _ in range(3):
        talk.say(SPOKEN[Command.SLOWER][language][0])
    assert speeds(talk) == {0.7}
    assert ("davantage" if language == "fr" else "further") in talk.said
    talk.say(SPOKEN[Command.FASTER][language][0])
    assert speeds(talk) == {0.85}


@everywhere
@in_every_state
def test_help_says_what_can_be_done_and_waits_for_the_same(state: str, language: Language) -> None:
    talk = at(state, language)
    place = talk.conversation.step
    talk.say(SPOKEN[Command.HELP][language][0])
    assert talk.said and isinstance(talk.waiting, Listen) and talk.conversation.step == place


@everywhere
@in_every_state
def test_start_again_leads_to_the_beginning_with_nothing_kept(state: str, language: Language) -> None:
    talk = at(state, language)
    talk.say(SPOKEN[Command.RESTART][language][0])
    assert talk.conversation.step == "welcome" and talk.conversation.slots == {}


@everywhere
@in_every_state
def test_a_person_is_one_word_away(state: str, language: Language) -> None:
    talk = at(state, language)
    talk.say(SPOKEN[Command.PERSON][language][0])
    assert isinstance(talk.waiting, Transfer)


@everywhere
@in_every_state
def test_goodbye_ends_the_call(state: str, language: Language) -> None:
    talk = at(state, language)
    talk.say(SPOKEN[Command.GOODBYE][language][0])
    alone = state in ("no_person", "other_number", "number_read_back")
    assert talk.waiting == HangUp(EndReason.UNREACHABLE_PERSON if alone else EndReason.COMPLETED)


@everywhere
@in_every_state
def test_stop_leaves_the_request_and_twice_ends_the_call(state: str, language: Language) -> None:
    talk = at(state, language)
    talk.say(SPOKEN[Command.STOP][language][0])
    if not isinstance(talk.waiting, HangUp):
        assert talk.conversation.step == "anything_else" and talk.said
        talk.say(SPOKEN[Command.STOP][language][0])
    assert isinstance(talk.waiting, HangUp)


@everywhere
@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("welcome", "welcome"), ("asking", "welcome"), ("confirming", "order_number"), ("between",
        "order_number"),
        ("no_person", "order_number"), ("other_number", "callback"), ("number_read_back", "callback"),
    ],
)  # fmt: skip
def test_back_asks_the_question_before_and_forgets_its_answer(
    state: str, step: str, language: Language
) -> None:
    talk = at(state, language)
    talk.say(SPOKEN[Command.BACK][language][0])
    assert talk.conversation.step == step and isinstance(talk.waiting, Listen)
    assert "order_number" not in talk.conversation.slots
    assert ("pas de question" in talk.said or "no question" in talk.said) is (state == "welcome")


def test_after_going_back_the_right_answer_leads_on() -> None:
    talk = between("en")
    assert "A, 1 0 4 2" in talk.said
    talk.say("go back")
    talk.say("B 2001")
    assert "B, 2 0 0 1" in talk.said and talk.conversation.slots == {"order_number": "B2001"}


def test_going_back_twice_goes_back_two() -> None:
    talk = between("fr")
    talk.say("revenir")
    talk.say("revenir")
    assert talk.conversation.step == "welcome"
    talk.say("quels sont vos horaires")
    assert "lundi" in talk.said


def test_a_request_in_the_same_sentence_counts_more_than_a_goodbye() -> None:
    talk = between("fr")
    talk.say("non merci au revoir ah si quels sont vos horaires d'ouverture")
    assert "lundi" in talk.said
