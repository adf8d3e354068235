"""Danger to life or health, said in French or English, and what only sounds like it. On folded text."""

from __future__ import annotations

import re

_FIGURE_FR = (
    r"(?! (?:de (?:rire|faim|soif|honte|froid|chaud|fatigue|trouille|peur|ennui|jalousie|curiosite)"
    r"|d (?:impatience|ennui|envie)))"
)
_FIGURE_EN = (
    r"(?! (?:to (?:know|see|hear|find|get|try|meet|wear)|for (?:a|an|the|it|my|some)"
    r"|of (?:laughter|boredom|curiosity|thirst|hunger|heat|cold|embarrassment)))"
)
_JOKING = (
    r"(?!(?: \w+){0,4} (?:oublie\w*|perdu\w*|retard|forg[eo]t\w*|lost|late)\b)"
    r"(?! (?:if|when|for|unless|about|with|over|haha|lol|si|quand|pour|avec|des|de))"
)
"""Told for forgetting, losing or being late, and in jest."""


def _within(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


_LIFE = _within(
    rf"(?:je vais|va|vont|en train de|risque de) mourir{_FIGURE_FR}",
    rf"(?:veux|voudrais|envie de) mourir{_FIGURE_FR}", rf"je me meurs{_FIGURE_FR}",
    "(?:en finir|finir) (?:avec la vie|avec tout ca|une bonne fois)",
    "(?:plus|pas) envie de vivre",
    "(?:veux|voudrais|peux|sers a) (?:plus|rien) (?:vivre|continuer a vivre)",
    "(?:veux|voudrais) plus etre la", "a quoi bon vivre", "aucune raison de vivre",
    "mettre fin a (?:mes|ses) jours", "(?:me|se) foutre en l air",
    "(?:vais|veux|va) (?:me |se )?sauter (?:du|de la|par la)",
    "(?:je vais|veux|envie de) (?:me )?(?:tuer|faire du mal)(?! le temps)",
    f"(?:il|elle|on) (?:va|veut) (?:me|nous) tuer{_JOKING}", f"va me tuer{_JOKING}", "danger de mort",
    "(?:entre|question de) (?:la )?vie (?:et la|ou de) mort", "urgence (?:vitale|absolue)",
    "(?:appelez|envoyez|il me faut) (?:moi )?(?:une ambulance|le samu|les pompiers|les secours|la police)",
    rf"(?:i m|i am|he s|she s|he is|she is) (?:going to die|dying){_FIGURE_EN}",
    "(?:i )?(?:just )?want to die", "want to end (?:it all|it|things|everything|my life)",
    "(?:don t|no longer|do not) want to (?:live|be here|be alive|go on living)(?: any ?more)?",
    "no (?:reason|point) (?:to live|in living)", "(?:better off|rather be) dead",
    "end (?:my|his|her) (?:own )?life",
    "(?:kill|killing) (?:myself|himself|herself)",
    f"(?:going to|gonna|will|trying to|wants to|threatened to|threatening to) (?:kill|murder) (?:me"
    f"|us){_JOKING}", "take (?:my|his|her) own life",
    "(?:hurt|harm|cut)(?:ting|ing)? (?:myself|himself|herself)(?! (?:a bit|shaving))",
    "(?:a )?(?:matter of )?life (?:or|and) death", "jump off (?:a|the)",
    "(?:send|call|get|need) (?:me )?(?:an ambulance|the ambulance|the police|the fire brigade)",
    "better off without me", "(?:serai(?:t|ent)|sera) mieux sans moi", "je serais mieux morte?",
    "en finir (?:ce soir|cette nuit|pour de bon|maintenant)", "(?:envie|pense|parle)s? (?:a |d )en finir"
    "(?! avec (?:ce|cet|cette|ces|mon|ma|mes|le|la|les|l|vous|votre)\\b)",
    "(?:end|ending) it (?:all|tonight)", "(?:thinking|thought) (?:of|about) ending it",
    "(?:life|living) (?:isn t|is not|s not|is no longer) worth",
    "vie (?:ne )?vaut (?:plus|pas) (?:la peine|le coup)",
    "(?:cut|slit) (?:my|his|her) wrists", "ouvert les veines", "don t want to wake up",
    "(?:plus|pas) (?:jamais )?me reveiller(?: demain)?$",
    "(?:no|see the|what s the) point (?:of|in)? ?(?:living|going on|carrying on|me being)",
    "(?:plus|pas) (?:l interet|de raison|la force|le gout|envie) (?:de|a) (?:vivre|continuer a vivre)",
    "nothing (?:left )?to live for",
)  # fmt: skip
"""Somebody is about to die or speaks of ending life."""

_BODY = _within(
    r"suicid\w*", "(?<!vais faire une )crise cardiaque", "(?<!vais faire un )infarctus",
    r"douleurs? (?:\w+ )?(?:a|dans|de) (?:la )?poitrine",
    "mal (?:a|dans) la poitrine", "poitrine (?:qui )?(?:me )?(?:serre|brule|fait (?:tres )?mal|lance)",
    "(?:serre|oppresse|oppression|pointe) (?:dans |a )?la poitrine",
    "(?:descend|lance|irradie) dans (?:le|mon) bras",
    "(?:peux|peut|arrive|arrives|arrivent|arrive plus|peuvent) (?:plus |pas |plus a |pas a |meme plus a "
    "|a peine a )+respirer", "(?:s |m )?etouff(?:e|er)", "respire (?:plus|mal|tres mal|difficilement)",
    "du mal a respirer", "(?:est|suis|elle est|il est|tombee?) (?:inconsciente?|dans les pommes)",
    "perdu connaissance",
    "(?:a|est|s est|vient de) (?:faire |fait |s )?(?:un malaise|evanouie?|evanouir|effondree?|ecroulee?)",
    "(?:ne |n )?(?:se )?(?:reveille|reagit|bouge|repond) (?:plus|pas)$", "(?:se )?reveille (?:plus|pas)",
    "(?:est tombe\\w*|tombe\\w*) (?:\\w+ ){0,6}bouge plus", "hemorragie",
    "saigne (?:beaucoup|enormement|sans arret|de partout|toujours)",
    "perds? (?:beaucoup de|mon|tout mon) sang", "du sang partout", "overdose", "(?:faire|fait|fais) un avc",
    "convuls\\w+", "crise d epilepsie",
    "(?:bras|visage|bouche|cote) (?:\\w+ )?(?:paralyse|engourdi|tordu\\w*|qui tombe)",
    "(?:avale|bu|pris) (?:\\w+ )?(?:du|de la|de l|des|tous les|toute la|plein de|trop de) (?:javel|produit"
    "|poison|medicaments?|comprimes|cachets|somniferes|boite)", "choc (?:anaphylactique|allergique)",
    "(?:gorge|visage|langue) (?:\\w+ )?gonfle\\w*", "en train d accoucher", "perdu les eaux",
    "(?:il|elle|bebe) (?:est|devient) (?:tout )?bleue?",
    "(?<!going to have a )(?<!gonna have a )heart attacks?",
    "(?:a|having a|had a) stroke", "chest pains?", "pains? in (?:my|his|her|the) chest",
    "(?:my|his|her) chest (?:hurts|is (?:tight|killing me|hurting)|feels (?:tight|heavy))",
    "(?:tight(?:ness)?|pressure|crushing) (?:in|on) (?:my|his|her) chest",
    "down (?:my|his|her) (?:left )?arm",
    "can(?:no|) ?t (?:really |hardly |even )?breathe", "cannot breathe", "can not breathe",
    "can (?:barely|hardly) breathe",
    "(?:not|isn t|stopped|trouble|struggling to|difficulty|hard to) breath(?:e|ing)", "choking",
    "unconscious", "passed out", "won t wake(?: up)?", "not waking up", "collapsed", "(?:fainted|fainting)",
    "unresponsive", "not responding to me",
    "bleeding (?:badly|heavily|a lot|to death|everywhere|really)",
    "(?:won t|doesn t|can t) stop (?:the )?bleeding", "blood everywhere", "overdos(?:ed?|ing)",
    "(?:swallowed|drank|drunk|taken|took) (?:some |the |a |too many |all (?:my|his|her|the) "
    "|a whole )+(?:bleach|poison|pills?|batter(?:y|ies)|tablets|medicine|packet|bottle)",
    "having (?:a )?(?:seizure|fit|convulsions)", "(?:face|mouth) (?:is )?droop\\w*",
    "can t (?:feel|move) (?:my|his|her) (?:\\w+ )?(?:arm|leg|side|face)",
    "(?:severe |bad )?allergic reaction", "(?:throat|tongue|face) (?:is |s )?(?:closing|swelling)(?: up)?",
    "turn(?:ed|ing) blue", "(?:in labou?r|waters? (?:broke|have broken|just broke))", "medical emergency",
    "(?:is|s) in a coma",
    "(?:saign\\w*|sang|coule)(?: \\w+){0,6} (?:s )?arrete (?:pas|plus)",
    "(?:plein|trempee?|couverte?) de sang",
    "(?:crach|touss|vomi)\\w* (?:\\w+ )?(?:du )?sang",
    "(?:vais|va) (?:m |s )?(?:evanouir|tomber dans les pommes|perdre connaissance)", "me sens partir",
    "(?:bleed\\w*|blood)(?: \\w+){0,6} (?:won t|doesn t|isn t|can t|not|never) stop\\w*",
    "(?:soaked|covered)(?: through)? (?:in|with) blood",
    "(?:coughing|throwing|bringing) up blood", "(?:going to|gonna|about to) (?:faint|pass out|collapse)",
    "slurr(?:ed|ing)", "pins and needles (?:all )?down",
    "(?:pris|avale)(?: \\w+){0,3} (?:trop de|toute (?:la|une)|tou(?:s|tes) mes) (?:\\w+ )?(?:cachets"
    "|comprimes"
    "|medicaments|boite|plaquette|insuline)",
    "(?:taken|took|had|swallowed) (?:far |way )?(?:too (?:many|much)|the wrong|a whole (?:packet|box"
    "|bottle) of)"
    "(?: of)?(?: my| the)? ?(?:\\w+ )?(?:tablets|pills|insulin|painkillers|paracetamol|medicine|medication)",
)  # fmt: skip
"""Signs of the body that cannot wait; told of the past they are history."""

_AROUND = _within(
    "au secours",
    "(?:il|elle|on|mon mari|mon copain|mon ex) (?:me|nous) (?:frappe|tape|agresse|menace(?: avec)?|suit"
    "|sequestre)", "(?:il|elle) m a frappee?", "on m agresse", "(?:suis|sommes|est) en danger",
    "en train de me (?:suivre|frapper|agresser|cambrioler)",
    "quelqu un (?:est entre|rentre|essaie d entrer|force|casse) (?:\\w+ )?(?:chez moi|dans la maison"
    "|ma porte|la porte)", "(?:a|avec) (?:un|son) (?:couteau|pistolet|arme|fusil)(?! (?:de cuisine|suisse))",
    "il y a le feu",
    "(?:maison|appartement|cuisine|immeuble|voiture|tout) (?:est |prend )?(?:en |prend )feu",
    "(?:y a|il y a) le feu", "(?:fumee|flammes) (?:partout|qui sort\\w*|sort\\w*)",
    "(?:pleine?|remplie?) de fumee",
    "en train de bruler", "(?:sens|sent|pue|odeur de|fuite de)(?: \\w+){0,3}? (?:le |du )?gaz", "monoxyde",
    "electrocut\\w+",
    "(?:he|she|they|somebody|someone) (?:is|s|are|re) (?:hitting|attacking|beating|threatening|following"
    "|strangling) (?:me|us)", "(?:i m|i am|we re|we are) in danger",
    "(?:he|she|they) (?:has|s got|have|ve got) a (?:knife|gun|weapon)",
    "with a (?:knife|gun) (?:in|at|outside)",
    "(?:someone|somebody|they) (?:is|s|are|re) (?:breaking in|in my house|trying to get in)",
    "(?:house|flat|kitchen|building|car|everything|it) (?:is|s) (?:on fire|burning)",
    "there s a fire (?:in|at|here|now)",
    "(?:can )?smell(?:s|ing)?(?: \\w+){0,2}? gas(?! (?:heater|boiler|cooker|bill|meter))",
    "gas (?:leak|smell)(?!s)",
    "smoke (?:coming|pouring|everywhere|all over)", "full of smoke", "flames coming", "carbon monoxide",
    "electrocuted",
    "(?:he|she|husband|partner|boyfriend|ex) (?:just |has |s )?(?:hit|beat|beaten|punched) me",
    "(?:conjoint|mari|copain|compagnon|ex) m a (?:frapp|tap|batt)\\w+", "being followed",
    "me suit (?:dans|depuis|partout)",
    "(?:ceiling|roof) (?:is|s) (?:coming down|caving in|falling in)",
    "(?:plafond|toit|mur) (?:est en train de )?s (?:effondre|ecroule)r?",
    "(?:y a|il y a|there s|there is) (?:un homme|un inconnu|a man|a stranger|an intruder|somebody|someone) "
    "(?:chez moi|chez nous|dans la maison|in (?:my|our|the) house)",
)  # fmt: skip
"""Violence, fire, gas."""

_PAST = _within(
    "(?:\\w+ )?(?:years?|months?|weeks?) (?:ago|back)", "(?:a )?(?:long|while) (?:time )?(?:ago|back)",
    "last (?:year|month|week|summer|winter|spring|autumn|christmas|time)",
    "(?:back )?in (?:january|february|march|april|may|june|july|august|september|october|november|december"
    "|\\d{4})", "when i was", "history of", "since (?:my|his|her|the)", "after (?:my|his|her|the|a)",
    "recovering", "used to",
    "(?:he|she|i|they) (?:s|m|is|am|are|re) (?:fine|okay|ok|better|recovered|all right)(?: now)?",
    "il y a (?:\\w+ ){1,2}(?:ans?|annees|mois|semaines?)", "l (?:an|annee) (?:dernier|derniere|passee?)",
    "(?:le mois|la semaine|l ete|l hiver) (?:dernier|derniere|passee?)",
    "(?:en|depuis) (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    "|\\d{4})", "quand j etais", "antecedents?", "suite a", "apres (?:mon|son|ma|sa|un|une)",
    "depuis (?:mon|son|ma|sa)", "(?:il|elle|je) (?:va|vais) (?:bien|mieux)", "a l epoque",
    "check ?up", "follow ?up", "visite de controle", "consultation de suivi",
)  # fmt: skip
_NOW = _within(
    "(?<!fine )(?<!better )(?<!okay )(?<!well )(?<!recovered )now", "at the moment",
    "(?:i m|he s|she s|is|am) (?:having|choking|bleeding|dying)", "right this (?:second|minute)",
    "just (?:now|collapsed|fell|stopped)", "help me", "can t breathe", "won t wake(?: up)?", "not breathing",
    "la maintenant", "maintenant", "en ce moment", "tout de suite", "a l instant", "vient de", "je fais",
    "il fait", "elle fait", "aidez moi", "arrive (?:plus|pas) a respirer", "respire plus", "la tout de suite",
)  # fmt: skip
_COVER = re.compile(
    r"\b(?:covered|cover|covers|insured|protected|couvert\w*|couvre|couvrez|assuree?|garantie?s?"
    r"|pris(?:e)? en charge)(?: \w+){0,3}? "
    r"(?:for|against|in case of|contre|en cas d e?|pour|le|la|les|l|un|une)(?: \w+){0,5}"
)


def in_danger(folded: str) -> bool:
    """True when somebody seems to be in danger of life or health.

    A heart attack of two years ago, or one that the policy should cover, is none.
    """
    words = _COVER.sub(" ", folded)
    if _LIFE.search(words) or _AROUND.search(words):
        return True
    return bool(_BODY.search(words)) and not told_of_the_past(words)


def told_of_the_past(folded: str) -> bool:
    """True when the words tell of something that is over."""
    return bool(_PAST.search(folded)) and not _NOW.search(folded)
