"""Words of the commands that work everywhere, in French and English, on folded text (see voice.words)."""

from __future__ import annotations

import re

_BEFORE = (
    r"(?:(?:pardon|excusez moi|desolee?|attendez|attends|non|oui|ok|okay|alors|bon|bien|merci|euh|mais|et"
    r"|moi|ca"
    r"|je (?:veux|voudrais|souhaite|peux|prefere)|j aimerais|il faut|on peut|on va|peut on|puis je"
    r"|(?:est ce que )?(?:vous |tu )?(?:pouvez|pourriez|peux|pourrais)(?: vous| tu)?(?: me| le| la)?"
    r"|s il (?:vous|te) plait|svp|sorry|excuse me|wait|hang on|hold on|no|yes|well|so|and|but|just|actually"
    r"|please"
    r"|i (?:want|d like|would like|need|wish) (?:to|you to)|can (?:you|we|i)|could (?:you|we|i)|would you"
    r"|do you mind|let s|let me|un peu|a (?:bit|little)) )*"
)
_AFTER = (
    r"(?: (?:s il (?:vous|te) plait|svp|merci(?: beaucoup)?|maintenant|la|un peu|encore|quand meme|madame"
    r"|monsieur"
    r"|please|thanks|thank you|now|then|a (?:bit|little)|if you (?:can|could|would|don t mind)|for me"
    r"|again))*"
)


def alone(*words: str) -> re.Pattern[str]:
    """Matches when the words are all that is said, but for politeness around them."""
    return re.compile(rf"^{_BEFORE}(?:{'|'.join(words)}){_AFTER}$")


def within(*words: str) -> re.Pattern[str]:
    """Matches the words anywhere."""
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


PERSON_FR = (
    r"(?:vraie? )?(?:conseillere?s?|agente?s?|humaine?s?|operat(?:eur|rice)s?|etre humain"
    r"|interlocut(?:eur|rice)"
    r"|(?:vraie|autre) personne|vrai (?:conseiller|humain|agent)|teleconseillere?|standardiste|le standard"
    r"|secretaire"
    r"|secretariat|responsable|superieure?|service clients?|(?:le |la )?personne humaine|collegues?"
    r"|representante?s?|direct(?:eur|rice)|service apres vente|quelqu un)"
)
PERSON_EN = (
    r"(?:real |live |actual |human |normal )?(?:agents?|assistants?|humans?|human being|advis[eo]rs?"
    r"|representatives?|reps?|operators?"
    r"|(?:real|actual|live|human) (?:person|people|one)|manager|supervisor|receptionist"
    r"|customer (?:service|care|support)(?: representative| agent)?"
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

PERSON = (
    re.compile(
        rf"^(?:(?:non|oui|no|yes|stop|conseiller|agent|ok|bon|alors|please|just|bonjour|hello|hi|pardon|sorry"
        rf"|s il vous plait|allez|une|un|le|la|a|an|the|my|"
        rf"votre|your|moi|me|je veux|i want|vraie?|real) )*(?:{PERSON_FR}|{PERSON_EN})"
        r"(?: (?:s il vous plait|s il te plait|svp|please|maintenant|now|vite|tout de suite"
        r"|right now|merci|thanks|thank you|humaine?|reel(?:le)?|quoi))*$"
    ),
    re.compile(rf"\b{_ASK_FR} (?:\w+ ){{0,4}}?{PERSON_FR}\b"),
    re.compile(rf"\b{_WANT_FR} {PERSON_FR}(?! (?:immobilier|de police|nearby))\b"),
    re.compile(r"\b(?:parler|discuter) (?:a|avec) (?:une? )?(?:vraie? )?personne\b"),
    re.compile(
        r"\b(?:(?:speak|talk|chat|speaking|talking|chatting|connect(?:ed)?|transfer(?:red)?|put"
        r"|pass|switch|escalate)"
        rf"(?: \w+){{0,3}}? (?:to|two|of|with|through to|over to|on to)(?: \w+){{0,2}}? {PERSON_EN}"
        rf"|(?:contact|contacting|reach|call|get hold of)(?: an?| the| your)? {PERSON_EN}"
        r"|(?:get|give|find) (?:me )?(?:someone|somebody)(?: else| real)?"
        rf"|{_ASK_EN} (?:me |us |my |this )?(?:through to |to )?(?:a |an |the |your |some |another "
        rf"|any )?"
        r"(?:real |live |actual |human )*(?:agent|human|human being|advis[eo]r|representative|rep"
        r"|operator|real person|actual person"
        r"|live person|manager|supervisor|receptionist|person))\b"
    ),
    re.compile(
        r"\b(?:quelqu un (?:peut|pourrait) (?:m |me )?(?:repondre|aider|parler|renseigner)"
        r"|(?:help|assistance|answers?) from (?:a |an )?(?:real |live )?(?:human|person|agent))\b"
        r"|\b(?:marre|ras le bol|assez) (?:de )?(?:parler (?:a|avec) )?(?:\w+ )?(?:robots?|machines?)\b"
        r"|\b(?:pas|not|n est pas) (?:a |avec |parler a |parler avec |to |talk to |talking to )?"
        r"(?:une? |a )?(?:robot|machine|bot|computer|repondeur)\b"
    ),
)
PERSON_TURNED_DOWN = re.compile(
    rf"\b{_NOT}(?: \w+){{0,5}}? (?:{PERSON_FR}|{PERSON_EN})\b|\b(?:conseiller|agent|advisor)s? (?:m"
    rf"|me|told|said|a|was|est)\b"
)

SLOWER = (
    alone("moins vite", "(?:plus )?lentement", "(?:plus )?doucement", "slower", "slow(?:er)? down",
    "more slowly", "slowly"),
    within(
        r"(?:parle[rz]?|repete[rz]?|redi(?:re|tes)|dites(?: le)?|allez|dire)(?: \w+){0,2} (?:plus |moins "
        r"|tres )?(?:lentement|doucement|moins vite)",
        "(?:parlez|parle|va|vas|allez) (?:beaucoup |bien |un peu )?trop vite",
        "c est (?:beaucoup |un peu )?trop (?:rapide|vite)(?: pour moi)?",
        "slow(?:er)? down(?: please| a (?:bit|little))?",
        r"(?:speak|talk|say|repeat|read)(?: \w+){0,2} (?:more |a (?:bit|little) |much )?(?:slowly|slower)",
        "(?:you are|you re|that s|that was|it s) (?:speaking |talking |going )?(?:much |way |a (?:bit"
        "|little) )?too (?:fast|quick)(?: for me)?(?! (?:to|a|food))",
    ),
)  # fmt: skip
FASTER = (
    alone(
        "plus (?:vite|rapidement)", "faster", "speed up",
        "(?:parle[rz]?|allez) (?:un peu )?(?:plus (?:vite|rapidement)|normalement)",
        "(?:vitesse|rythme) normale?", "(?:speak|talk|go) (?:a (?:bit|little) )?(?:faster|quicker|normally)",
        "(?:at )?normal (?:speed|pace)",
    ),
)  # fmt: skip
BACK = (
    alone(
        "revenir(?: en arriere)?", "revene[zr](?: en arriere)?", "reviens(?: en arriere)?",
        "(?:un )?retour en arriere", "en arriere",
        "(?:(?:revenir|retourner|revenez|retour|aller) )?(?:a |de )?(?:la )?(?:question|etape|reponse)"
        " (?:precedente|d avant|avant)",
        "precedente?", "(?:changer|corriger|modifier|rectifier) (?:ma|la|cette) (?:reponse|saisie)",
        "annule[rz] (?:ma|cette|la) (?:derniere )?reponse",
        "je me suis trompee?(?: de (?:numero|reponse|date|touche))?", "j ai fait une erreur",
        "(?:take me |go |step )?back(?: one(?: step| question)?| a (?:step|question))?",
        "(?:go back )?(?:to )?(?:the )?(?:previous|last|earlier) (?:question|step|one|answer)",
        "(?:go back )?to (?:the )?(?:question|one) before", "the (?:question|one) before(?: that)?",
        "previous",
        "i (?:made|ve made) a mistake",
        "i (?:said|gave|typed|entered|keyed in) the wrong (?:one|thing|number|answer|date|key)",
        "(?:change|correct|fix) (?:my|that|the last) answer", "(?:correct|undo) that",
    ),
)  # fmt: skip
RESTART = (
    within(
        "recommen(?:cer|cons|cez|ce)(?! a)",
        "(?:on |tout )?reprend(?:re|s|ons)? (?:au debut|depuis le debut|a zero)",
        "(?:tout )?depuis le debut", "repart(?:ir|ons|ez)? (?:a zero|du debut)", "menu principal",
        "(?:retour|revenir|retourner|revenez) au (?:debut|menu|depart)",
        "start (?:again|over|afresh)", "from the (?:beginning|start|top)", "main menu", "begin again",
        "(?:back )?to the (?:beginning|main menu)",
    ),
)  # fmt: skip
REPEAT = (
    alone(
        r"(?:me |le |la )?(?:repeter|redire)(?: (?:ca|cela|la question|ce que vous avez dit"
        r"|votre question))?",
        r"repetez(?: (?:moi )?(?:ca|cela|la question))?", "redites(?: (?:moi )?(?:ca|cela|le))?",
        "comment(?: ca)?", "pardon", "quoi", "hein", "plait il", "vous (?:avez )?dit(?:es)?(?: quoi)?",
        "qu est ce que vous (?:avez dit|dites|disiez)", "quelle (?:est|etait) la question",
        "c est quoi la question",
        "je (?:n )?ai (?:pas|rien) (?:bien )?(?:entendu|compris|saisi|suivi)(?: la question"
        "| ce que vous avez dit)?", "j ai pas (?:bien )?(?:entendu|compris|saisi)",
        "je (?:ne )?vous (?:ai pas entendu|entends mal)", "encore une fois", "une fois de plus",
        r"(?:say|repeat|ask)(?: (?:that|it|the question|what you said))?(?: (?:once more|one more time))?",
        "(?:say )?(?:that )?again", "what did you (?:just )?(?:say|ask)", "what was (?:that|the question)",
        "what s the question",
        "what", "huh", "pardon me", "come again", "sorry", "beg your pardon", "i beg your pardon",
        "run that by me(?: again)?",
        "i (?:didn t|did not|couldn t) (?:quite )?(?:hear|catch|get|understand|follow) (?:that|you|it"
        "|what you said|the question)",
        "one more time", "once more",
    ),
)  # fmt: skip
HELP = (
    alone(
        "aide", "aidez moi", "(?:me )?aider", "a l aide", "(?:j ai )?besoin d aide",
        "que (?:savez|pouvez) vous faire",
        "qu est ce que (?:vous (?:savez|pouvez)|je peux) (?:faire|dire|demander)",
        "(?:vous )?(?:savez|pouvez) faire quoi", "vous faites quoi",
        "quelles sont (?:mes|les) (?:options|possibilites)",
        "je (?:ne )?sais pas (?:quoi|que) (?:dire|faire|repondre)", "comment (?:ca marche|ca fonctionne)",
        "help(?: me)?(?: out)?", "i need (?:some )?help",
        "what can (?:you|i) (?:do|say|ask)(?: for me| here)?", "what are my options", "options",
        "how does (?:this|it) work", "what do you do", "what should i say", "i don t know what to say",
    ),
)  # fmt: skip
STOP = (
    alone(
        "stop(?: it| that| there)?", "arrete[rz]?(?: ca| tout| la)?", "annule[rz]?(?: tout| ca| la demande)?",
        "abandonne[rz]?",
        "laisse[rz]? tomber", "oublie[rz]?(?: ca)?", "tant pis", "ce n est pas la peine",
        "c est pas la peine",
        "cancel(?: (?:it|that|everything|all that))?", "never ?mind(?: that)?", "forget (?:it|that|about it)",
        "leave it", "drop it", "quit", "exit",
    ),
)  # fmt: skip
GOODBYE = (
    within(
        "au revoir", "bonne (?:journee|soiree|fin de journee)(?! de)", "a bientot", "ce sera tout",
        "c est tout(?! (?:ce )?(?:que|qu|ce|neuf|abime|casse|petit|le|la))",
        "je n ai plus besoin", "je (?:vais )?raccroche[rz]?", "(?:vous pouvez )?raccrochez", "goodbye",
        "good bye", "bye(?: bye)?",
        "have a (?:nice|good|great|lovely) (?:day|evening|one|weekend)",
        "that(?: i| )?s? ?(?:s |will be |is )?all(?! (?:i (?:know|have)|wrong|well))",
        "that ll be all", "nothing else", "i m done", "hang up",
    ),
)  # fmt: skip
HELLO = (
    re.compile(
        r"^(?:bonjour|bonsoir|salut|allo|oui allo|coucou|hello|hi|hey|good (?:morning|afternoon|evening))"
        r"(?: (?:madame|monsieur|bonjour|a vous|there|hello|allo|oui|euh))*$"
    ),
)
ENGLISH = (
    within(
        "in english", "english please", "speak english", "(?:parlez|parler) (?:en )?anglais", "en anglais"
    ),
    re.compile(r"^(?:english|anglais)$"),
)
FRENCH = (
    within(
        "en francais", "francais s il vous plait", "parle[rz]? (?:en )?francais", "in french", "speak french"
    ),
    re.compile(r"^(?:francais|french)$"),
)
