"""Words of anger, insult, threat and bargaining in French and English, on folded text (see voice.words)."""

from __future__ import annotations

import re

ANGRY = re.compile(
    r"\b(?:inadmissible|inacceptable|scandaleux|scandale|honteux|lamentable|c est une honte|quelle honte"
    r"|(?:j en ai|en ai|y en a) (?:vraiment )?(?:marre|assez|ras le bol|plein le dos)|marre|ras le bol"
    r"|(?:tres |vraiment |super )?(?:en colere|furieu(?:x|se)|enerve[er]?|excede[er]?|fache[er]?|agace[er]?)"
    r"|ca suffit|vous (?:vous )?(?:moquez|foutez|fichez) de (?:moi|nous|qui)|foutage de gueule|n importe quoi"
    r"|c est (?:pas possible|nul|ridicule|insupportable|penible|une blague)|ca fait (?:\w+ )?(?:trois"
    r"|quatre|cinq|dix|3|4|5|10) fois"
    r"|incompetence|tres decue?|vraiment decue?|deplorable|catastroph\w+|putain|merde|bordel|chier"
    r"|saoule[rz]?"
    r"|unacceptable|outrageous|ridiculous|disgraceful|disgusting|appalling|terrible|horrible|awful"
    r"|pathetic|shameful"
    r"|a (?:joke|disgrace|scandal|shambles)|fed up|sick of|sick and tired|had enough|enough is enough"
    r"|angry|furious|annoyed|frustrat\w+"
    r"|useless|waste of (?:my )?time|wasting my time|worst|damn|goddamn|hell|bloody|fuck\w*|shit\w*"
    r"|crap|what the (?:hell|heck)"
    r"|how many times|third time|fourth time|fifth time|nobody (?:helps|cares)|incompetent|never again)\b"
)  # fmt: skip
"""Words that show displeasure; a caller who is only late or worried uses none of them."""

INSULT = re.compile(
    r"\b(?:connards?|connasses?|salauds?|salopes?|encule\w*|batards?|ta gueule|ferme la|fermez la"
    r"|va te faire\w*|allez vous faire"
    r"|espece d\w* \w+|(?:vous etes|t es|tu es) (?:\w+ )?(?:nuls?|cons?|idiots?|stupides?|debiles?"
    r"|incapables?|incompetents?|des voleurs)"
    r"|bande d\w* \w+|voleurs|escrocs?|abrutis?|cretins?|imbeciles?|foutez moi la paix"
    r"|(?:you are|you re) (?:\w+ )?(?:stupid|an idiot|idiots|useless|incompetent|thieves|crooks|liars"
    r"|a liar|a moron|dumb)"
    r"|idiots?|morons?|assholes?|bastards?|bitch\w*|scammers?|thieves|crooks|screw you|fuck (?:you|off)"
    r"|piss off|shut up|go to hell)\b"
)  # fmt: skip
"""Words against somebody."""

THREAT = re.compile(
    r"\b(?:(?:porter|porte|deposer|depose|porterai) plainte|(?:mon|un) avocat|justice|tribunal"
    r"|poursui(?:vre|tes)|60 millions|que choisir"
    r"|repression des fraudes|dgccrf|mediateur|ombudsman|faire une reclamation|reclamation officielle"
    r"|mise en demeure|sur les reseaux sociaux"
    r"|(?:je vais|je veux) (?:tout )?(?:resilier|partir|changer de)|un avis negatif|lawyer|attorney"
    r"|solicitor|sue you|sue your|suing|legal action|small claims"
    r"|trading standards|consumer protection|formal complaint|file a complaint|make a complaint"
    r"|lodge a complaint|bad review|social media|take my business)\b"
)  # fmt: skip
"""A complaint or a step against the house is announced."""

NEGOTIATES = re.compile(
    r"\b(?:gestes? commercia(?:l|ux)|un geste|une exception|exceptionnellement|faire un effort"
    r"|une ristourne|une remise|un dedommagement|dedommage\w*"
    r"|indemnis(?:er|ation)|compensation|avoir commercial|arrangement|arranger|un delai supplementaire"
    r"|echelonne\w*|payer en plusieurs fois"
    r"|goodwill|gesture|an exception|make an exception|discount|compensat\w+|waive|reimburse|extra time"
    r"|special case|payment plan|instal(?:l)?ments?"
    r"|work something out|je conteste|contester|pas d accord avec|i dispute|disput\w+|disagree with"
    r"|i want to contest|appeal)\b"
)  # fmt: skip
"""Asks for what only a person can grant."""
