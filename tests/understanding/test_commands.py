"""Commands that work everywhere, and what only looks like one."""

from __future__ import annotations

import pytest

from voice.understanding.commands import Command, find_command
from voice.understanding.language import guess_language

PERSON = [
    "un conseiller", "Un conseiller, s'il vous plaît.", "je veux parler à quelqu'un", "passez-moi un humain",
    "je voudrais parler à un conseiller", "une vraie personne", "est-ce que je peux avoir un agent",
    "mettez-moi en relation avec un conseiller", "j'en ai marre de parler à un robot", "le standard",
    "agent", "Agent please.", "speak to someone", "I want to talk to a real person",
    "can I speak with someone else please",
    "give me a human", "put me through to an advisor", "let me talk to the manager", "real person",
    "I'd like to speak to a representative", "get me someone else", "operator",
]  # fmt: skip
PERSON += [
    "conseiller conseiller", "stop, agent", "je veux parler au directeur",
    "est-ce que quelqu'un peut me répondre",
    "I need help from a human", "I would like to speak of a person",
    "could you put me through to support", "j'ai besoin d'un conseiller",
]  # fmt: skip
NOT_PERSON = [
    "je veux la livraison standard", "je veux savoir qui est responsable",
    "une attestation pour mon agent immobilier",
    "y a-t-il quelqu'un à la maison",
    "je ne veux pas parler à un conseiller", "I don't want to talk to an agent",
    "mon conseiller m'a dit que c'était bon",
    "où est ma commande", "where is my order", "personne n'est venu", "nobody came",
    "the agent told me it was fine", "fine i'll pass it to the managing agent",
    "i'll hand that over to the shipping agent",
    "et rappelez-moi quand je viens", "rappelez-moi l'heure de mon rendez-vous",
    "je cherche mon colis", "I want to return an item", "quelqu'un a volé mon vélo", "someone stole my bike",
]  # fmt: skip


@pytest.mark.parametrize("text", PERSON)
def test_a_person_is_asked_for(text: str) -> None:
    assert find_command(text) is Command.PERSON


@pytest.mark.parametrize("text", NOT_PERSON)
def test_no_person_is_asked_for(text: str) -> None:
    assert find_command(text) is not Command.PERSON


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("vous pouvez répéter ?", Command.REPEAT), ("pardon ?", Command.REPEAT),
        ("say that again please", Command.REPEAT),
        ("on recommence", Command.RESTART), ("recommencer", Command.RESTART), ("start over", Command.RESTART),
        ("aide", Command.HELP), ("what can you do", Command.HELP), ("help", Command.HELP),
        ("au revoir", Command.GOODBYE), ("that's all thanks", Command.GOODBYE), ("goodbye", Command.GOODBYE),
        ("Bonjour.", Command.HELLO), ("hello", Command.HELLO),
        ("je vais mourir", Command.DANGER), ("j'ai mal à la poitrine", Command.DANGER),
        ("il ne respire plus", Command.DANGER),
        ("I want to kill myself", Command.DANGER), ("my father is having a heart attack", Command.DANGER),
        ("je meurs de faim", None), ("bonjour je voudrais mes horaires", None),
        ("this battery is dead", None), ("", None),
    ],
)  # fmt: skip
def test_commands(text: str, command: Command | None) -> None:
    assert find_command(text) is command


def test_a_language_that_the_plan_lacks_is_no_command() -> None:
    assert find_command("in English please", ("fr", "en")) is Command.ENGLISH
    assert find_command("in English please", ("fr",)) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("où est ma commande", "fr"),
        ("where is my order", "en"),
        ("bonjour", "fr"),
        ("hello", "en"),
        ("A1042", None),
    ],
)
def test_the_language_of_words(text: str, language: str | None) -> None:
    assert guess_language(text, ("fr", "en")) == language
