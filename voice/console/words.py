"""The texts of one request, in its language."""

from __future__ import annotations

from voice.console.names import CODES
from voice.console.sentences import FRENCH
from voice.turn import LANGUAGES, Language


class Words:
    """The texts of one request, in its language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, text: str, **values: object) -> str:
        """This sentence in the language, with its {values} filled in."""
        return self.unfilled(text).format(**values)

    def unfilled(self, text: str) -> str:
        """This sentence in the language, its {values} left for a script to fill in."""
        return FRENCH[text] if self.language == "fr" else text

    def known(self, text: str) -> str:
        """One of our sentences in the language; any other text as it is."""
        return FRENCH.get(text, text) if self.language == "fr" else text

    def code(self, kind: str, value: object) -> str:
        """The name of a typed value; the value itself when it has none."""
        names = CODES.get(f"{kind}.{value}")
        return names[LANGUAGES.index(self.language)] if names else str(value or "")

    def pick(self, texts: object) -> str:
        """The text in this language out of {language: text}, else any; plain text as it is."""
        if isinstance(texts, dict):
            return str(texts.get(self.language) or next(iter(texts.values()), ""))
        return str(texts)


def accepted(header: str) -> Language:
    """The best of our languages for an Accept-Language header (RFC 9110, 12.5.4)."""
    best: tuple[float, Language] = (0.0, "en")
    for part in header.lower().split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        for language in LANGUAGES:
            if tag.split("-")[0] == language and weight > best[0]:
                best = (weight, language)
    return best[1]
