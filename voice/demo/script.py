"""What the demonstration's caller and person say, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from voice.turn import Language

PLAN = "retail"
"""The plan whose callers talk like this."""


@dataclass(frozen=True, slots=True)
class Script:
    """Both parts of one call."""

    to_the_bot: tuple[str, ...]
    """The caller's lines, each said when the bot has finished; the last one asks for a person."""
    greeting: str
    """The person's first words to the caller."""
    answer: str
    """The caller's to the person."""
    promise: str
    """The person's, after which the caller hangs up."""
    caller_pitch: float
    """Of the caller's voice, beside the bot's own."""
    agent_pitch: float


SCRIPTS: dict[Language, Script] = {
    "en": Script(
        to_the_bot=(
            "Hello, where is my order please?",
            "It is A one zero four three.",
            "This is ridiculous, I have been waiting for two weeks! Let me speak to a person.",
        ),
        greeting="Hello, Sam speaking. I see that your order is late, and I am sorry.",
        answer="Thank you. Can you send me another one?",
        promise="Yes, it leaves today. Goodbye!",
        caller_pitch=1.13,
        agent_pitch=0.92,
    ),
    "fr": Script(
        to_the_bot=(
            "Bonjour, où est ma commande, s'il vous plaît ?",
            "C'est la commande A dix quarante-trois.",
            "C'est inadmissible, ça fait deux semaines que j'attends ! Je veux parler à un conseiller.",
        ),
        greeting="Bonjour, Camille à l'appareil. Votre commande est en retard, j'en suis désolée.",
        answer="Merci. Pouvez-vous m'en envoyer une autre ?",
        promise="Oui, elle part aujourd'hui. Au revoir !",
        caller_pitch=0.94,
        agent_pitch=1.08,
    ),
}
