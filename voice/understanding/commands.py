"""Commands that work in every state: a person, slower, go back, help, repeat, start again, stop, goodbye."""

from __future__ import annotations

from enum import StrEnum

from voice.turn import LANGUAGES, Language
from voice.understanding import command_words as words
from voice.understanding.asking import ASKED, asks_when_or_how, person_asked, without_mentions
from voice.understanding.danger import in_danger
from voice.words import fold, without_fillers


class Command(StrEnum):
    """What the caller wants of the bot itself."""

    DANGER = "danger"
    PERSON = "person"
    SLOWER = "slower"
    FASTER = "faster"
    BACK = "back"
    """To the question before this one."""
    RESTART = "restart"
    REPEAT = "repeat"
    HELP = "help"
    STOP = "stop"
    """Leave this request; between requests: end the call."""
    GOODBYE = "goodbye"
    HELLO = "hello"
    ENGLISH = "english"
    FRENCH = "french"


_RULES = (
    (Command.PERSON, words.PERSON),
    (Command.SLOWER, words.SLOWER),
    (Command.FASTER, words.FASTER),
    (Command.BACK, words.BACK),
    (Command.RESTART, words.RESTART),
    (Command.REPEAT, words.REPEAT),
    (Command.HELP, words.HELP),
    (Command.STOP, words.STOP),
    (Command.GOODBYE, words.GOODBYE),
    (Command.HELLO, words.HELLO),
    (Command.ENGLISH, words.ENGLISH),
    (Command.FRENCH, words.FRENCH),
)
"""After a danger, the most urgent first."""


def find_command(text: str, languages: tuple[Language, ...] = ()) -> Command | None:
    """The command in what was said, the most urgent first; None when there is none.

    A request for a person that is turned down in the same breath ("I don't want an agent") is none.
    `languages` are those that the caller may switch to.
    """
    said = without_fillers(fold(text))
    if in_danger(said):
        return Command.DANGER
    absent = {"en": Command.ENGLISH, "fr": Command.FRENCH}
    for command, patterns in _RULES:
        if command is Command.PERSON:
            if _asks_for_person(text, said):
                return command
            continue
        if languages and any(command is absent[lang] for lang in absent if lang not in languages):
            continue
        if any(pattern.search(said) for pattern in patterns):
            return command
    return None


def _asks_for_person(text: str, said: str) -> bool:
    """Someone wants a person, or the office without asking when and how it is reached."""
    if any(person_asked(text, language).strength >= ASKED for language in LANGUAGES):
        return True
    if words.PERSON_TURNED_DOWN.search(said) or asks_when_or_how(said):
        return False
    rest = without_mentions(said)
    return any(pattern.search(rest) for pattern in words.PERSON)
