"""Text to phonemes with the espeak-ng that piper-tts brings, one text at a time."""

from __future__ import annotations

import threading
from functools import cache

from piper.phonemize_espeak import EspeakPhonemizer

_lock = threading.Lock()
"""Espeak-ng has one state for the process, the language among it."""


@cache
def _espeak() -> EspeakPhonemizer:
    return EspeakPhonemizer()


def phonemes(text: str, espeak_voice: str) -> list[list[str]]:
    """Phonemes by sentence, accents apart (NFD), punctuation kept."""
    with _lock:
        return [sentence for sentence in _espeak().phonemize(espeak_voice, text) if sentence]
