"""The sentences that summaries are made of, in both languages."""

from __future__ import annotations

from voice.turn import Language, TransferReason

PROMPT: dict[Language, str] = {
    "en": "Press 1 to take the call, 2 to decline, 3 to hear it again.",
    "fr": "Appuyez sur 1 pour prendre l'appel, 2 pour refuser, 3 pour réécouter.",
}
"""Ends every spoken summary."""

WHY: dict[TransferReason, dict[Language, str]] = {
    TransferReason.CALLER_ASKED: {
        "en": "They asked for a person.",
        "fr": "Demande un conseiller.",
    },
    TransferReason.PLAN: {
        "en": "This request is for a person.",
        "fr": "Cette demande est pour un conseiller.",
    },
    TransferReason.LIMIT: {
        "en": "This goes further than the bot may.",
        "fr": "Cela dépasse ce que le robot peut faire.",
    },
    TransferReason.EMOTION: {"en": "They are upset.", "fr": "La personne est mécontente."},
    TransferReason.COMPLEXITY: {
        "en": "It is too complex for the bot.",
        "fr": "C'est trop complexe pour le robot.",
    },
    TransferReason.DANGER: {
        "en": "Urgent: someone may be in danger.",
        "fr": "Urgent : quelqu'un est peut-être en danger.",
    },
    TransferReason.VULNERABLE: {
        "en": "They may be a child, or frail.",
        "fr": "C'est peut-être un enfant ou une personne fragile.",
    },
    TransferReason.FRAUD: {"en": "They suspect fraud.", "fr": "La personne soupçonne une fraude."},
    TransferReason.LEGAL: {
        "en": "They speak of legal steps or personal data.",
        "fr": "La personne évoque la justice ou ses données personnelles.",
    },
    TransferReason.SENSITIVE: {
        "en": "Be gentle: someone has died.",
        "fr": "Avec tact : quelqu'un est décédé.",
    },
    TransferReason.ENGINE_FAILED: {"en": "The bot has broken down.", "fr": "Le robot est en panne."},
    TransferReason.LOOKUP_FAILED: {
        "en": "The bot cannot reach our data.",
        "fr": "Le robot n'a pas accès aux données.",
    },
    TransferReason.NOT_UNDERSTOOD: {
        "en": "The bot could not understand them.",
        "fr": "Le robot n'a pas compris la personne.",
    },
}
"""Why a person takes over."""

SENTENCES: dict[str, dict[Language, str]] = {
    # Spoken and written
    "caller": {"en": "A caller", "fr": "Un appel"},
    "caller_ending": {"en": "Caller ending {digits}", "fr": "Appel d'un numéro finissant par {digits}"},
    "about": {"en": "about {title}", "fr": "objet : {title}"},
    "and": {"en": " and {title}", "fr": " et {title}"},
    "number": {"en": "number {value}", "fr": "numéro {value}"},
    "number_ending": {"en": "number ending {value}", "fr": "numéro finissant par {value}"},
    "no_request": {"en": "reason not known", "fr": "motif inconnu"},
    "told": {"en": "They were told: {text}", "fr": "Réponse donnée : {text}"},
    "answered": {"en": "They have had an answer.", "fr": "Une réponse a été donnée."},
    "found": {"en": "Their record was found.", "fr": "Le dossier a été trouvé."},
    "nothing_found": {"en": "Nothing was found.", "fr": "Rien n'a été trouvé."},
    "lookup_failed": {"en": "Our data could not be reached.", "fr": "Les données sont inaccessibles."},
    "asks": {"en": "A colleague asks you.", "fr": "Un collègue vous demande."},
    "call_back": {"en": "To call back.", "fr": "À rappeler."},
    "upset": {"en": "They are upset.", "fr": "La personne est mécontente."},
    "annoyed": {"en": "They sound annoyed.", "fr": "La personne semble agacée."},
    "do_look_up": {"en": "Look it up yourself.", "fr": "Faites la recherche vous-même."},
    "do_check": {"en": "Check the details with them.", "fr": "Vérifiez ses informations."},
    "do_upset": {"en": "Acknowledge it first.", "fr": "Reconnaissez-le d'abord."},
    # Written only
    "from": {
        "en": "Call from {caller} to {dialled} ({plan}).",
        "fr": "Appel de {caller} vers le {dialled} ({plan}).",
    },
    "hidden": {"en": "a hidden number", "fr": "un numéro masqué"},
    "requests": {"en": "Request: {titles}.", "fr": "Demande : {titles}."},
    "unknown_request": {
        "en": "What the call is about is not known.",
        "fr": "L'objet de l'appel n'est pas connu.",
    },
    "value": {"en": "{title}: {value} ({state}).", "fr": "{title} : {value} ({state})."},
    "confirmed": {"en": "confirmed by the caller", "fr": "confirmé par la personne"},
    "unconfirmed": {"en": "not confirmed", "fr": "non confirmé"},
    "found_in": {"en": "Found in {source}: {facts}.", "fr": "Trouvé dans {source} : {facts}."},
    "nothing_in": {"en": "Nothing found in {source}.", "fr": "Rien trouvé dans {source}."},
    "failed_in": {"en": "{source} could not be reached.", "fr": "{source} n'a pas répondu."},
    "not_understood": {
        "en": "Turns not understood: {count}.",
        "fr": "Tours non compris : {count}.",
    },
    "silent": {"en": "Silences: {count}.", "fr": "Silences : {count}."},
    "broke": {"en": "Failed during the call: {part}.", "fr": "Tombé en panne pendant l'appel : {part}."},
    "tried": {"en": "{target} was tried: {why}.", "fr": "{target} a été essayé : {why}."},
    "message": {"en": "They left a message: “{words}”", "fr": "Message laissé : « {words} »"},
    "message_unclear": {
        "en": "They left a message; its words were not understood.",
        "fr": "Un message a été laissé ; les mots n'ont pas été compris.",
    },
    "next_message": {
        "en": "Listen to the message in the recording, then call back.",
        "fr": "Écoutez le message dans l'enregistrement, puis rappelez.",
    },
    "passed_on": {"en": "{agent} passed the call on.", "fr": "{agent} a transféré l'appel."},
    "noted": {"en": "{agent} passed the call on: {note}", "fr": "{agent} a transféré l'appel : {note}"},
    "errand": {
        "en": "{agent} gave the caller to the bot ({title}): {outcome}.",
        "fr": "{agent} a confié la personne au robot ({title}) : {outcome}.",
    },
    "asks_you": {
        "en": "{agent} has the caller on hold and asks you first.",
        "fr": "{agent} a mis l'appelant en attente et vous demande d'abord.",
    },
    "asks_you_note": {
        "en": "{agent} has the caller on hold and asks you first: {note}",
        "fr": "{agent} a mis l'appelant en attente et vous demande d'abord : {note}",
    },
    "wants_call_back": {
        "en": "They asked to be called back; whoever takes it is put through.",
        "fr": "A demandé à être rappelé ; qui prend l'appel est mis en relation.",
    },
    "agreed_time": {"en": "Agreed for {time}.", "fr": "Convenu : {time}."},
    "said_nothing": {
        "en": "The caller has said nothing yet.",
        "fr": "La personne n'a encore rien dit.",
    },
    "earlier": {
        "en": "They have called before; the last time about: {titles}.",
        "fr": "A déjà appelé ; la dernière fois pour : {titles}.",
    },
    "earlier_unknown": {"en": "They have called before.", "fr": "A déjà appelé."},
    "earlier_upset": {"en": "They were upset then.", "fr": "La personne était alors mécontente."},
    # To begin with, said to the caller
    "open": {"en": "Hello, I am taking over.", "fr": "Bonjour, je prends la suite."},
    "open_named": {"en": "Hello {name}, I am taking over.", "fr": "Bonjour {name}, je prends la suite."},
    "open_danger": {
        "en": "Is anybody in danger right now?",
        "fr": "Quelqu'un est-il en danger en ce moment ?",
    },
    "open_loss": {"en": "I am sorry for your loss.", "fr": "Je vous présente mes condoléances."},
    "open_sorry": {
        "en": "I am sorry about the trouble you have had.",
        "fr": "Toutes nos excuses pour ces difficultés.",
    },
    "open_message": {"en": "I have your message.", "fr": "J'ai bien votre message."},
    "open_about": {"en": "I know what it is about: {titles}.", "fr": "Je sais de quoi il s'agit : {titles}."},
    "open_value": {"en": "I have your {title}, {value}.", "fr": "J'ai bien votre {title}, {value}."},
    "open_check": {
        "en": "Let me make sure of one thing: {title} {value}, is that right?",
        "fr": "Je vérifie une chose : {title} {value}, c'est bien cela ?",
    },
    "open_ask": {"en": "What can I do for you?", "fr": "Que puis-je faire pour vous ?"},
    # What to do next
    "next_danger": {
        "en": "Find out at once whether someone is in danger; if so, see that emergency services are called.",
        "fr": "Vérifiez tout de suite si quelqu'un est en danger ; si oui, faites appeler les secours.",
    },
    "next_nothing_found": {
        "en": "Check with the caller: {titles}. Nothing was found with what the bot understood.",
        "fr": "Vérifiez avec la personne : {titles}. Rien n'a été trouvé avec ce que le robot a compris.",
    },
    "next_lookup_failed": {
        "en": "Look it up yourself: the bot could not reach our data.",
        "fr": "Faites la recherche vous-même : le robot n'a pas accès aux données.",
    },
    "next_upset": {
        "en": "Acknowledge what went wrong first, then take up: {titles}.",
        "fr": "Reconnaissez d'abord ce qui ne va pas, puis reprenez : {titles}.",
    },
    "next_request": {"en": "Take up: {titles}.", "fr": "Reprenez : {titles}."},
    "next_ask": {"en": "Ask what the call is about.", "fr": "Demandez l'objet de l'appel."},
}

FAILURES: dict[str, dict[Language, str]] = {
    "declined": {"en": "declined", "fr": "refusé"},
    "busy": {"en": "busy", "fr": "occupé"},
    "no_answer": {"en": "no answer", "fr": "sans réponse"},
    "unreachable": {"en": "unreachable", "fr": "injoignable"},
    "closed": {"en": "closed", "fr": "fermé"},
    "caller_hung_up": {"en": "the caller hung up", "fr": "la personne a raccroché"},
    "agent_hung_up": {"en": "hung up", "fr": "raccroché"},
    "agent_voicemail": {"en": "only a mailbox answered", "fr": "une messagerie a répondu"},
    "caller_left": {"en": "the caller did not want to wait", "fr": "la personne n'a pas voulu attendre"},
}
"""Why an attempt to reach a person failed."""

ERRANDS: dict[str, dict[Language, str]] = {
    "under_way": {"en": "under way", "fr": "en cours"},
    "done": {"en": "done", "fr": "fait"},
    "stopped": {"en": "the caller did not want it", "fr": "la personne n'a pas voulu"},
    "without": {"en": "the caller does not have it", "fr": "la personne ne l'a pas"},
    "other_request": {
        "en": "the caller spoke of something else",
        "fr": "la personne a parlé d'autre chose",
    },
    "silent": {"en": "the caller said nothing", "fr": "la personne n'a rien dit"},
    "person": {"en": "a person was needed", "fr": "il fallait une personne"},
    "too_long": {"en": "it took too long", "fr": "c'était trop long"},
    "taken_back": {"en": "taken back by the agent", "fr": "repris par l'agent"},
    "caller_gone": {"en": "the caller hung up", "fr": "la personne a raccroché"},
}
"""What became of a step that an agent gave to the bot."""


def say(sentence: str, language: Language, **values: object) -> str:
    """A sentence with its values."""
    return SENTENCES[sentence][language].format(**values)


def listed(titles: list[str], language: Language) -> str:
    """“a, b and c”."""
    joined = {"en": " and ", "fr": " et "}[language]
    return joined.join(part for part in (", ".join(titles[:-1]), *titles[-1:]) if part)


def capital(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]
