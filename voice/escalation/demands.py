"""What needs a person without any score: who calls, what the law asks, and the plan's own cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voice.escalation.situations import any_of, own_words
from voice.turn import Language, TransferReason
from voice.words import fold, without_fillers


@dataclass(frozen=True, slots=True)
class OwnDemand:
    """One case that a plan wants a person for."""

    name: str
    words: tuple[str, ...]
    """Phrases in which * stands for up to six words, and a word ending in * for all its endings."""
    reason: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Demanded:
    """One demand, as it was heard."""

    name: str
    reason: TransferReason
    evidence: str
    """In words; may quote the caller."""


_CHILD_AGE = (
    "(?:quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix sept|[4-9]|1[0-7])"
)
_CHILD_YEARS = (
    "(?:four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "[4-9]|1[0-7])"
)
_MINOR = any_of(
    f"j ai (?:que |seulement |juste )?{_CHILD_AGE} ans(?! (?:de|que|d))(?: et demi)?",
    "je suis (?:encore )?(?:mineure?|un enfant|une enfant|collegien(?:ne)?)",
    "je suis (?:en|au) (?:cp|ce1|ce2|cm1|cm2|sixieme|cinquieme|quatrieme|college|primaire)",
    "(?:mes parents|ma maman|mon papa|maman|papa) (?:sont|est|il est|elle est) (?:pas|absente?|partie?"
    "|sortie?|au travail)", "(?:elle|il) est pas la (?:maman|papa)", "je suis toute? seule? a la maison",
    f"(?:i m|i am) (?:only |just )?{_CHILD_YEARS}(?: (?:years old|and a half|and))?$",
    f"(?:i m|i am) (?:only |just ){_CHILD_YEARS}\\b(?! (?:minutes|miles|weeks|months|days|pounds|feet"
    f"|streets|weeks))", f"(?:i m|i am) {_CHILD_YEARS} (?:years old|year old|and my|and i|so)",
    "(?:i m|i am) (?:a minor|a child|a kid|under (?:age|eighteen|18|sixteen|16)|still at school|in"
    " (?:primary|year \\d+))",
    "my (?:mum|mom|mummy|dad|daddy|parents)(?: s| is| are|n t| isn t| aren t)* (?:not |n t )?(?:here|home"
    "|in|out|at work|answering)(?: .*)?",
)  # fmt: skip
_VULNERABLE = any_of(
    "je suis (?:une personne )?(?:handicapee?|agee|tres agee?|vulnerable|invalide|malvoyante?|non voyante?"
    "|aveugle|sourde?|malentendante?|illettree?|dyslexique|autiste|sous (?:tutelle|curatelle))",
    "je (?:suis|vis) (?:sous|en) (?:tutelle|curatelle|mandat de protection)",
    "(?:mon|ma) (?:tuteur|tutrice|curateur|curatrice)",
    "je (?:ne )?(?:sais|peux) (?:pas|plus) (?:lire|ecrire)",
    "je (?:ne )?vois (?:presque )?(?:plus|pas) (?:rien|bien|clair)", "je (?:n )?entends (?:tres )?mal",
    "j ai (?:alzheimer|la maladie d alzheimer|une demence|parkinson|un handicap|une deficience)",
    "je perds la (?:memoire|tete)", "personne (?:tres )?agee? (?:et|seule)",
    "j ai (?:quatre vingts?(?: \\w+)?|[89]\\d) ans(?: \\w+){0,8} (?:comprends|seule?|perdue?|vois|entends"
    "|sais|internet)", "(?:victime de|je subis des) violences?", "je suis (?:a la rue|sans abri|sdf)",
    "je (?:dors|vis) dehors",
    "(?:i m|i am|i ve been) (?:registered |partially |completely |very )?(?:disabled|blind|deaf"
    "|visually impaired|hard of hearing|housebound|bedridden|illiterate|dyslexic|autistic|vulnerable"
    "|homeless|sleeping rough|a vulnerable (?:person|adult|customer)|in a wheelchair)",
    "(?:i m|i am) (?:a )?(?:pensioner|elderly)(?: \\w+){0,8} (?:alone|understand|confused|internet|computer)",
    "i (?:have|ve got|suffer from) (?:dementia|alzheimer s?|learning (?:difficulties|disabilities)"
    "|a learning disability|a disability|parkinson s?|memory problems)",
    "(?:i m|i am) (?:eighty|ninety|[89]\\d)(?: \\w+){0,9} (?:understand|alone|confused|see|hear|internet"
    "|computer)", "i can t (?:read|see|write)(?: very)?(?: well| properly| any more| or write)?$",
    "(?:my|a) (?:carer|guardian|power of attorney|social worker)",
    "lasting power of attorney", "domestic (?:abuse|violence)", "i m (?:being )?abused",
)  # fmt: skip
_LEGAL = any_of(
    "(?:mon|ma|un|une|des|nos|notre|l|d un|mes) (?:avocate?s?|huissiers?|juristes?)(?! (?:immobilier))",
    "porter?(?:ai|ons)? plainte", "depos\\w+ (?:une )?plainte",
    "(?:je vais|je) (?:vous )?(?:attaque\\w*|poursui\\w+)",
    "(?:au|devant (?:le|les)|le) (?:tribunal|tribunaux|prud hommes|juge|justice)", "en justice",
    "poursuites?(?: judiciaires?)?", "mise en demeure", "mettre en demeure",
    "action (?:en justice|collective)",
    "protection juridique", "assignation", "defenseur des droits", "conciliateur de justice",
    "au commissariat", "a la gendarmerie", "vous aurez affaire a", "voie(?:s)? (?:legale|judiciaire)s?",
    "plainte (?:contre|a la police)",
    "(?:my|a|our|the|an) (?:lawyers?|attorneys?|solicitors?|barristers?|legal team)",
    "su(?:e|ing) (?:you|your|the|this|them|for)", "(?:going|want|will|ll|gonna|have) to sue",
    "(?:i ll|we ll|i will|gonna) sue", "legal (?:action|proceedings|advice|claim|steps|route)",
    "small claims", "take you to court", "see you in court", "(?:go|going|goes|off) to court",
    "court (?:case|order|action|summons)", "letter before action", "press charges",
    "report (?:you|this) to the police", "class action", "tribunal",
    "financial ombudsman", "breach of contract", "legally (?:obliged|required|bound)", "i know my rights",
)  # fmt: skip
_DATA = any_of(
    "rgpd", "cnil",
    "(?:droit|demande) (?:a l |d |de )(?:effacement|acces|oubli|rectification|opposition|portabilite)",
    "(?:supprim\\w*|effac\\w*|retir\\w*|enlev\\w*) (?:\\w+ ){0,4}?(?:mes|toutes mes|nos|les)"
    " (?:\\w+ )?(?:donnees|informations personnelles|coordonnees)(?: personnelles| de vos fichiers)?",
    "(?:mes|nos) donnees (?:personnelles|perso)?(?: \\w+){0,4} (?:supprim\\w+|effac\\w+|vendu\\w*|fuite"
    "|vole\\w*|transmis\\w*)", "(?:copie|acces|liste) (?:de|a) (?:toutes )?(?:mes|les) donnees",
    "quelles (?:donnees|informations) (?:avez vous|vous avez|detenez)",
    "protection des donnees", "vie privee", "(?:delegue|responsable) a la protection", "fuite de donnees",
    "enregistrement de (?:mes|l) appels?", "desinscri\\w+ de (?:tous )?vos fichiers",
    "gdpr", "data protection",
    "(?:right to|request for) (?:erasure|access|be forgotten|rectification|portability)",
    "(?:delete|deleted|erase|erased|remove|removed|wipe|wiped) (?:\\w+ ){0,4}?(?:my|our|all|the)"
    " (?:\\w+ ){0,2}?(?:data|details|personal information|information you|records)",
    "(?:data|details|personal information|records)(?: you (?:hold|have|keep)| on me| about me| about us)?"
    " (?:\\w+ ){0,3}?(?:deleted|erased|removed|wiped|leaked|stolen|sold)",
    "subject access request",
    "(?:what|which|all the) (?:data|information|details) (?:you|do you) (?:hold|have|keep|store)",
    "copy of (?:all )?(?:my|the) (?:data|personal)", "data breach", "information commissioner", "\\bico\\b",
    "privacy (?:request|rights|officer|breach|complaint)", "everything you (?:hold|have) on me",
)  # fmt: skip
_FRAUD = any_of(
    "frauds?", "fraude\\w*", "fraudul\\w+",
    "(?:victime d |victime d une |me suis fait |suis fait |m a )(?:arnaqu\\w+|escroqu\\w+|pirat\\w+"
    "|hack\\w+|arnaque)", "(?:je crois|je pense|c est surement|j ai peur) que c est une arnaque",
    "usurp\\w+",
    "(?:on|quelqu un|s est|ont) (?:m a |a |s est )?(?:utilise|servie?|pirate|vole|copie)(?: de)? (?:ma|mon"
    "|mes) (?:carte|compte|identite|nom|numero|papiers|coordonnees|mot de passe)", "servi de ma carte",
    "(?:carte|compte|cb|identite)(?: \\w+){0,2} (?:pirate|piratee|volee?|hackee?|usurpee?|utilisee? (?:par"
    "|sans))",
    "(?:commande|achat|paiement|prelevement|contrat|debit|credit|virement)s? (?:que )?(?:je n ai|j ai"
    "|je n avais|j avais) (?:jamais|pas) (?:passee?s?|faite?s?|autorise\\w*|signee?s?|effectuee?s?"
    "|souscrite?s?)", "(?:jamais|pas) (?:moi qui ai|autorise ce|passe cette|fait cet|souscrit|signe ce)",
    "c est pas moi qui (?:ai|a) (?:commande|paye|signe|fait)",
    "(?:faux|fausse|un soi disant) (?:conseillere?|sms|mail|courriel|site|appel|livreur|banquier|agent)",
    "hameconnage", "phishing", "debite sans (?:mon|autorisation)", "sans mon (?:accord|autorisation)",
    "(?:c est|cela ressemble a|ca ressemble a) (?:\\w+ )?(?:une )?(?:arnaque|escroquerie)(?: ce| au| par)?",
    "(?:been|being|got|getting|was|i ve been) (?:scammed|conned|defrauded|hacked|phished"
    "|ripped off online)", "scam (?:call|text|email|message|website)",
    "(?:is it|is this|it s|this is|looks like|think it s|might be|could be) a scam",
    "(?:identity|card|details|account) (?:theft|stolen|was stolen|has been stolen|were stolen|cloned"
    "|been cloned|hacked|has been hacked|been hacked|compromised)",
    "(?:stole|stolen|cloned|hacked|hacked into|used|using|opened|taken) (?:\\w+ )?(?:my|our)"
    " (?:\\w+ )?(?:card|identity|name|account|details|bank)",
    "(?:payment|charge|order|purchase|transaction|policy|account|debit|withdrawal|loan)s?"
    " (?:\\w+ ){0,6}?(?:that |which )?i (?:didn t|did not|never|haven t|have not) (?:\\w+ )?(?:make|made"
    "|place|placed|authori[sz]e|authori[sz]ed|order|ordered|open|opened|recogni[sz]e|set up|take out"
    "|took out)",
    "(?:didn t|never|did not) (?:order|ordered|authori[sz]ed?|buy|bought|sign|signed) (?:that|this|it"
    "|anything|any of|for)",
    "don t recogni[sz]e (?:this|that|the|a|these) (?:\\w+ )?(?:payment|charge|transaction|order|account)",
    "unauthori[sz]ed",
    "(?:it )?wasn t me who", "impersonat\\w+", "someone pretending", "pretending to be (?:you|from)",
    "suspicious (?:payment|transaction|charge|call|text|email|activity)",
    "money (?:has )?(?:been )?(?:stolen|taken) from my",
)  # fmt: skip
_ONE = (
    "(?:mari|femme|epouse?|compagnon|compagne|pere|mere|papa|maman|fils|fille|frere|soeur|grand pere|"
    "grand mere|mamie|papi|beau pere|belle mere|parents?|conjointe?|bebe|enfant|tante|oncle|cousine?|"
    "ami|amie|husband|wife|partner|father|mother|dad|mum|mom|son|daughter|brother|sister|gran|nan|"
    "grandad|grandfather|grandmother|grandma|baby|child|aunt|uncle|cousin|friend|parents)"
)
_DIED = (
    "(?:est|sont|vient de|viennent de|venait de|etait)? ?(?:decedee?s?|mourir|morte?s?|"
    "partie?s? (?:subitement|cette nuit|brutalement)|disparue?s?|nous a quittes?)"
)
BEREAVEMENT = any_of(
    f"(?:mon|ma|mes|notre|nos|son|sa|le|la) {_ONE} (?:\\w+ ){{0,4}}?{_DIED}",
    "(?:il|elle) (?:vient de (?:mourir|deceder|nous quitter)|est (?:decedee?|morte?)|nous a quittes?)",
    "(?:j ai|on a|nous avons|je viens de) (?:perdu|perdre) (?:mon|ma|mes|notre|nos) " + _ONE, "(?:suite au"
    "|apres le|au|le|du|son|depuis le) deces (?:de|d|subit|brutal)(?: \\w+)?",
    "(?:declarer|signaler|annoncer) (?:un|le|son) deces", "en deuil", "(?:les|ses|aux|l )obseques",
    "l enterrement", "(?:le|la|mon|ma) defunte?", "feu mon", "(?:je suis )?(?:veuve|veuf) depuis",
    "acte de deces", "certificat de deces", "succession de",
    f"(?:my|our|his|her|the) (?:late )?{_ONE} (?:\\w+ ){{0,4}}?(?:died|passed(?: away| on)?|is dead"
    f"|has died|has passed|was killed|has just died|just died|dying)",
    "(?:he|she|they) (?:\\w+ )?(?:died|passed away|passed on|has died|has passed)(?! (?:laughing|on the))",
    "(?:i|we) (?:ve |have )?(?:just )?lost (?:my|our) " + _ONE, f"my late {_ONE}",
    "(?:a|the|report a|notify you of a) (?:death|bereavement)(?: in the family)?(?! (?:trap|penalty))",
    "bereave\\w+", "in mourning", "the (?:funeral|deceased)", "death certificate",
    "(?:executor|executrix) of", "since (?:he|she) (?:died|passed)", "(?:widow|widower)\\b",
)  # fmt: skip
"""A death in the family is told."""

LONG_AGO = any_of(
    "(?:il y a|depuis|ca fait) (?:\\w+ ){0,3}(?:ans|annees|longtemps)", "l an (?:dernier|passe)",
    "l annee (?:derniere|passee)", "a l epoque", "(?:many |some |\\w+ )?years ago", "last year",
    "(?:a )?long (?:time )?ago", "back (?:in|then)", "a while (?:ago|back)", "(?:en|in) (?:19|20)\\d\\d",
)  # fmt: skip
"""It is not recent."""
_AS_A_FIGURE = any_of(
    "(?:mort|morts|morte) de (?:rire|faim|soif|peur|honte|trouille|fatigue)",
    "died (?:laughing|of laughter|of boredom|on me)",
    "(?:phone|battery|laptop|car|computer|line|telephone|batterie|voiture|portable) (?:\\w+ )?(?:died"
    "|is dead|est morte?)", "batterie morte", "dead (?:battery|line|phone)", "life insurance",
    "assurance (?:vie|deces)", "garantie deces", "letting agent", "agent immobilier",
    "(?:couvert|covered|cover|couvre|assure|insured|protection|assurance|insurance|garantie)(?: \\w+){0,4}"
    " (?:fraud\\w*|fraude|deces|death)",
)  # fmt: skip

BUILT_IN: tuple[tuple[str, TransferReason, re.Pattern[str]], ...] = (
    ("minor", TransferReason.VULNERABLE, _MINOR),
    ("vulnerable", TransferReason.VULNERABLE, _VULNERABLE),
    ("fraud", TransferReason.FRAUD, _FRAUD),
    ("bereavement", TransferReason.SENSITIVE, BEREAVEMENT),
    ("legal", TransferReason.LEGAL, _LEGAL),
    ("data_protection", TransferReason.LEGAL, _DATA),
)
"""Name, reason and words, the most urgent first."""

_SAYS: Mapping[str, Mapping[Language, str]] = {
    "minor": {"fr": "semble être mineur : {}", "en": "seems to be a minor: {}"},
    "vulnerable": {"fr": "se dit vulnérable : {}", "en": "says to be vulnerable: {}"},
    "fraud": {"fr": "soupçon de fraude : {}", "en": "suspects fraud: {}"},
    "bereavement": {"fr": "un décès : {}", "en": "a death: {}"},
    "legal": {"fr": "évoque une suite en justice : {}", "en": "speaks of legal steps: {}"},
    "data_protection": {
        "fr": "demande sur ses données personnelles : {}",
        "en": "asks about personal data: {}",
    },
}
MOST_BETWEEN = 6
"""Words that a * in a plan's phrase stands for at most."""


def find_demand(
    text: str, language: Language, own: Iterable[OwnDemand] = (), ignored: Iterable[str] = ()
) -> Demanded | None:
    """What in the caller's words needs a person; None when nothing does. Evidence is in `language`."""
    words = _AS_A_FIGURE.sub(" ", without_fillers(fold(text)))
    passed = frozenset(ignored)
    for name, reason, pattern in BUILT_IN:
        heard = own_words(words) if name == "legal" else words
        if name not in passed and (found := pattern.search(heard)):
            return Demanded(name, reason, _SAYS[name][language].format(_quoted(found[0], language)))
    for demand in own:
        for phrase in demand.words:
            if found := phrase_pattern(phrase).search(words):
                colon = " :" if language == "fr" else ":"
                why = f"{demand.reason[language]}{colon} {_quoted(found[0], language)}"
                return Demanded(demand.name, TransferReason.PLAN, why)
    return None


def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """A plan's phrase as a pattern: "lampe * feu", "rembours*"."""
    parts = [rf"(?:\w+ ){{0,{MOST_BETWEEN}}}?" if part == "*" else _word(part) for part in phrase.split()]
    text = ""
    for part, raw in zip(parts, phrase.split(), strict=True):
        text += part if raw == "*" else part + " "
    return re.compile(rf"\b{text.strip()}\b")


def _word(part: str) -> str:
    return re.escape(fold(part.removesuffix("*"))) + (r"\w*" if part.endswith("*") else "")


def _quoted(words: str, language: Language) -> str:
    said = words.strip()[:80]
    return f"« {said} »" if language == "fr" else f'"{said}"'
