"""The words of a drawing that are not the plan's, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from voice.turn import Language

WORDS: Mapping[str, Mapping[Language, str]] = {
    "key": {"fr": "touche {what}", "en": "key {what}"},
    "found": {"fr": "trouvé", "en": "found"},
    "none": {"fr": "rien trouvé", "en": "nothing found"},
    "failed": {"fr": "panne", "en": "failed"},
    "given": {"fr": "{what}", "en": "{what}"},
    "else": {"fr": "sinon", "en": "else"},
    "given_up": {"fr": "après les essais", "en": "after the retries"},
    "when": {"fr": "demande : {what}", "en": "request: {what}"},
    "person": {"fr": "personne : {what}", "en": "person: {what}"},
    "queue": {"fr": "file d'attente : {what}", "en": "queue: {what}"},
    "done": {"fr": "autre chose ?", "en": "anything else?"},
    "hang_up": {"fr": "fin de l'appel", "en": "the call ends"},
    "callback": {"fr": "rappel proposé", "en": "a call back is offered"},
    "voicemail": {"fr": "message", "en": "a message is taken"},
    "plan": {"fr": "plan : {what}", "en": "plan: {what}"},
    "back": {"fr": "↩ {what}", "en": "↩ {what}"},
    "lookup": {"fr": "recherche {what}", "en": "looks up {what}"},
    "survey": {"fr": "question {what}", "en": "survey {what}"},
    "note": {"fr": "noté : {what}", "en": "noted: {what}"},
    "ask": {"fr": "demande", "en": "asks"},
    "listen": {"fr": "écoute", "en": "listens"},
    "menu": {"fr": "menu", "en": "menu"},
    "if": {"fr": "choix", "en": "chooses"},
    "depth": {"fr": "{what} échanges au plus", "en": "at most {what} exchanges"},
    "limit": {"fr": "si {what}", "en": "if {what}"},
    "beyond": {"fr": "au-delà", "en": "beyond"},
    "bot": {"fr": "le robot seul", "en": "the bot alone"},
    "human": {"fr": "toujours une personne", "en": "always a person"},
    "bot_then_human": {"fr": "le robot, puis une personne", "en": "the bot, then a person"},
    "anywhere": {
        "fr": "À tout moment, touche 0 ou « conseiller » : {what}",
        "en": "At any time, key 0 or “agent”: {what}",
    },
    "nobody": {"fr": "rappel ou message", "en": "call back or message"},
}


def word(name: str, language: Language, what: str = "") -> str:
    """One of them."""
    return WORDS[name][language].replace("{what}", what)
