"""Yes and no in their many forms."""

from __future__ import annotations

import re

from voice.words import fold, without_fillers

_YES = re.compile(
    r"^(?:oui+|ouais|ouai|ouep|yep|yes|yeah|yea|yup|ya|si|exact(?:ement)?|tout a fait|absolument"
    r"|parfait(?:ement)?|d accord|ok|okay"
    r"|c est (?:bien )?(?:ca|cela|exact|juste|correct|bon)|bien sur|volontiers|avec plaisir|evidemment"
    r"|affirmatif|certainement"
    r"|je veux bien|allez y|allons y|ca marche|entendu|correct|right|that s (?:right|correct|it)"
    r"|that is (?:right|correct)"
    r"|sure|of course|absolutely|indeed|exactly|please do|go ahead|fine|you got it|it is|why not"
    r"|pourquoi pas|mm hmm|uh huh"
    r"|bien|juste|voila|go on|do it|please)\b"
)
_NO = re.compile(
    r"^(?:non+|nan+|no|nope|nah|pas du tout|pas vraiment|absolument pas|surtout pas|certainement pas"
    r"|pas (?:maintenant|exactement|tout a fait|besoin)"
    r"|c est (?:pas|faux)|ce n est pas|negatif|jamais|faux|rien|ca (?:ira|va)(?: merci)?$|sans facon"
    r"|not? (?:really|at all|now|quite|thank)"
    r"|that s (?:wrong|not|incorrect)|that is (?:wrong|not)|wrong|incorrect|it s not|it isn t|never"
    r"|i don t|i d rather not|don t)\b"
)
_LATER_NO = re.compile(
    r"\b(?:merci non|non merci|no thanks?|pas (?:ca|correct|juste|bon)|not (?:right|correct))\b"
)


def yes_or_no(text: str) -> bool | None:
    """True for yes, False for no, None when it is neither.

    Only the beginning counts: "yes, and where is my order" is a yes.
    """
    words = without_fillers(fold(text))
    words = re.sub(r"^(?:(?:alors|bon|eh bien|well|so|et|mais|but|and) )+", "", words)
    if _LATER_NO.search(words) or _NO.search(words):
        return False
    return True if _YES.search(words) else None
