"""What callers say that asks for nothing: thanks, comments, waiting, a bare yes or no, leaving.

All on folded text (see voice.words). A sentence is read by taking away what means nothing by itself; what is
left decides.
"""

from __future__ import annotations

import re
from enum import Enum

from voice.understanding.yes_no import yes_or_no
from voice.words import fold, without_fillers


class Remark(Enum):
    """What a sentence without a request does."""

    COMMENT = "comment"
    """Thanks, approval, or what was just heard said again."""
    DONE = "done"
    """Nothing else is wanted."""
    WAIT = "wait"
    """The caller is looking for something."""
    WITHOUT = "without"
    """The caller does not have the value that is asked for."""
    WHO = "who"
    """Asks whom he is talking to."""
    ROBOT = "robot"
    """Asks whether this is a machine."""
    THERE = "there"
    """Asks whether he is heard."""
    LOUD = "loud"
    """Hears badly."""
    HELLO = "hello"
    """Greets, and says no more."""


MOST_WORDS = 14
"""A longer sentence is no mere comment."""
MOST_WORDS_SETTLED = 20
"""Unless it says itself that the matter is settled."""
FEW_LEFT = 2
"""Words that mean nothing much beside what was recognized."""


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


_GREETING = _any(
    "bonjour", "bonsoir", "allo", "coucou", "rebonjour", "hello", "hi(?: there)?", "hey(?: there)?",
    "good (?:morning|afternoon|evening)",
)  # fmt: skip
_LEAVING = _any(
    "au revoir", "bonne (?:journee|soiree|apres midi|fin de (?:journee|semaine))", "bon week ?end",
    "a (?:bientot|plus|tout a l heure|la prochaine)", "salut", "ciao", "bisous", "adieu",
    "good ?bye", "(?:bye )?bye(?: now)?", "see (?:you|ya)(?: later| soon)?", "take care", "ta ?ra", "cheerio",
    "have a (?:nice|good|great|lovely) (?:day|evening|one|weekend|time)", "(?:et )?(?:a )?vous aussi",
    "(?:and )?you too",
)  # fmt: skip
_ENOUGH = _any(
    "(?:c est|ce sera|ca sera) (?:vraiment )?tout(?: ce (?:que|qu) (?:\\w+ ){1,4}?(?:savoir|faut|fallait"
    "|voulais|demander))?(?: (?:pour (?:moi|aujourd hui|le moment|cette fois)))?",
    "(?:plus )?rien(?: d autre| de plus| du tout)?", "sans facon", "ca (?:ira|va aller|suffira)",
    "(?:j ai|je n ai|j n ai) plus (?:besoin de rien|de questions?|rien)",
    "j ai (?:tout )?ce qu il (?:me )?(?:faut|fallait)", "j ai tout",
    "je (?:dois|vais) (?:y aller|vous laisser|raccrocher)", "je (?:vous laisse|file|raccroche)",
    "(?:vous pouvez )?raccrochez", "je n ai besoin de rien(?: d autre)?",
    "(?:je n ai |j ai )?pas besoin (?:d autre chose|de rien d autre|du reste)",
    "(?:i )?don t need anything(?: else| more)?", "(?:on a|c est) (?:tout bon|fini)",
    "(?:that s|that is|that ll be|that will be|that was) (?:all|it|everything)(?: (?:i|we) (?:need(?:ed)?"
    "|want(?:ed)?|was after))?(?: (?:for (?:now|today|me)|then|really))?(?: to know)?",
    "nothing (?:else|more)", "(?:i m|i am|we re) (?:all )?(?:good|done|fine|set|sorted|grand|ok(?:ay)?)",
    "you re (?:all right|grand|fine|ok(?:ay)?)", "all (?:good|done|set|sorted)",
    "(?:i ve )?(?:gotta|got to|have to|must|need to) (?:go|run|dash)", "(?:i ll )?let you go", "hang up",
)  # fmt: skip
_PRAISE = _any(
    "merci(?: (?:beaucoup|bien|infiniment|mille fois|d avance|a vous|pour (?:tout|ca|l info(?:rmation)?"
    "|votre (?:aide|temps))))*", "mille mercis",
    "(?:je (?:vous|te) |on vous )?remercie(?: (?:beaucoup|bien|infiniment|d avance|pour (?:tout|votre"
    " aide)))*",
    "parfait(?:ement)?", "super", "genial", "excellent", "nickel", "impeccable", "formidable", "top",
    "tres bien", "bien", "d accord", "dac", "entendu", "compris", "note", "ok+", "okay", "okey", "je vois",
    "je comprends", "ca (?:marche|roule|me va|m arrange|joue|me convient)", "tant mieux", "chouette",
    "cool", "ouf", "heureusement", "enfin", "bonne nouvelle", "c est (?:bon|clair|gentil|sympa|rapide"
    "|pratique|aimable|parfait|rassurant)", "bon a savoir", "j y (?:vais|penserai)", "magnifique",
    "thanks(?: (?:a lot|a million|so much|very much|ever so much|for (?:that|your help|everything)|again))*",
    "thank you(?: (?:so much|very much|ever so much|kindly|for (?:that|your help|everything)|again))*",
    "ta", "cheers", "much appreciated", "great", "lovely", "perfect", "brilliant", "marvellous", "wonderful",
    "fantastic", "awesome", "amazing", "splendid", "good(?: (?:to know|news|stuff|one))?", "nice", "fine",
    "grand", "right", "got (?:it|that)", "i see", "understood", "i understand", "noted", "al ?right",
    "all right", "fair enough", "phew", "finally", "sweet", "sorted", "(?:that|it) (?:works|helps|suits me)",
    "at last", "thank (?:god|goodness|heavens)", "happy days", "no (?:problem|worries|bother|rush|joke)",
    "pas de (?:souci|soucis|probleme)s?", "(?:c est|ce n est) pas (?:grave|bien grave|la mer a boire|presse)",
    "tant pis", "pas mal", "not (?:bad|to worry)", "never ?mind", "peu importe", "makes sense",
    "i appreciate (?:it|that)", "helpful", "ideal", "spot on", "smashing",
    "rien a (?:redire|dire|signaler)", "(?:no|nothing) (?:complaints?|to complain about)", "can t complain",
)  # fmt: skip
_SETTLED = _any("never ?mind", "tant pis", "peu importe", "pas grave", "doesn t matter", "not to worry")
_VALUE = _any(
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "janvier", "fevrier", "mars",
    "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre", "premier",
    "heures?", "midi", "demain", "euros?", "centimes?", "demie", "quart",
    "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "vingts?", "trente", "quarante", "cinquante", "soixante", "cents?",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
    "march", "april", "june", "july", "august", "september", "october", "november", "december", "tomorrow",
    "one", "two", "three", "four", "five", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty",
    "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "half", "quarter", "past", "o clock", "noon",
    "\\w*(?:first|second|third|[a-z]{2}th)", "euro", "pounds?", "\\d+", "next", "prochaine?",
)  # fmt: skip
_LITTLE = _any(
    "le", "la", "les", "l", "de", "du", "des", "d", "et", "a", "au", "en", "alors", "bon", "donc", "voila",
    "hein", "quoi", "allez", "s il (?:vous|te) plait", "svp", "madame", "monsieur", "mademoiselle", "oui",
    "ouais", "tres", "bien", "vraiment", "vous", "c est", "ca", "aussi", "eh", "pour", "je crois",
    "dites moi", "tiens",
    "the", "of", "on", "at", "and", "an", "so", "then", "well", "just", "really", "please", "mate", "love",
    "dear", "sir", "madam", "darling", "you", "it", "is", "it s", "that", "that s", "now", "oh", "ah", "ok",
    "yes", "yeah", "yep", "very", "much", "i think", "i guess", "actually", "super", "bloody", "am", "pm",
    "for", "look", "listen", "um", "er",
)  # fmt: skip
_YES_WORDS = _any(
    "oui+", "ouais", "ouai", "ouep", "yes", "yeah", "yea", "yep", "yup", "si", "exact(?:ement)?",
    "tout a fait", "absolument", "bien sur", "volontiers", "avec plaisir", "affirmatif", "correct(?:e)?",
    "certainement", "evidemment", "je veux bien", "allons y", "pourquoi pas", "juste", "absolutely", "indeed",
    "exactly", "sure", "of course", "please do", "go (?:ahead|on)", "why not", "it is", "c est ca", "cela",
    "do it", "mm hmm", "uh huh", "you got it", "that is", "ca marche", "c est (?:bien )?(?:ca|cela|juste)",
)  # fmt: skip
_NO_WORDS = _any(
    "non+", "nan+", "no+", "nope", "nah", "pas (?:du tout|vraiment|maintenant|tout a fait|exactement)",
    "c est pas (?:ca|cela|le bon|la bonne|bon|juste|correct)", "ce n est pas (?:ca|cela|le bon|la bonne|bon"
    "|juste|correct)", "absolument pas", "surtout pas", "certainement pas", "(?:c est )?faux", "negatif",
    "jamais", "pas (?:ca|besoin|correct|bon)", "not (?:really|at all|now|quite|right|correct)", "wrong",
    "incorrect", "it s not(?: right)?", "it isn t", "i don t(?: think so| want (?:that|it))?",
    "i d rather not", "don t", "never", "(?:vous avez|tu as) mal (?:compris|entendu)", "erreur",
)  # fmt: skip
_OBJECTS = _any(
    "mais", "pas", "jamais", "aucune?", "personne", "pourquoi", "comment", "quand", "ou est", "quel(?:le)?s?",
    "combien", "est ce qu\\w*", "pouvez", "pourriez", "puis je", "peux", "voudrais", "veux", "il me faut",
    "toujours", "sauf", "pourtant", "alors que", "depuis", "trop", "encore (?:une?|plus|pas)", "si c est",
    "erreur", "faux", "retard", "lequel", "laquelle", "qui", "meurt", "morte?", "decede\\w*", "pleur\\w*",
    "but", "not", "isn t", "wasn t", "hasn t", "haven t", "can t", "won t", "didn t", "doesn t", "don t",
    "couldn t", "wouldn t", "aren t", "cannot", "never", "nobody", "no one", "why", "how", "what", "when",
    "where", "which", "who", "can (?:you|i|we)", "could", "would you", "will you", "i (?:want|need)",
    "i d like", "still", "except", "however", "too (?:late|long|much|far|early)", "again", "wrong", "late",
    "any", "no", "nope", "died?", "dead", "passed away", "crying", "upset", "no no", "instead",
)  # fmt: skip
_WAIT = re.compile(
    r"^(?:(?:oui|ouais|si|mais|ah|oh|ok|okay|alors|bon|non|no|yes|yeah|right|well|sorry|pardon"
    r"|excusez moi|just|so|please|s il vous plait|oops|um) )*"
    r"(?:attend(?:ez|s)|patientez|(?:un|une|deux|quelques) (?:petite? )?(?:instants?|secondes?|minutes?"
    r"|moments?)|minute|bougez pas|ne quittez pas|je (?:(?:le |la |les )?cherche|vais (?:le |la )?chercher"
    r"|vais voir(?! ailleurs)|reprends|sors|vais prendre)"
    r"|hold on|hang on|wait|(?:one|just a|half a|two|give me a) (?:moment|minute|second|sec|mo|secs|seconds"
    r"|minutes)|a (?:moment|minute|second|sec)|bear with me|let me (?:just )?(?:find|get|look|check|grab|see"
    r"|fetch|dig|search)|i m (?:just )?(?:looking|searching|trying to find|getting (?:it|my|the|that))"
    r"|i ll (?:just )?(?:go and )?(?:find|get|grab|fetch|look(?! elsewhere))"
    r"|where (?:is|s) (?:it|that paper|my paper|the letter|the paper)"
    r"|ou est ce que je l ai|ou il est|ou j ai mis)\b"
)
_SEARCH = _any(
    "cherche\\w*", "trouve\\w*", "papiers?", "lunettes", "dossier", "regarde\\w*", "stylo", "sac", "lettre",
    "courrier", "mail", "numero", "la quelque part", "telephone", "je note", "sous les yeux", "j arrive",
    "find\\w*", "look\\w*", "get", "getting", "grab", "check", "here", "somewhere", "glasses", "pen",
    "papers?", "letter", "number", "email", "phone", "bag", "open", "fetch", "search\\w*", "drawer", "tiroir",
    "coming",
)  # fmt: skip
_WITHOUT = re.compile(
    r"\b(?:je (?:ne )?l ai (?:pas|plus|perdue?|oubliee?|jetee?)|j ai (?:pas|plus|perdu|oublie|jete) (?:de "
    r"|le |la |mon |ma |ce |cette )?(?:numero|papier|dossier|reference|mail|facture|lettre|courrier|bon)"
    r"|je n ai (?:pas|plus|aucun) (?:de |le |la |mon |ma |ce |cette )?(?:numero|papier|dossier|reference|mail"
    r"|facture|lettre|courrier|bon)|je (?:ne )?(?:le |la )?(?:connais|trouve|retrouve|sais) (?:pas|plus)"
    r"|aucune idee|je n en ai (?:pas|aucune?)|j en ai (?:pas|aucune?)|pas sous (?:la main|les yeux)"
    r"|quel numero|c est ou (?:ca|le numero)|ou (?:est ce que )?(?:je )?(?:le )?(?:trouve|vois|lis)"
    r"|i (?:don t|haven t|do not) (?:actually |even |really )?(?:have|know|got|remember|recall)"
    r"|i ve (?:lost|forgotten|thrown)|i (?:can t|cannot|couldn t) (?:find|remember|see|read)|no idea"
    r"|not (?:on|with|to) (?:me|hand)|what number|which number|where (?:do|can|would) i find|i lost|i forgot"
    r"|don t have (?:it|one|that|a number))\b"
)
_HESITATION = re.compile(
    r"^(?:(?:pardon|excusez moi|non|mais|et|euh|alors|sorry|excuse me|but|wait|so|hello|allo) )+"
)
_ABOUT_US = {
    Remark.WHO: re.compile(
        r"^(?:c est qui|qui est (?:ce|a l appareil|la)|vous etes qui|qui etes vous|c est quoi ici"
        r"|a qui je parle|(?:je|on) parle a qui|je suis ou(?: la)?"
        r"|who (?:is|s) (?:this|that|it|there|speaking)"
        r"|who are you|who am i (?:speaking|talking) (?:to|with)|who have i (?:reached|got)"
        r"|where have i (?:called|got through to))$"
    ),
    Remark.ROBOT: re.compile(
        r"^(?:(?:est ce que )?(?:vous etes|t es|tu es|c est|etes vous|es tu|(?:je|on) parle a"
        r"|je suis (?:avec|sur))"
        r" (?:bien )?(?:une? )?(?:vraie? )?(?:robot|machine|ordinateur|repondeur|ia|intelligence artificielle"
        r"|humaine?|personne|enregistrement|disque|dame|monsieur|voix)"
        r"(?: (?:ou (?:un |une )?(?:vraie? )?\w+|reelle?|humaine|enregistree?))?"
        r"|(?:are you|is (?:this|that|it)|am i (?:speaking|talking) to|i m talking to)(?: an?)? (?:real )?"
        r"(?:robot|machine|computer|bot|recording|ai|human|person|answering machine|chatbot|lady|man|woman"
        r"|girl|voice|tape)"
        r"(?: or (?:an? )?(?:\w+ )?\w+)?"
        r")$"
    ),
    Remark.THERE: re.compile(
        r"^(?:(?:vous (?:m entendez|etes (?:toujours )?la|me recevez)|y a quelqu un|il y a quelqu un"
        r"|on m entend|est ce que vous m entendez|can you hear me|do you hear me|are you (?:still )?there"
        r"|(?:is )?anybody there|is anyone there|you there)(?: bien| ok(?:ay)?| now)?)$"
    ),
    Remark.LOUD: re.compile(
        r"^(?:je (?:ne )?(?:vous )?(?:entends|comprends) (?:tres |vraiment )?(?:mal|pas bien|rien|pas)"
        r"(?: du tout)?"
        r"|parlez (?:un peu )?plus fort|plus fort|ca coupe|ca gresille|la ligne est mauvaise"
        r"|i can(?: t|not| hardly| barely) hear (?:you|a thing|anything)(?: very)?(?: well)?"
        r"|(?:can you |could you )?speak up|(?:a bit )?louder|you re (?:very )?(?:faint|breaking up)"
        r"|(?:it s |this is )?a bad line|the line(?: is|s)? (?:bad|terrible|breaking up))"
        r"(?: (?:parlez plus fort|s il vous plait|please|speak up|a bit|un peu|la|can you speak up))*$"
    ),
}
_GREETED = re.compile(
    r"^\W*(?:(?:oui|yes|yeah|ouais|ok|okay|alors|bon|well|so|right|euh+|heu+|uh+|um+|er+m?|ah|oh|eh|bah|ben)"
    r"[\s,.!]+)*(?:all[oô]|bonjour|bonsoir|coucou|salut|hello|hi there|hi|hey there|hey|good (?:morning"
    r"|afternoon|evening))\b(?:[\s,.!]*(?:dear|love|how are you(?: doing)?(?: today)?"
    r"|(?:comment )?(?:allez[ -]vous|[cç]a va|vas[ -]tu)|oui|madame|monsieur|mademoiselle|à vous"
    r"|messieurs dames|tout le monde|bonjour|allô|there|alors|euh+|heu+|yes|um+|er+m?|sir|madam|so"
    r"|voilà)\b)*[\s,.!?]*",
    re.IGNORECASE,
)


def without_greeting(text: str) -> str:
    """The words after "hello", or all of them where nothing follows."""
    rest = _GREETED.sub("", text, count=1)
    return rest if fold(rest) else text


def remark(text: str) -> Remark | None:
    """What a sentence does that asks for nothing; None when it may say something that counts."""
    words = _folded(text)
    if not words:
        return None
    if about := about_us(text):
        return about
    if _waits(words):
        return Remark.WAIT
    if leaves(text):
        return Remark.DONE
    if _comments(words):
        return Remark.COMMENT
    return Remark.WITHOUT if _WITHOUT.search(words) else None


def about_us(text: str) -> Remark | None:
    """What the caller wants to know of the voice he hears; None for everything else."""
    if not fold(_GREETED.sub("", text, count=1)) and not _LEAVING.search(fold(text)):
        return Remark.HELLO if fold(text) else None
    words = _HESITATION.sub("", _folded(without_greeting(text)))
    return next((kind for kind, pattern in _ABOUT_US.items() if pattern.search(words)), None)


def bare(text: str) -> bool:
    """True when nothing, or nothing but letters, stands beside thanks, approval, yes, no and goodbye."""
    words = _folded(text)
    left = _left(words).split()
    letters = words != _without(words, _YES_WORDS, _NO_WORDS) and not _VALUE.search(words)
    return not left or (letters and all(len(word) == 1 for word in left))


def leaves(text: str) -> bool:
    """True when the sentence says that the call is over, and not much else."""
    words = _folded(text)
    enough, leaving = _ENOUGH.search(words), _LEAVING.search(words)
    if not enough and not leaving:
        return False
    return len(_left(words).split()) <= (2 * FEW_LEFT if leaving else 1)


def gives_up(text: str) -> bool:
    """True when nothing more is wanted, or the request is dropped in the middle: "forget it"."""
    return remark(text) is Remark.DONE or bool(_GIVES_UP.search(_folded(text)))


def declines(text: str) -> bool:
    """True when an offer is turned down without a no: "that's me done, thank you", "c'est bon merci"."""
    words = _folded(text)
    short = len(words.split()) <= MOST_OF_A_NO
    return short and bool(_DECLINES.search(words)) and not _TAKES.search(words)


def plain_answer(text: str, most_left: int = FEW_LEFT + 1) -> bool | None:
    """Yes or no, when the rest of the sentence says the same or has at most `most_left` words; else None."""
    answer = yes_or_no(text)
    words = _folded(text)
    left = _left(words)
    if answer is None or not left:
        return answer
    few = len(left.split()) <= most_left
    return answer if few and not re.search(r"\b(?:mais|but|why|pourquoi|what|comment)\b", left) else None


def thanks_only(text: str) -> bool:
    """True for "thank you", "perfect", "d'accord": approval that answers no question by yes or no."""
    words = _folded(text)
    plain = _ENOUGH.sub(" ", words)
    return bool(_PRAISE.search(words)) and plain == words and not _YES_NO_SAID.search(words) and bare(text)


_GIVES_UP = _any(
    "laiss(?:ez|e) tomber", "oubli(?:ez|e) ca", "forget (?:it|about it)", "leave it", "never ?mind"
)
MOST_OF_A_NO = 7
"""Words of a sentence that may turn an offer down without a no."""
_DECLINES = re.compile(
    r"\b(?:(?:that s|that is) (?:me (?:done|finished)|all|everything|it"
    r"|(?:fine|okay) thank\w*)"
    r"|i m (?:done|finished|sorted|(?:fine|good|all right|alright)(?: for now)?(?: thanks| thank you)?$)"
    r"|no need|never mind|don t worry(?: about it)?|i ll (?:manage|leave it)"
    r"|c est (?:bon(?: merci)?$|tout|parfait merci$|bon comme ca)|ca (?:va )?(?:ira|aller)\b|ca va merci"
    r"|(?:c est )?pas (?:la peine|besoin|necessaire)|laissez(?: tomber)?$|je (?:vais )?me debrouille\w*"
    r"|j ai (?:fini|ce qu il me faut))"
)
_TAKES = _any("oui+", "ouais", "yes", "yeah", "yep", "yup", "sure", "please", "volontiers",
              "je veux bien", "ok(?:ay)?", "d accord", "s il vous plait", "svp", "mais", "but")  # fmt: skip
_YES_NO_SAID = _any("oui+", "ouais", "yes", "yeah", "yep", "yup", "si", "non+", "nan+", "no", "nope", "nah",
                    "volontiers", "je veux bien", "please", "s il vous plait", "svp")  # fmt: skip


def _folded(text: str) -> str:
    return without_fillers(fold(text))


def _without(words: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        words = pattern.sub(" ", words)
    return " ".join(words.split())


def _left(words: str) -> str:
    return _without(words, _LEAVING, _ENOUGH, _PRAISE, _YES_WORDS, _NO_WORDS, _GREETING, _VALUE, _LITTLE)


def _waits(words: str) -> bool:
    begins = _WAIT.match(words)
    if not begins or len(words.split()) > MOST_WORDS or re.search(r"\b(?:mais|but)\b", words[4:]):
        return False
    rest = _without(words[begins.end() :], _LITTLE)
    return len(rest.split()) <= FEW_LEFT or bool(_SEARCH.search(words))


def _comments(words: str) -> bool:
    if _SETTLED.search(words) and len(words.split()) <= MOST_WORDS_SETTLED:
        return True
    if len(words.split()) > MOST_WORDS:
        return False
    rest = _without(words, _PRAISE)
    if _OBJECTS.search(rest):
        return False
    if rest != words:
        return True
    said_again = _without(words, _VALUE)
    return said_again != words and len(_without(said_again, _LITTLE).split()) <= FEW_LEFT
