"""The sentences that suggestions, summaries and drafts are made of, in both languages."""

from __future__ import annotations

from voice.turn import Language

SENTENCES: dict[str, dict[Language, str]] = {
    # Said to the caller
    "calm": {
        "en": "I understand that this is annoying. I am looking after it with you now.",
        "fr": "Je comprends que ce soit pénible. Je m'en occupe maintenant avec vous.",
    },
    "distress": {
        "en": "I am here, take your time. Tell me what happened.",
        "fr": "Je suis là, prenez votre temps. Dites-moi ce qui s'est passé.",
    },
    "check": {
        "en": "Let me make sure: {title} {value}, is that right?",
        "fr": "Je vérifie : {title} {value}, c'est bien cela ?",
    },
    "sum_up": {
        "en": "So it is about {titles}, is that right?",
        "fr": "Il s'agit donc de : {titles}, c'est bien cela ?",
    },
    "ask": {"en": "What can I do for you?", "fr": "Que puis-je faire pour vous ?"},
    # Shown to the agent
    "look_up": {"en": "Look up {name}", "fr": "Consulter {name}"},
    "angrier": {"en": "The caller is getting angrier", "fr": "La colère de la personne monte"},
    "upset": {"en": "The caller is very upset", "fr": "La personne est très contrariée"},
    "distressed": {"en": "The caller is in distress", "fr": "La personne est en détresse"},
    "danger": {
        "en": "Somebody may be in danger: ask at once, and see that emergency services are called",
        "fr": "Quelqu'un est peut-être en danger : demandez tout de suite, et faites appeler les secours",
    },
    "minor": {"en": "This may be a child", "fr": "C'est peut-être un enfant"},
    "vulnerable": {"en": "This may be somebody frail", "fr": "C'est peut-être une personne fragile"},
    "fraud": {"en": "Fraud is suspected", "fr": "Une fraude est soupçonnée"},
    "bereavement": {"en": "Somebody has died: be gentle", "fr": "Quelqu'un est décédé : avec tact"},
    "legal": {"en": "Legal steps are spoken of", "fr": "La justice est évoquée"},
    "data_protection": {
        "en": "It is about personal data and the law on them",
        "fr": "Il s'agit de données personnelles et de la loi",
    },
    "own_demand": {
        "en": "The plan wants a colleague for this",
        "fr": "Le plan prévoit un collègue pour cela",
    },
    "somebody_else": {
        "en": "The caller asks for somebody else",
        "fr": "La personne demande quelqu'un d'autre",
    },
    "own_tone": {
        "en": "Your own words may sound irritated",
        "fr": "Vos propres mots peuvent sembler agacés",
    },
    "long_hold": {
        "en": "The caller has been on hold for a while: go back with a word",
        "fr": "La personne attend depuis un moment : reprenez-la pour lui dire un mot",
    },
    # Summary after the call
    "spoke": {
        "en": "{agent} spoke with the caller for {minutes} min {seconds} s.",
        "fr": "{agent} a parlé avec la personne pendant {minutes} min {seconds} s.",
    },
    "asked_too": {"en": "Asked the agent about: {titles}.", "fr": "À l'agent, demande : {titles}."},
    "gave": {"en": "Said to the agent: {title} {value}.", "fr": "Dit à l'agent : {title} {value}."},
    "looked": {"en": "The agent looked up {name}: {facts}.", "fr": "L'agent a consulté {name} : {facts}."},
    "looked_none": {
        "en": "The agent looked up {name}: nothing found.",
        "fr": "L'agent a consulté {name} : rien trouvé.",
    },
    "looked_failed": {
        "en": "The agent could not reach {name}.",
        "fr": "L'agent n'a pas pu consulter {name}.",
    },
    "answered": {"en": "The agent answered: “{text}”", "fr": "Réponse de l'agent : « {text} »"},
    "bot_told": {"en": "The bot had told: “{text}”", "fr": "Le robot avait répondu : « {text} »"},
    "warned": {"en": "{text}: “{evidence}”", "fr": "{text} : « {evidence} »"},
    "not_said": {"en": "Not said, and should have been: “{text}”", "fr": "Non dit, à tort : « {text} »"},
    "promised": {"en": "Noted for a colleague: {title}.", "fr": "Noté pour un collègue : {title}."},
    "call_back": {"en": "To be called back at {number}.", "fr": "À rappeler au {number}."},
    "call_back_at": {"en": "Agreed for {time}.", "fr": "Convenu : {time}."},
    "last_words": {
        "en": "The caller's last words: “{text}”",
        "fr": "Derniers mots de la personne : « {text} »",
    },
    # The written reply
    "subject": {"en": "Your call on {date}: {titles}", "fr": "Votre appel du {date} : {titles}"},
    "subject_plain": {"en": "Your call on {date}", "fr": "Votre appel du {date}"},
    "dear_named": {"en": "Hello {name},", "fr": "Bonjour {name},"},
    "dear": {"en": "Hello,", "fr": "Bonjour,"},
    "you_called": {
        "en": "You called us on {date} about: {titles}.",
        "fr": "Vous nous avez appelés le {date} au sujet de : {titles}.",
    },
    "you_called_plain": {"en": "You called us on {date}.", "fr": "Vous nous avez appelés le {date}."},
    "your_value": {"en": "{title}: {value}.", "fr": "{title} : {value}."},
    "we_noted": {"en": "We have noted: {title}.", "fr": "Nous avons noté : {title}."},
    "we_call": {"en": "We will call you back at {number}.", "fr": "Nous vous rappellerons au {number}."},
    "we_call_at": {"en": "We agreed on {time}.", "fr": "Nous avons convenu : {time}."},
    "end_solved": {
        "en": "If anything is still open, please call us again.",
        "fr": "S'il reste une question, rappelez-nous.",
    },
    "end_follow_up": {
        "en": "We are still working on your request.",
        "fr": "Votre demande est en cours de traitement.",
    },
    "end_wrong_department": {
        "en": "Your request belongs to another department of ours.",
        "fr": "Votre demande relève d'un autre de nos services.",
    },
    "signed": {"en": "{agent}, {house}", "fr": "{agent}, {house}"},
}


def say(sentence: str, language: Language, **values: object) -> str:
    """A sentence with its values."""
    return SENTENCES[sentence][language].format(**values)
