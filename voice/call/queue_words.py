"""What a caller hears while waiting in a queue, and an agent whose call was taken by another."""

from __future__ import annotations

from voice.turn import Language

POSITION: dict[Language, tuple[str, str]] = {
    "en": ("You are next in line.", "You are number {position} in the queue."),
    "fr": ("Vous êtes le prochain appel.", "Vous êtes en position {position} dans la file d'attente."),
}
"""For the first in the queue, and for all others."""

EXPECTED: dict[Language, tuple[str, str]] = {
    "en": ("The wait is about a minute.", "The wait is about {minutes} minutes."),
    "fr": ("L'attente est d'environ une minute.", "L'attente est d'environ {minutes} minutes."),
}
"""Of one minute, and of more."""

LEAVE: dict[Language, str] = {
    "en": "If you would rather be called back or leave a message, press 1.",
    "fr": "Si vous préférez être rappelé ou laisser un message, appuyez sur 1.",
}

PATIENCE: dict[Language, tuple[str, ...]] = {
    "en": ("Thank you for waiting. You have not been forgotten.", "Thank you for your patience."),
    "fr": ("Merci de patienter, vous n'êtes pas oublié.", "Merci de votre patience."),
}
"""When there is nothing new to tell."""

LOST: dict[Language, str] = {
    "en": "I'm sorry, we lost my colleague. You come first; I'm getting someone else.",
    "fr": "Désolée, la ligne avec mon collègue est coupée. Vous êtes prioritaire, je cherche quelqu'un.",
}

PASSED_ON: dict[Language, str] = {
    "en": "My colleague is passing you on. Please hold the line.",
    "fr": "Mon collègue vous transfère. Restez en ligne, s'il vous plaît.",
}

RETURNED: dict[Language, str] = {
    "en": "My colleague is no longer on the line. You come first; I'm getting someone else.",
    "fr": "Mon collègue n'est plus en ligne. Vous êtes prioritaire, je cherche quelqu'un.",
}
"""For who was with the bot while the agent left."""

GIVEN: dict[Language, str] = {
    "en": "The bot has the caller. Press 1 to take the caller back.",
    "fr": "Le robot s'occupe de la personne. Appuyez sur 1 pour la reprendre.",
}
"""For an agent on a phone who has given the caller back to the bot."""

BACK: dict[Language, str] = {"en": "The caller is back.", "fr": "La personne est de retour."}
"""For that agent, and for one in the browser, when the bot gives the caller back."""

TAKEN: dict[Language, str] = {
    "en": "A colleague has taken this call. Thank you.",
    "fr": "Un collègue a pris cet appel. Merci.",
}
"""For the agent who was too late."""

ENDED: dict[Language, str] = {
    "en": "The caller is no longer waiting.",
    "fr": "La personne n'attend plus.",
}
"""For an agent who has picked up and hears the summary when the caller goes."""

UNASKED: dict[Language, str] = {
    "en": "Nobody could be asked. You are back with the caller.",
    "fr": "Personne n'a pu répondre. Vous retrouvez la personne.",
}
"""For an agent who wanted to ask a colleague first."""

FIXED = (UNASKED, LEAVE, LOST, PASSED_ON, RETURNED, GIVEN, BACK, TAKEN, ENDED)
"""Sentences worth keeping ready."""


def place(language: Language, position: int, minutes: int | None) -> str:
    """Where the caller stands and how long it takes, as far as that is known."""
    first, others = POSITION[language]
    text = first if position == 1 else others.format(position=position)
    if minutes is not None:
        one, more = EXPECTED[language]
        text += " " + (one if minutes == 1 else more.format(minutes=minutes))
    return text
