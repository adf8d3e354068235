"""What a recorded prompt says, as far as its name tells."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from voice.turn import Language

KNOWN: dict[str, dict[Language, str]] = {
    "pbx-invalid": {
        "en": "I am sorry, that is not a valid choice.",
        "fr": "Désolé, ce choix n'est pas valable.",
    },
    "invalid": {"en": "I am sorry, that is not a valid choice.", "fr": "Désolé, ce choix n'est pas valable."},
    "option-is-invalid": {
        "en": "I am sorry, that is not a valid choice.",
        "fr": "Désolé, ce choix n'est pas valable.",
    },
    "please-try-again": {"en": "Please try again.", "fr": "Veuillez réessayer."},
    "vm-goodbye": {"en": "Goodbye.", "fr": "Au revoir."},
    "goodbye": {"en": "Goodbye.", "fr": "Au revoir."},
    "pls-wait-connect-call": {
        "en": "Please wait while I connect you.",
        "fr": "Veuillez patienter, je vous mets en relation.",
    },
    "pls-hold-while-try": {
        "en": "Please hold while I try to reach them.",
        "fr": "Veuillez patienter pendant que j'essaie de les joindre.",
    },
    "privacy-thankyou": {"en": "Thank you.", "fr": "Merci."},
    "auth-thankyou": {"en": "Thank you.", "fr": "Merci."},
    "thank-you-for-calling": {"en": "Thank you for calling.", "fr": "Merci de votre appel."},
    "queue-thankyou": {"en": "Thank you for your patience.", "fr": "Merci de votre patience."},
}
"""Prompts that come with Asterisk."""
_TO_WRITE: dict[Language, str] = {"en": "To be written: {words}.", "fr": "À écrire : {words}."}


def words_of(file: str, language: Language) -> str:
    """A sentence for a recorded prompt: what it is known to say, or that it is to be written."""
    name = PurePosixPath(file.strip()).name
    name = re.sub(r"\.(wav|gsm|ulaw|alaw|sln\d*|mp3|g722)$", "", name, flags=re.IGNORECASE)
    if name.lower() in KNOWN:
        return KNOWN[name.lower()][language]
    words = " ".join(re.findall(r"[^\W_]+", name))[:80].strip()
    return _TO_WRITE[language].format(words=words or "…")
