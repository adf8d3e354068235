"""Why something was decided: one sentence in the plan's language. May quote the caller."""

from __future__ import annotations

import re
from collections.abc import Mapping

from voice.turn import Assessment, Language, Side

_WHY: Mapping[str, Mapping[Language, str]] = {
    "request": {"fr": "L'appelant demande : {what}.", "en": "The caller asks for: {what}."},
    "filled": {"fr": "Valeur donnée : {what}.", "en": "Value given: {what}."},
    "unsure": {
        "fr": "Entendu sans certitude, à confirmer : {what}.",
        "en": "Heard, not surely; to confirm: {what}.",
    },
    "denied": {"fr": "La valeur relue n'était pas la bonne.", "en": "The value read back was not right."},
    "no_match": {"fr": "Rien ne correspond ici à « {what} ».", "en": 'Nothing fits "{what}" here.'},
    "guess": {
        "fr": "Demande incertaine, à confirmer : {what}.",
        "en": "Request not sure, to confirm: {what}.",
    },
    "which": {
        "fr": "Valeur donnée ; reste à savoir pour quoi : {what}.",
        "en": "Value given; for what: {what}.",
    },
    "offer_person": {
        "fr": "Le robot ne sait pas faire cela et propose une personne : {what}.",
        "en": "The bot cannot do this and offers a person: {what}.",
    },
    "loss": {
        "fr": "Un décès a été évoqué, et le robot ne peut pas suivre : {what}.",
        "en": "A death was told, and the bot cannot follow: {what}.",
    },
    "in_part": {
        "fr": "Les chiffres {what} sans leur lettre : elle est demandée.",
        "en": "The digits {what} without their letter: it is asked for.",
    },
    "comment": {"fr": "Un commentaire, sans demande : {what}.", "en": "A comment, no request: {what}."},
    "wait": {"fr": "L'appelant cherche quelque chose.", "en": "The caller is looking for something."},
    "no_input": {"fr": "L'appelant n'a rien dit.", "en": "The caller said nothing."},
    "given_up": {"fr": "Plusieurs essais sans succès.", "en": "Several tries failed."},
    "command": {"fr": "Commande : {what}.", "en": "Command: {what}."},
    "again": {"fr": "À redire : {what}.", "en": "To be said again: {what}."},
    "person": {
        "fr": "L'appelant demande une personne : {what}.",
        "en": "The caller asks for a person: {what}.",
    },
    "demanded": {"fr": "Cela demande une personne : {what}.", "en": "This needs a person: {what}."},
    "danger": {"fr": "Un danger est évoqué : {what}.", "en": "A danger is mentioned: {what}."},
    "menu": {"fr": "Touche {what}.", "en": "Key {what}."},
    "yes": {"fr": "L'appelant dit oui.", "en": "The caller says yes."},
    "no": {"fr": "L'appelant dit non.", "en": "The caller says no."},
    "callback": {"fr": "Rappel ou message.", "en": "Call back or message."},
    "escalated": {"fr": "Le seuil est atteint : {what}.", "en": "The threshold is reached: {what}."},
    "survey_answered": {"fr": "Avis donné : {what}.", "en": "Opinion given: {what}."},
    "survey_declined": {"fr": "Pas d'avis donné.", "en": "No opinion given."},
    "limit": {"fr": "Limite du contrat atteinte : {what}.", "en": "Limit of the contract met: {what}."},
    "opening": {"fr": "L'appel commence.", "en": "The call begins."},
    "found": {"fr": "Recherche « {what} » : trouvé.", "en": 'Lookup "{what}": found.'},
    "nothing_found": {"fr": "Recherche « {what} » : rien.", "en": 'Lookup "{what}": nothing.'},
    "lookup_failed": {"fr": "Les données ne répondent pas.", "en": "The data cannot be reached."},
    "errand": {
        "fr": "Confié au robot par un conseiller : {what}.",
        "en": "Given to the bot by an agent: {what}.",
    },
    "taken_back": {"fr": "Le conseiller reprend l'appel.", "en": "The agent takes the caller back."},
    "handoff_failed": {"fr": "Personne injoignable : {what}.", "en": "Person not reached: {what}."},
    "recorded": {"fr": "Message de {what} secondes.", "en": "Message of {what} seconds."},
    "broke": {"fr": "Une panne de notre côté.", "en": "A failure on our side."},
    "too_long": {"fr": "L'appel dure trop longtemps.", "en": "The call has lasted too long."},
    "nothing": {"fr": "Rien ne change.", "en": "Nothing changes."},
}
MOST_QUOTED = 200
"""Characters of the caller's words that a reason quotes at most."""


def why(name: str, language: Language, what: str = "") -> str:
    """The reason in words."""
    return _WHY[name][language].replace("{what}", what[:MOST_QUOTED].rstrip(" ."))


_SIDES: Mapping[str, Mapping[Language, str]] = {
    Side.EMOTION.value: {"fr": "émotion {score} pour {limit}", "en": "emotion {score} of {limit}"},
    Side.COMPLEXITY.value: {"fr": "complexité {score} pour {limit}", "en": "complexity {score} of {limit}"},
}
_MOST_NAMED = 2
"""Signals whose evidence a reached threshold is told with, those that count most."""


def reached(assessment: Assessment, language: Language) -> str:
    """Which score reached its threshold and what counted most in it; the demand's name where one decided."""
    name = assessment.decided_by or ""
    if name not in _SIDES:
        return name
    values = {"score": getattr(assessment, name), "limit": getattr(assessment.thresholds, name)}
    said = {
        key: f"{value:.2f}".replace(".", "," if language == "fr" else ".") for key, value in values.items()
    }
    own = [signal for signal in assessment.signals if signal.side == name and signal.evidence]
    most = sorted(own, key=lambda signal: -signal.weight * signal.strength)[:_MOST_NAMED]
    evidence = (" ; " if language == "fr" else "; ").join(dict.fromkeys(signal.evidence for signal in most))
    return _SIDES[name][language].format(**said) + (f" ({evidence})" if evidence else "")


def reason_of(sentence: str) -> tuple[str, str] | None:
    """Name and `what` of a reason that `why` once put into words; None for any other sentence."""
    for pattern, name in _PATTERNS:
        if found := pattern.fullmatch(sentence):
            return name, found.groupdict().get("what", "")
    return None


_PATTERNS = tuple(
    (re.compile(re.escape(text).replace(r"\{what\}", "(?P<what>.*)"), re.DOTALL), name)
    for name, texts in _WHY.items()
    for text in texts.values()
)
