"""Commands that work in every state: a person, danger, help, repeat, start again, goodbye, language."""

from __future__ import annotations

import re
from enum import StrEnum

from voice.turn import Language
from voice.words import fold, without_fillers


class Command(StrEnum):
    """What the caller wants of the bot itself."""

    DANGER = "danger"
    PERSON = "person"
    REPEAT = "repeat"
    RESTART = "restart"
    HELP = "help"
    GOODBYE = "goodbye"
    FRENCH = "french"
    ENGLISH = "english"
    HELLO = "hello"


_PERSON_FR = (
    r"(?:vraie? )?(?:conseillere?s?|agente?s?|humaine?s?|operat(?:eur|rice)s?|etre humain"
    r"|interlocut(?:eur|rice)"
    r"|(?:vraie|autre) personne|vrai (?:conseiller|humain|agent)|teleconseillere?|standardiste|le standard"
    r"|secretaire"
    r"|secretariat|responsable|superieure?|service clients?|(?:le |la )?personne humaine|collegues?"
    r"|representante?s?|direct(?:eur|rice)|service apres vente|quelqu un)"
)
_PERSON_EN = (
    r"(?:real |live |actual |human |normal )?(?:agents?|assistants?|humans?|human being|advis[eo]rs?"
    r"|representatives?|reps?|operators?"
    r"|(?:real|actual|live|human) (?:person|people|one)|manager|supervisor|receptionist"
    r"|customer (?:service|care|support)"
    r"|colleague|someone(?: else| real| in person)?|somebody(?: else| real)?|person|people|specialist"
    r"|support(?: team)?|staff member|staff)"
)
_ASK_FR = (
    r"(?:parler|discuter|causer|passe[rz]?|passez moi|joindre|mettez|mettre|transfere[rz]?|transferez moi"
    r"|contacter|appelez|echanger|relation|communication|orientez moi|redirige[rz])"
)
_WANT_FR = (
    r"(?:avoir|voir|veux|voudrais|souhaite|vouloir|demande|exige|reclame|besoin|prefere(?:rais)?|donnez moi"
    r"|cherche)(?: (?:d|de|un|une|le|la|votre|vos|plutot|bien|rapidement|vite|tout de suite|a))*"
)
_ASK_EN = (
    r"(?:speak|talk|speaking|talking|connect|transfer|put|pass|get|give|want|need|reach|like|prefer"
    r"|have|see|switch"
    r"|route|forward|direct|escalate|ask for|contact|find|bring|is there|are there|let me|hand|call)"
)
_NOT = (
    r"(?:ne (?:veux|souhaite|voudrais) (?:pas|surtout pas)|veux pas|surtout pas|pas besoin"
    r"|don t|do not|no need|rather not|without)"
)

_RULES: tuple[tuple[Command, re.Pattern[str]], ...] = (
    (
        Command.DANGER,
        re.compile(
            r"\b(?:je vais mourir|va mourir|je veux mourir|envie de mourir|en train de mourir"
            r"|je me meurs|me suicider"
            r"|suicid\w*|en finir avec la vie|mettre fin a mes jours|me tuer|va me tuer|me faire du mal"
            r"|crise cardiaque|infarctus|douleurs? (?:\w+ )?(?:a|dans|de) (?:la )?poitrine|mal a la poitrine"
            r"|(?:peux|arrive|peut) (?:plus |pas |plus a |pas a )+respirer|(?:s )?etouffe|respire plus"
            r"|(?:est|suis) inconsciente?"
            r"|perdu connaissance|hemorragie|saigne (?:beaucoup|enormement)|perds? (?:beaucoup de"
            r"|mon) sang|overdose"
            r"|faire un avc|fait un avc|au secours|c est une urgence vitale|urgence vitale"
            r"|danger de mort|me frappe|il m a frappee?"
            r"|i m (?:going to die|dying)|am going to die|is dying|want to die|kill (?:myself|me"
            r"|himself|herself)"
            r"|end (?:my|his|her) life|hurt myself|heart attack|having a stroke|chest pains?"
            r"|pain in my chest|my chest hurts"
            r"|can(?: no|no|')? ?t? breathe|cannot breathe|can t breathe|not breathing"
            r"|stopped breathing|choking|unconscious"
            r"|bleeding (?:badly|heavily|a lot|to death)|overdosed?|he is hitting me|life or death"
            r"|medical emergency)\b"
        ),
    ),
    (
        Command.PERSON,
        re.compile(
            rf"^(?:(?:non|oui|no|yes|stop|conseiller|agent|ok|bon|alors|please|just|bonjour|hello|hi|pardon|sorry"
            rf"|s il vous plait|allez|une|un|le|la|a|an|the|my|"
            rf"votre|your|moi|me|je veux|i want|vraie?|real) )*(?:{_PERSON_FR}|{_PERSON_EN})"
            r"(?: (?:s il vous plait|s il te plait|svp|please|maintenant|now|vite|tout de suite"
            r"|right now|merci|thanks|thank you|humaine?|reel(?:le)?))*$"
        ),
    ),
    (Command.PERSON, re.compile(rf"\b{_ASK_FR} (?:\w+ ){{0,4}}?{_PERSON_FR}\b")),
    (Command.PERSON, re.compile(rf"\b{_WANT_FR} {_PERSON_FR}(?! (?:immobilier|de police|nearby))\b")),
    (Command.PERSON, re.compile(r"\b(?:parler|discuter) (?:a|avec) (?:une? )?(?:vraie? )?personne\b")),
    (
        Command.PERSON,
        re.compile(
            r"\b(?:(?:speak|talk|chat|speaking|talking|chatting|connect(?:ed)?|transfer(?:red)?|put"
            r"|pass|switch|escalate)"
            rf"(?: \w+){{0,3}}? (?:to|two|of|with|through to|over to|on to)(?: \w+){{0,2}}? {_PERSON_EN}"
            rf"|(?:contact|contacting|reach|call|get hold of)(?: an?| the| your)? {_PERSON_EN}"
            r"|(?:get|give|find) (?:me )?(?:someone|somebody)(?: else| real)?"
            rf"|{_ASK_EN} (?:me |us |my |this )?(?:through to |to )?(?:a |an |the |your |some |another "
            rf"|any )?"
            r"(?:real |live |actual |human )*(?:agent|human|human being|advis[eo]r|representative|rep"
            r"|operator|real person|actual person"
            r"|live person|manager|supervisor|receptionist|person))\b"
        ),
    ),
    (
        Command.PERSON,
        re.compile(
            r"\b(?:quelqu un (?:peut|pourrait) (?:m |me )?(?:repondre|aider|parler|renseigner)"
            r"|(?:help|assistance|answers?) from (?:a |an )?(?:real |live )?(?:human|person|agent))\b"
            r"|\b(?:marre|ras le bol|assez) (?:de )?(?:parler (?:a|avec) )?(?:\w+ )?(?:robots?|machines?)\b"
            r"|\b(?:pas|not|n est pas) (?:a |avec |parler a |parler avec |to |talk to |talking to )?"
            r"(?:une? |a )?(?:robot|machine|bot|computer|repondeur)\b"
        ),
    ),
    (
        Command.RESTART,
        re.compile(
            r"\b(?:recommen(?:cer|cons|cez|ce)|(?:on |tout )?reprend(?:re|s|ons)? (?:au debut"
            r"|depuis le debut|a zero)|menu principal"
            r"|retour au (?:debut|menu)|start (?:again|over)|from the (?:beginning|start|top)|main menu"
            r"|begin again)\b"
        ),
    ),
    (
        Command.REPEAT,
        re.compile(
            r"^(?:(?:pardon|sorry|excusez moi|excuse me|euh) ?)?(?:(?:vous )?(?:pouvez"
            r"|pourriez)(?: vous)? (?:me )?(?:le )?repeter(?: (?:ca|cela|la question))?"
            r"|(?:pouvez vous |est ce que vous pouvez )?(?:le )?(?:repeter|redire)"
            r"|repetez(?: (?:moi )?(?:ca|cela|la question))?|comment|pardon|quoi|hein"
            r"|vous (?:avez )?dit(?:es)?(?: quoi)?|qu est ce que vous (?:avez dit|dites)"
            r"|je n ai pas (?:entendu|compris)(?: la question)?|plus lentement"
            r"|(?:can|could|would) you (?:please )?(?:repeat|say)(?: (?:that|it))?(?: again)?"
            r"|(?:please )?(?:repeat|say)(?: (?:that|it))?(?: again)?"
            r"|what did you say|what was that|what|pardon me|come again|sorry|i (?:didn t"
            r"|did not) (?:hear|catch|get) (?:that|you|it)|slower|one more time"
            r"|encore une fois)(?: (?:s il vous plait|svp|please))?$"
        ),
    ),
    (
        Command.HELP,
        re.compile(
            r"^(?:aide|aidez moi|a l aide|besoin d aide|j ai besoin d aide|que (?:savez"
            r"|pouvez) vous faire|qu est ce que vous (?:savez|pouvez) faire"
            r"|(?:vous )?(?:savez|pouvez) faire quoi|quelles sont (?:mes|les) options|help|help me"
            r"|i need help|what can you do(?: for me)?|what are my options|options)"
            r"(?: (?:s il vous plait|please))?$"
        ),
    ),
    (
        Command.GOODBYE,
        re.compile(
            r"\b(?:au revoir|bonne (?:journee|soiree)|a bientot|ce sera tout|c est tout(?! ce que je)"
            r"|je n ai plus besoin|je raccroche"
            r"|goodbye|good bye|bye(?: bye)?|have a (?:nice|good|great) (?:day|evening|one)|that(?: i"
            r"|')?s? ?(?:s |will be |is )?all(?! i (?:know|have))"
            r"|that ll be all|nothing else|i m done|hang up)\b"
        ),
    ),
    (
        Command.HELLO,
        re.compile(
            r"^(?:bonjour|bonsoir|salut|allo|oui allo|coucou|hello|hi|hey|good (?:morning|afternoon|evening))"
            r"(?: (?:madame|monsieur|bonjour|a vous|there|hello|allo))*$"
        ),
    ),
    (
        Command.ENGLISH,
        re.compile(
            r"\b(?:in english|english please|speak english|(?:parlez|parler) anglais|en anglais)\b|^english$"
        ),
    ),
    (
        Command.FRENCH,
        re.compile(
            r"\b(?:en francais|francais s il vous plait|parle[rz]? francais|in french|speak french)\b"
            r"|^francais$"
        ),
    ),
)  # fmt: skip
_NEGATED = re.compile(
    rf"\b{_NOT}(?: \w+){{0,5}}? (?:{_PERSON_FR}|{_PERSON_EN})\b|\b(?:conseiller|agent|advisor)s? (?:m"
    rf"|me|told|said|a|was|est)\b"
)


def find_command(text: str, languages: tuple[Language, ...] = ()) -> Command | None:
    """The command in what was said, the most urgent first; None when there is none.

    A request for a person that is turned down in the same breath ("I don't want an agent") is none.
    """
    words = without_fillers(fold(text))
    for command, pattern in _RULES:
        if not pattern.search(words):
            continue
        if command is Command.PERSON and _NEGATED.search(words):
            continue
        if command is Command.ENGLISH and "en" not in (languages or ("en",)):
            continue
        if command is Command.FRENCH and "fr" not in (languages or ("fr",)):
            continue
        return command
    return None
