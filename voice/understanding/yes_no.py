"""Yes and no in their many forms."""

from __future__ import annotations

import re

from voice.words import fold, without_fillers

_BEFORE = re.compile(
    r"^(?:(?:alors|bon|eh bien|bien|ah|oh|mais|et|donc|voyons|well|so|but|and|right so|okay so|hum) )+(?=\w)"
)
_UNDECIDED = re.compile(
    r"^(?:oui et non|yes and no|oui ou non|yes or no|ni oui ni non|je (?:ne )?sais pas|aucune idee|pas sure?"
    r"|i (?:don t|do not) know|i m not (?:so |too |really )?sure|not (?:so |too |really )?sure|no idea"
    r"|peut etre"
    r"|maybe|perhaps|ca depend|it depends|si (?:je|tu|il|elle|on|nous|vous|ils|c est|ca|possible|jamais|mon"
    r"|ma))\b"
)
_NO_OBJECTION = re.compile(
    r"^(?:(?:non|no) )?(?:no (?:problem|worries|objections?|doubt)|pas de (?:problemes?|soucis?)|aucun"
    r" (?:probleme|souci)"
    r"|sans (?:probleme|souci)|y a pas de (?:souci|probleme)|why not|pourquoi pas|not a problem|i don t mind"
    r"|i don t see why not|ca (?:ne )?me derange pas)\b"
)
_YES = re.compile(
    r"^(?:oui+|ouais|ouai|ouep|yep|yes|yeah|yea|yah|yup|ya|aye|si|exact(?:ement)?|tout a fait|absolument"
    r"|effectivement"
    r"|parfait(?:ement)?|d accord|dac|ok|okay|okey|carrement|grave|clairement|completement|totalement"
    r"|assurement"
    r"|c est (?:bien )?(?:ca|cela|exact|juste|correct|bon|le cas|le bon|la bonne|moi)|bien (?:sur|entendu"
    r"|volontiers)"
    r"|(?:tres )?volontiers|avec (?:grand )?plaisir|evidemment|naturellement|affirmatif|certainement"
    r"|sans doute"
    r"|je (?:veux bien|confirme|crois (?:bien|que oui)|pense(?: bien| que oui)|suppose(?: que oui)?|prends)"
    r"|j imagine|faut croire"
    r"|(?:allez|allons) y|vas y|ca (?:marche|roule|me (?:va|convient)|va|joue|m arrange"
    r"|me parait bien)(?! pas)|entendu|c est parti"
    r"|correct|right|that s (?:right|correct|it|fine|good|the one|me|perfect|true)|that is (?:right|correct"
    r"|it|fine|true)"
    r"|that (?:d|would) be (?:\w+ )?(?:great|good|nice|lovely|fine|perfect|helpful)|sounds (?:good|right"
    r"|fine|great|about right)"
    r"|sure(?: thing)?|of course|absolutely|indeed|exactly|precisely|definitely|certainly|totally"
    r"|please(?: do)?"
    r"|go (?:ahead|on|for it)|fine|you got it|you (?:have|ve) got it|it is|it does|i (?:do|am|did|have|will"
    r"|would)(?! not| n)"
    r"|i (?:guess|suppose|think|believe|reckon|hope)(?: so| yes| it is)|mm hmm|uh huh|let s do (?:it|that)"
    r"|do (?:it|that)"
    r"|bien|juste|voila|nickel|impeccable|impec|super|great|perfect|affirmative|by all means|true|vrai)\b"
)
_NO = re.compile(
    r"^(?:non+|nan+|no+|nope|nah|naw|nay|(?:pas )?du tout|pas vraiment|absolument pas|surtout pas"
    r"|certainement pas"
    r"|pas (?:maintenant|exactement|tout a fait|besoin|forcement|question|ca|correct|bon|le bon|la bonne"
    r"|moi|pour l instant)"
    r"|c est (?:pas|faux|non|mauvais|inexact)|ce n est (?:pas|plus)|(?:ca|cela) ne (?:va|marche"
    r"|me convient) pas|ca (?:va|marche) pas"
    r"|negatif|jamais(?: de la vie)?|faux|inexact|rien|aucun(?:e)?|ca (?:ira|va)(?: merci)?$|sans facon"
    r"|hors de question"
    r"|je (?:ne )?(?:crois|pense|veux|souhaite|prefere|suis|dirais|l ai|confirme) pas|je (?:crois"
    r"|pense) que non|je n (?:en )?veux pas"
    r"|vous (?:vous trompez|avez tort|avez mal (?:compris|entendu))|(?:c est une )?erreur|laisse[rz]? tomber"
    r"|not? (?:really|at all|now|quite|thank|exactly|yet|right|correct|that|it|today|me|interested|for me"
    r"|necessarily)"
    r"|that s (?:wrong|not|incorrect|false|a mistake)|that is (?:wrong|not|incorrect|false)|that isn t"
    r"|that wasn t"
    r"|wrong|incorrect|false|negative|it s not|it is not|it isn t|it wasn t|it doesn t|never|no way"
    r"|absolutely not"
    r"|definitely not|certainly not|of course not|please don t|i (?:don t|do not|didn t|haven t|wouldn t"
    r"|won t|m not|am not)"
    r"|i (?:guess|suppose|think|hope) not|i d (?:rather|prefer) not|don t|do not|you re wrong|you"
    r" (?:misheard|misunderstood|got it wrong))\b"
)
_LATER_NO = re.compile(
    r"\b(?:merci non|non merci|no thanks?|pas (?:ca|correct|juste|bon)|not (?:right|correct)|that s not it)\b"
)
_CHANGED = re.compile(
    r"^(?:oui|ouais|si|ok|okay|d accord|yes|yeah|yep|yup|sure)(?: (?:enfin|mais|alors|attends|attendez"
    r"|pardon|euh|ah|oh"
    r"|well|actually|wait|hang on|sorry|i mean|bon))* (?:non+|nan|no|nope)\b(?! (?:problem|worries|doubt))"
)


def yes_or_no(text: str) -> bool | None:
    """True for yes, False for no, None when it is neither, or both.

    The beginning counts: "yes, and where is my order" is a yes. A no right after a yes takes it back.
    """
    words = without_fillers(fold(text))
    if _UNDECIDED.search(words):
        return None
    for said in (words, _BEFORE.sub("", words)):
        if _UNDECIDED.search(said):
            return None
        if _NO_OBJECTION.search(said):
            return True
        if _CHANGED.search(said) or _NO.search(said) or _LATER_NO.search(said):
            return False
        if _YES.search(said):
            return True
    return None
