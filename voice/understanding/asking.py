"""Whether a person is asked for, and how surely: explicit requests, not mentions, on folded text.

"I want to talk to an agent" asks; "my agent told me", "are you a person?", "a representative sample" and "a
table for four people" do not. Asking for "customer service" is weaker: whoever phones is already talking to
it, and often only wants its opening hours. Mistyped words ("speak to an agnet") are read as what they are
one letter away from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from voice.turn import Language
from voice.words import fold, without_fillers

CERTAIN, LIKELY, WEAK, NONE = 1.0, 0.8, 0.4, 0.0
"""How surely a person is asked for."""
ASKED = 0.5
"""From here it counts as a request."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How surely a person is asked for, and the words that say so."""

    strength: float
    words: str = ""


_KIND_EN = (
    r"(?:(?:real|live|actual|human|living|breathing|normal|proper|different|other|another"
    r"|new|senior|nice|bloody"
    r"|damn|damned|goddamn|fucking|freaking|competent|qualified|customer|service|support|sales|bank|hotel"
    r"|call centre|call center|phone|duty|single|local|available|in person|flesh and blood) )*"
)
_SURE_EN = (
    r"(?:agents?|humans?|human beings?|human operators?|operators?|representatives?|reps?|advis[eo]rs?"
    r"|receptionists?|supervisors?|call handlers?|employees?|staff(?: members?)?|members? of (?:the )?staff"
    r"|someone|somebody|anyone|anybody|some one|some body|assistants?|associates?|specialists?|colleagues?"
    r"|concierge|reception|front desk|consultants?|clerks?|team members?|managers?|boss|superior|tellers?"
    r"|bankers?|person|people|persons?|man|woman|lady|guy|real one|human one)"
)
_BODY_EN = (
    r"(?:(?:customer|client) (?:service|services|care|support|assistance|relations)"
    r"|support(?: team)?|help ?desk|call cent(?:er|re))"
)
_ART_EN = (
    r"(?:(?:to|with|too|two|of|through|thru|over|on|onto|at|for|up|it|me|us|my call"
    r"|this call|please|an?|the|one of|your|ur|some|any|another|other|that|this|directly"
    r"|right|now|just) )*"
)
_TALK_EN = (
    r"(?:speak(?:ing)?|talk(?:ing)?|chat(?:ting)?|convers(?:e|ing)|discuss (?:this|it)|deal(?:ing)?"
    r"|get(?:ting)? (?:a )?hold of"
    r"|get in (?:touch|contact)|getting in (?:touch|contact)|get through|got through"
    r"|communicat(?:e|ing)|word|reach(?:ing)?(?: out)?|contact(?:ing)?|call(?:ing)?"
    r"|phon(?:e|ing)|ring(?:ing)?"
    r"|connect(?:ed|ing)?|transfer(?:r?ed|r?ing)?|switch(?:ed|ing)?|escalat(?:e|ed|ing)|forward(?:ed)?"
    r"|redirect(?:ed)?|direct(?:ed)?|rout(?:e|ed)|pass(?:ed)?|hand(?:ed)?|patch(?:ed)?|put(?:ting)?)"
)
_WANT_EN = (
    r"(?:want|wanna|need|require|prefer|would like|d like|rather(?: have)?|get me|give"
    r" me|gimme|find me|send me|bring me"
    r"|fetch me|get|give|let me have|let me see|let me get|ask for|asking for|asked"
    r" for|request(?:ing)?|demand"
    r"|insist on|looking for|is there|are there|isn t there|can i (?:get|have|see)"
    r"|could i (?:get|have|see)|may i (?:get|have|see)"
    r"|where is (?:the|a)|how about|call|summon)"
)
_OTHERWISE_EN = (
    r"(?:to|who|that|you|can|could|please|in the|with|from|for|s) (?!(?:talk|speak"
    r"|call|chat|can|is|human|real|please|now|your|the office|charge|authority|power"
    r"|you|i|discuss|answer|listen|understands?|knows?|me)\b)\w+|work\w*|help|assist"
    r"|look"
)
_SOMEBODY_EN = (
    rf"(?:can|could|would|will|please|have|get|let|want|need|d like|would like|ask|is"
    rf" there) (?:\w+ ){{0,2}}?{_KIND_EN}"
    r"(?:agent|human|operator|representative|rep|advis[eo]r|manager|supervisor|someone"
    r"|somebody|anyone|anybody|person|colleague)"
    r" (?:please |else |real |there |here |on your side |from (?:your|the) \w+ |i can"
    r" |who can |that can |to |just |available |free )*"
)
_CALL_BACK_EN = (
    rf"{_SOMEBODY_EN}(?:(?:call|ring|phone|contact|call back|phone back) (?:me|us)|talk"
    rf" to|speak (?:to|with)|talk with|take over)"
)
_SOMEBODY_HELPS_EN = rf"{_SOMEBODY_EN}\w+"
_IF_NEEDED_EN = (
    r"(?<!what )\b(?:do (?:i|we) (?:have|need) to|should i|must i|would i have to|will"
    r" i have to|if i (?:have|need|had) to|who (?:do|should|can) i)\b"
)
"""Asks whether a person is needed, not for one."""

_SURE_FR = (
    r"(?:conseiller[es]*|conseillere?s?|agente?s?|humaine?s?|etre humain|operat(?:eur"
    r"|rice)s?|interlocut(?:eur|rice)s?"
    r"|tele ?conseillere?s?|tele ?operat(?:eur|rice)s?|charge[es]* de clientele|gestionnaire"
    r"|standardiste|standard|secretaire"
    r"|secretariat|responsable|superieure?|chef|patron(?:ne)?|manager|direct(?:eur"
    r"|rice)|collegues?|representante?s?"
    r"|employee?s?|collaborat(?:eur|rice)s?|technicien(?:ne)?s?|specialistes?|experte?s?"
    r"|quelqu un|hotesse|accueil"
    r"|(?:vraie?s?|autre|meme) personnes?|personne (?:humaine|reelle|physique|vivante"
    r"|competente|en chair et en os)"
    r"|vrai (?:conseiller|humain|agent)|vraie personne|une personne|un homme|une femme|une dame|un monsieur)"
)
_BODY_FR = (
    r"(?:service (?:clients?|clientele|apres vente|commercial|reclamations?)|sav|assistance(?:"
    r" clients?)?|support(?: client)?|hotline)"
)
_ART_FR = (
    r"(?:(?:a|au|aux|avec|d|de|du|des|un|une|le|la|les|l|votre|vos|mon|ma|moi|me|nous"
    r"|en|ce|cet|cette|directement|plutot|bien|vite|rapidement|tout"
    r"|suite|immediatement|maintenant|relation|contact|communication|ligne|vrai|vraie"
    r"|vrais|autre|meme|svp|juste|enfin|absolument"
    r"|vraiment|quand|s il vous plait|vers|par|chez) )*"
)
_TALK_FR = (
    r"(?:parler|parle|discuter|causer|echanger|dialoguer|joindre|contacter|appeler|avoir affaire|m adresser"
    r"|(?:me |nous )?mett(?:re|ez)(?: moi| nous)?|etre mise? en relation|mise? en relation"
    r"|en (?:relation|contact|communication|ligne)|passer|passez? (?:moi|nous)"
    r"|(?:re)?transfere[rz]?(?: moi| nous)?|bascule[rz]?(?: moi)?|orient(?:er|ez)(?:"
    r" moi)?|redirige[rz]?(?: moi)?|dirige[rz]?(?: moi)?"
    r"|renvoye[rz]?(?: moi)?|connecte[rz]?(?: moi)?)"
)
_WANT_FR = (
    r"(?:je (?:ne )?(?:veux|voudrais|souhaite|souhaiterais|demande|exige|reclame|prefere"
    r"|prefererais|cherche|desire)(?: (?:avoir|voir|joindre|eu|que))?|j aimerais(?:"
    r" (?:avoir|voir))?|j ai besoin"
    r"|il (?:me |nous )?faut|il me faudrait|donnez moi|trouvez moi|appelez moi|envoyez"
    r" moi|passez moi|filez moi"
    r"|(?:je (?:peux|pourrais|puis)|puis je|peux je|est ce que je (?:peux|pourrais)"
    r"|(?:est ce qu )?on (?:peut|pourrait)|peut on|pouvoir|possible d) ?(?:avoir|voir"
    r"|joindre)"
    r"|y a t il|est ce qu il y a|il y a pas|y a pas|y aurait il|il n y a pas)"
)
_SERVES_FR = (
    r"(?:que |qu )?(?:un conseiller|une conseillere|un agent|un humain|un responsable"
    r"|un operateur|un collegue|quelqu un)(?: d autre| de (?:chez vous|competent|votre"
    r" \w+|reel|humain|vivant))?"
    r" (?:peut il |pourrait il |me |m |puisse |peut |pourrait |va |vienne |nous |qui |doit )*"
    r"(?:rappel\w*|appel\w*|repon\w*|aid\w*|parl\w*|renseign\w*|contact\w*|expliqu\w*"
    r"|prenne|reprenne|s en (?:charge|occupe)|occupe|ecoute\w*)"
)

_MACHINE = (
    r"(?:robots?|bots?|machines?|computers?|chatbots?|automated (?:system|voice|service"
    r"|line)|recordings?|answering machines?|ai|artificial intelligence)"
)
_MACHINE_FR = (
    r"(?:robots?|machines?|ordinateurs?|repondeurs?|automates?|serveur vocal|boite"
    r" vocale|ia|intelligence artificielle)"
)
_AGAINST_MACHINES = (
    rf"\b(?:(?:hate|tired of|sick of|fed up (?:with|of)|had enough of|no more|enough"
    rf" of|enough with|can t stand|stop with)"
    rf" (?:(?:talking|speaking|dealing) (?:to|with) )?(?:an? |the |this |these |your"
    rf" |all |stupid |bloody |damn )*{_MACHINE}"
    rf"|(?:don t|do not|won t|will not|refuse to|not|never) (?:\w+ ){{0,3}}?(?:talk"
    rf"|speak|talking|speaking|deal|dealing|chat) (?:to|with) (?:an? |the |this |these"
    rf" |your |stupid |bloody |damn )*{_MACHINE}"
    rf"|(?:^|but |and |please )not (?:an? |the |this |your )*(?:robot|bot|machine|computer|chatbot)"
    rf"|(?:marre|assez|ras le bol|horreur|deteste|supporte (?:pas|plus)|fini|arretez avec|plein le dos)"
    rf" (?:de |des |d |les |le |la |vos |votre |ces |cette |ce |parler (?:a |avec )?"
    rf"|une? |aux? )*{_MACHINE_FR}"
    rf"|(?:pas|plus|refuse de) (?:parler |discuter |avoir affaire )(?:a |avec |aux?"
    rf" )?(?:une? |votre |cette |ce |la |le |des )*{_MACHINE_FR}"
    rf"|(?:^|mais |et )pas (?:a |avec )?(?:une? |votre |cette |ce |la )*(?:robot|machine"
    rf"|ordinateur|repondeur))\b"
)

_ASKS: dict[Language, tuple[tuple[re.Pattern[str], float], ...]] = {
    "en": (
        (re.compile(rf"\b{_TALK_EN} {_ART_EN}{_KIND_EN}{_SURE_EN}\b"), CERTAIN),
        (re.compile(rf"\b{_WANT_EN} (?:to (?:have|get|see) )?{_ART_EN}{_KIND_EN}{_SURE_EN}\b(?! (?:else"
        rf" )?(?:{_OTHERWISE_EN}))"), LIKELY),
        (re.compile(rf"\b{_CALL_BACK_EN}\b"), LIKELY),
        (re.compile(rf"\b(?:help|assist\w*|answers?|advice|service|support) (?:from|by)"
        rf" {_ART_EN}{_KIND_EN}{_SURE_EN}\b"), LIKELY),
        (re.compile(r"\b(?:put me (?:through|on to)|patch me through|(?:transfer|connect|forward) (?:me"
        r"|my call|this call|the call)(?: (?:please|now|through|right now|immediately|over))*$"
        r"|hand me over|escalate (?:me|this|my)(?: \w+)?$|human (?:please|now|help|assistance)"
        r"|real person|live person|live agent|human agent|human being|actual (?:person"
        r"|human))\b"), LIKELY),
        (re.compile(_AGAINST_MACHINES), LIKELY),
        (re.compile(rf"\b(?:{_TALK_EN}|{_WANT_EN}) {_ART_EN}{_BODY_EN}\b"), WEAK),
        (re.compile(rf"\b{_SOMEBODY_HELPS_EN}(?: me| us)?(?: please| out| with (?:this|that|it)| right"
        rf" now| now| here| immediately| asap)*$"), LIKELY),
        (re.compile(rf"\b{_SOMEBODY_HELPS_EN}\b"), WEAK),
    ),
    "fr": (
        (re.compile(rf"\b{_TALK_FR} {_ART_FR}{_SURE_FR}\b"), CERTAIN),
        (re.compile(rf"\b{_WANT_FR} {_ART_FR}{_SURE_FR}\b"), LIKELY),
        (re.compile(rf"\b{_SERVES_FR}\b"), LIKELY),
        # "Passez-moi" is often misheard: whatever is to be done, it is done with a person.
        (re.compile(rf"^(?:\w+ )?\w+ moi {_ART_FR}{_SURE_FR}(?: s il vous plait| svp| merci| maintenant)*$"),
         LIKELY),
        (re.compile(r"\b(?:parler|discuter|voir|avoir) (?:a|avec|directement a) (?:une? )?(?:vraie?"
        r" )?personne\b"), CERTAIN),
        (re.compile(r"\b(?:aide|reponse|assistance) (?:d un|de la part d un|humaine)(?: conseiller"
        r"| humain| agent)?\b"), LIKELY),
        (re.compile(r"\b(?:transferez moi|mettez moi en (?:relation|ligne|contact)|passez moi (?:votre"
        r"|le|la|un|une) \w+|qu on me rappelle"
        r"|rappelez moi(?! (?:quand|les?|la|l|mon|ma|mes|ce|si|quel\w*|a quel\w*|comment|combien|ou|de|d)\b)"
        r"|vrai(?:e)? (?:humain|personne)"
        r"|contact humain|humain svp|en chair et en os)\b"), LIKELY),
        (re.compile(_AGAINST_MACHINES), LIKELY),
        (re.compile(rf"\b(?:{_TALK_FR}|{_WANT_FR}) {_ART_FR}{_BODY_FR}\b"), WEAK),
    ),
}  # fmt: skip

_POLITE = (
    r"(?:yes|no|ok|okay|please|just|well|so|hello|hi|hey|good morning|excuse me|sorry"
    r"|now|right now|thanks|thank you|quickly|urgently"
    r"|i said|a|an|the|your|to|real|live|human|another|other"
    r"|oui|non|bonjour|alors|bon|allez|stop|s il vous plait|s il te plait|svp|merci"
    r"|vite|tout de suite|maintenant|j ai dit|un|une|le|la|l|votre|vrai|vraie|autre)"
)
_ALONE = {
    "en": re.compile(
        rf"^(?:{_POLITE} )*(?:agents?|humans?|human being|operators?|representatives?|reps?"
        rf"|advis[eo]rs?|receptionist|reception|supervisor|manager"
        rf"|(?:real|live|actual|human) (?:person|people|one)|person|someone(?: else| real)?"
        rf"|somebody(?: else| real)?|assistant|staff)(?: (?:{_POLITE}|agent|human|operator"
        rf"|representative|person))*$"
    ),
    "fr": re.compile(
        rf"^(?:{_POLITE} )*(?:conseillere?s?|agente?s?|humaine?s?|etre humain|operat(?:eur"
        rf"|rice)|tele ?conseillere?|standard(?:iste)?|secretariat|responsable|superieur"
        rf"|interlocuteur"
        rf"|(?:vraie|autre) personne|quelqu un(?: d autre)?|personne (?:humaine|reelle))(?:"
        rf" (?:{_POLITE}|conseillere?|agente?|humain|operat(?:eur|rice)))*$"
    ),
}  # fmt: skip

_NOT_ASKING: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        # What the caller does himself
        r"\b(?:i ll|i will|i can|i m going to|i have|i ve|i) (?:\w+ )?(?:forward|send|pass|give|hand|show"
        r"|transfer|mail)(?:ed)? (?:it|this|that|them) (?:on |over )?(?:to )?(?:\w+ ){0,3}?\w+|"
        # Told of: past talks, what an agent did, what others are
        r"\b(?:spoke|talked|spoken|chatted|was (?:speaking|talking|told)|have (?:already"
        r" )?(?:spoken|talked)|i ve (?:already )?(?:spoken|talked)) (?:\w+ ){0,3}?(?:agent"
        r"|human|operator|representative|rep|advis[eo]r|someone|somebody|person|people"
        r"|manager|colleague|assistant|staff|team|service|support)s?\b"
        r"|\b(?:agent|operator|representative|rep|advis[eo]r|someone|somebody|person|people"
        r"|manager|colleague|assistant|staff|team|receptionist)s? (?:(?:there|from \w+"
        r"|i (?:spoke|talked) (?:to|with)|on the phone|yesterday|already|just|has|have"
        r"|had|who) )*(?:told|said|says|promised|was|were|called|came|stole|hit|broke|took"
        r"|hung up|gave|sent|did|assured|advised|explained|made|never|answered|lives?|died"
        r"|using|used|broken)\b"
        # About the machine, or figures of speech
        r"|\b(?:(?:are|r) (?:you|u)|(?:you|u) (?:are|re|r)|u r) (?:an? |the |really )*(?:real"
        r" |live |actual |human )*(?:agent|human being|human|person|robot|bot|machine|computer"
        r"|ai)\b(?: (?:or|and not) (?:an? |the |are you )*(?:real |live |actual |human"
        r" )*\w+(?: being)?)?"
        r"|\b(?:am i|is this|is it|was that|are we) (?:(?:speaking|talking|chatting|really"
        r"|a recording|right now|to|with|an?|the|or|computer|robot|bot|machine|ai|real"
        r"|live|actual) )*(?:agents?|human being|human|person|robot|bot|machine|someone"
        r" real|computer|ai)\b"
        r"|\b(?:representative (?:sample|of)|human (?:error|resources|rights|nature)|(?:real"
        r" )?estate agents?|travel agents?|(?:insurance|letting|managing|shipping|booking|local|closest"
        r"|nearest|cleaning)"
        r" agents?(?: near\w*| in| around| close)?|agent (?:number|code|near\w*|in my|around"
        r"|id)|manager s? ?(?:report|discount)|person of|in person|per person|persons?"
        r" (?:insured|named|on (?:my|the))|people person|customer of|human body)\b"
        r"|\bfor (?:\w+ )?(?:\w+ )?(?:people|persons|guests|adults)\b|\b(?:how many|number"
        r" of|(?:one|two|three|four|five|six|seven|eight|\d+)(?: more)?) (?:people|persons"
        r"|humans|agents)\b"
        # Turned down
        r"|\b(?:(?:don t|do not|didn t)(?! (?:know|understand|hear|see|get (?:it|you|this)"
        r"|have a clue))|no need|not necessary|rather not|without|instead of|not asking)(?:"
        r" \w+){0,3}? (?:speak|talk|chat|need|want|having|to|an?|the|any|with) (?:\w+"
        r" ){0,3}?(?:agent|human|operator|representative|rep|advis[eo]r|someone|somebody"
        r"|anyone|anybody|person|people|manager|assistant)s?\b(?! (?:else s )?(?:robot"
        r"|bot))"
        # Somebody else, not here
        r"|\b(?:send|transfer|give|pay|lend|wire|book|gift|add|put|invite|text|email|message"
        r"|charge|bill|insure|find|called?|visit|pick up) (?!me |us |my call |this call"
        r" |the call )(?:\w+ ){0,4}?(?:to|for|by|from|as|on) (?:someone|somebody|another"
        r" person|other people|a person|people|anyone|anybody)\b(?! (?:real|human|who can"
        r"|in charge|there))"
    ),
    "fr": re.compile(
        r"\b(?:j ai (?:deja |bien )?(?:parle|eu|vu|discute|contacte|appele|joint)|on m"
        r" a|vous m aviez|j avais (?:parle|eu|vu)|il a (?:parle|eu)) (?:\w+ ){0,4}?(?:conseillere?"
        r"|agente?|humain|operat(?:eur|rice)|responsable|collegues?|quelqu un|personne"
        r"|technicien|service)s?\b"
        r"|\b(?:conseillere?|agente?|operat(?:eur|rice)|responsable|collegue|quelqu un"
        r"|personne|technicien|direct(?:eur|rice)|secretaire)s? (?:(?:que j ai eue?|de"
        r" chez vous|au telephone|hier) )*(?:m a|m ont|nous a|a (?:dit|promis|pris|vole"
        r"|casse|appele|rappele|percute|laisse|refuse|note|oublie|raccroche)|avait|est"
        r" (?:venue?|passee?|mort|tombee?|malade)|etait|n est|n a|ne)\b"
        r"|\b(?:etes vous|vous etes|tu es|es tu|c est|suis je avec|est ce que (?:je parle"
        r"|vous etes)|je parle)(?: (?:a|avec|bien|vraiment|toujours|en train de parler))*"
        r" (?:une? )?(?:vraie? )?(?:robot|humain|machine|personne|ordinateur|conseiller"
        r"|etre humain)\b"
        r"|\b(?:agents? (?:immobilier|d assurances?|de (?:police|securite|voyage|la (?:circulation"
        r"|sncf|ratp)|nettoyage|conservation)|chimique)|par personne|(?:deux|trois|quatre"
        r"|cinq|six|dix|\d+|plusieurs|de|nombre de|combien de) personnes|echantillon representatif"
        r"|representati(?:f|ve)|ressources humaines|corps humain|erreur humaine|droits?"
        r" de l homme"
        r"|responsables? (?:de|du|des|d|civile|legal)|qui est (?:le )?responsable|personne"
        r" (?:agee|handicapee|morale|a charge|decedee|malade)|chef (?:de|d)|chaise de patron"
        r"|directeur (?:de|d) (?:l )?(?:ecole|creche)|assistance (?:depannage|routiere))\b"
        r"|\b(?:(?:ne |n )?(?:veux|souhaite|voudrais|ai) (?:surtout )?pas|pas besoin|pas"
        r" la peine|inutile|sans|plutot que|au lieu)(?: \w+){0,5}? (?:conseillere?|agente?"
        r"|humain|operat(?:eur|rice)|quelqu un|personne|interlocuteur|responsable)s?\b"
        r"|\bquelqu un (?:a la maison|chez moi|dans (?:la|le|l|ma|mon)|a (?:vole|casse|utilise|pris))\b"
        r"|\b(?:envoyer|donner|preter|virer|offrir|ajouter|inviter|virement|cadeau|pour"
        r"|transferer de l argent|verser) (?:\w+ ){0,4}?(?:a |pour )?(?:quelqu un|une autre"
        r" personne|une personne)\b(?! de (?:chez|compet))"
    ),
}  # fmt: skip

_OPENING = re.compile(
    r"\b(?:what|which|at what|whta|wich) (?:time|hours?|days?|number|phone|email)\b"
    r"|\b(?:hours|opening|(?:e ?)?mail|(?:phone|telephone|free|toll) (?:\w+ )?(?:number"
    r"|no|line)|phone number"
    r"|when (?:can|could|is|are|do)|horaires?|a quelle heure|numero de telephone|quel"
    r" (?:est le )?numero|adresse (?:mail|e mail))\b"
)
"""Asks when and how an office is reached, which the bot can say."""


def person_asked(text: str, language: Language) -> Asking:
    """How surely these words ask for a person, 0 to 1."""
    words = without_fillers(fold(text))
    if not words:
        return Asking(NONE)
    if language == "en":
        words = " ".join(_spelled(word) for word in words.split())
    alone = _ALONE[language].match(words)
    if alone:
        return Asking(CERTAIN, words)
    told = _NOT_ASKING[language]
    rest = told.sub(" ", words)
    most = WEAK if _OPENING.search(rest) or re.search(_IF_NEEDED_EN, rest) else CERTAIN
    for pattern, strength in _ASKS[language]:
        found = pattern.search(rest)
        if found:
            return Asking(min(strength, most), found.group(0).strip())
    return Asking(NONE)


def without_mentions(words: str) -> str:
    """Folded words without those that speak of a person and ask for none."""
    for told in _NOT_ASKING.values():
        words = told.sub(" ", words)
    return " ".join(words.split())


def asks_when_or_how(words: str) -> bool:
    """Whether folded words ask for opening hours, a telephone number or an address."""
    return bool(_OPENING.search(words))


_SPELLABLE = (
    "speak", "speaking", "talk", "talking", "chat", "chatting", "contact", "contacting", "agent", "agents",
    "human",
    "person", "someone", "somebody", "operator", "assistant", "representative", "advisor", "manager",
    "customer", "service", "support", "assistance", "transfer", "connect", "receptionist",
)  # fmt: skip
_REAL = frozenset(
    ("humane", "humans", "persons", "peak", "tall", "tale", "talks", "chart", "chats", "charting", "that",
     "what", "contacts", "contract", "contracts", "contacted", "assistants", "operators", "managers",
     "advisors", "supports",
     "services", "serving", "customers", "connects", "transfers", "speaks", "speaker", "spear", "sneak",
     "sneaking", "walk",
     "walking", "balk", "hat", "cat", "chant", "chanting", "chatted", "talked", "taking", "tank",
     "tanking", "managed", "manages", "aget", "chap", "cheat", "cheating",
     "chatty", "person s", "parson", "advise", "advisory", "persona", "talker", "task", "tasks", "argent")
)  # fmt: skip


@cache
def _variants() -> dict[str, str]:
    """Each word with one letter left out, to the word."""
    found: dict[str, str] = {}
    for word in _SPELLABLE:
        for place in range(len(word)):
            found.setdefault(word[:place] + word[place + 1 :], word)
    return found


def _spelled(word: str) -> str:
    """The word meant by one that is a letter too long, too short, swapped or wrong; else the word itself."""
    if word in ("wiht", "wth", "wirh", "wiht", "whit"):
        return "with"
    if len(word) < 4 or word in _SPELLABLE or word in _REAL:
        return word
    variants = _variants()
    if word in variants and len(word) >= 4:
        return variants[word]
    for place in range(len(word)):
        shorter = word[:place] + word[place + 1 :]
        if shorter in _SPELLABLE and len(shorter) >= 4:
            return shorter
        if shorter in variants and len(word) >= 5:
            meant = variants[shorter]
            if len(meant) == len(word) and sum(a != b for a, b in zip(meant, word, strict=True)) <= 2:
                return meant
    return word
