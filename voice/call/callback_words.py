"""What is said when the gateway calls somebody back."""

from __future__ import annotations

from voice.turn import Language

CALLING: dict[Language, str] = {
    "en": "I'm calling them now.",
    "fr": "J'appelle la personne.",
}
"""To the agent who has taken it."""

UNREACHED: dict[Language, str] = {
    "en": "They could not be reached. It will be tried again, or shown on the desk.",
    "fr": "La personne n'a pas pu être jointe. Un nouvel essai suivra, ou elle sera affichée au bureau.",
}
"""To the agent, when nobody picks up."""

BROKE: dict[Language, str] = {
    "en": "I'm sorry, we have a technical problem. Somebody will call you again.",
    "fr": "Désolée, nous avons un problème technique. Quelqu'un vous rappellera.",
}
"""To a caller whose talk cannot go on."""

SORRY: dict[Language, str] = {
    "en": "I'm sorry, nobody is free any more. We will call you again.",
    "fr": "Désolée, plus personne n'est libre. Nous vous rappellerons.",
}
"""To a caller who was passed on, when nobody takes him."""
