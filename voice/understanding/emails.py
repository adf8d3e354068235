"""E-mail addresses as they are said: "jean point dupont arobase gmail point com"."""

from __future__ import annotations

import re
import unicodedata

from text_to_num import alpha2digit

from voice.turn import Language
from voice.understanding.reading import Reading

_ADDRESS = re.compile(r"[a-z0-9._%+\-]+@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+")
_SIGNS = (
    (re.compile(r"\s*\b(?:arobase|arrobase|a commercial|chez)\b\s*"), "@"),
    (re.compile(r"\s*\b(?:point|dot)\b\s*"), "."),
    (re.compile(r"\s*\b(?:tiret du bas|underscore|tiret bas|souligne)\b\s*"), "_"),
    (re.compile(r"\s*\b(?:tiret(?: du (?:six|6|milieu))?|trait d'union|dash|hyphen|minus)\b\s*"), "-"),
)
_AT = re.compile(r"\s+at\s+(?=\S+\.\w)")
_AROUND = re.compile(
    r"^.*\b(?:c'est|est|adresse|e-?mail|mail|is|address|it's|courriel)\b\s*:?\s*(?=\S)|\b(?:tout attaché"
    r"|tout attache|en minuscules?|all one word"
    r"|(?:all )?lower ?case|in one word|s'il vous plait|please|merci|thank you|voila)\b"
)  # fmt: skip


def read_email(text: str, language: Language) -> Reading | None:
    """An address in small letters; sure only when it was written out (typed, or recognized as one)."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).strip(" .!?")
    if (found := _ADDRESS.search(plain)) and not plain[: found.start()].strip().endswith(("point", "dot")):
        return Reading(found[0])
    words = _AROUND.sub("", str(alpha2digit(plain, language, 0)))
    for sign, written in _SIGNS:
        words = sign.sub(written, words)
    words = _AT.sub("@", words)
    if "@" not in words:
        return None
    name, _, house = words.rpartition("@")
    found = _ADDRESS.search(f"{name.replace(' ', '')}@{house.strip().replace(' ', '')}")
    return Reading(found[0], False) if found else None
