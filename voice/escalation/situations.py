"""Words of situations that upset people, in French and English, on folded text (see voice.words)."""

from __future__ import annotations

import re


def any_of(*phrases: str) -> re.Pattern[str]:
    """Matches any of the phrases as whole words."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


GRIEVANCE = any_of(
    "(?:ca fait|depuis|voila) (?:\\w+ ){0,3}?(?:jours?|semaines?|mois|heures?|plombes|longtemps)(?: (?:que"
    "|d attente))?", "j attends (?:toujours|encore)", "toujours (?:rien|pas)", "rien du tout",
    "(?:jamais|rien) (?:recu|arrivee?|venue?)",
    "(?:deuxieme|troisieme|quatrieme|cinquieme|sixieme|dixieme|enieme|\\d+ ?e(?:me)?) (?:fois|appel)",
    "(?:deux|trois|quatre|cinq|six|dix|vingt|cent|mille|plusieurs|\\d+) fois",
    "deja (?:appele|ecrit|envoye|donnee?|dite?|rappele|telephone|explique|paye)",
    "personne (?:ne |n |qui )?(?:me |m |nous |a )?(?:rappelle|repond|rappele|repondu|decroche)",
    "(?:on )?(?:ne )?(?:me|nous) (?:repond|rappelle) (?:jamais|pas)",
    "(?:on )?me (?:balade|promene|renvoie|balance|trimballe)", "tourne en rond",
    "d un service a l autre", "encore (?:une fois|en retard|plus tard)",
    "(?:j ai )?(?:pose|pris) (?:un|une) (?:jour|journee)", "la fete est passee",
    "attendu (?:toute|des heures)",
    "been waiting", "(?:waiting|waited) (?:\\w+ ){0,3}?(?:days?|weeks?|months?|hours|ages|forever)",
    "still (?:waiting|nothing|haven t|no|not)",
    "(?:second|third|fourth|fifth|sixth|tenth|umpteenth|\\d+(?:nd|rd|th)) (?:\\w+ )?(?:time|call)",
    "(?:rung|called|phoned|asked|sent|written|told|emailed|explained)(?: \\w+){0,3} (?:twice|three times"
    "|four times|five times|several times|\\d+ times|many times)",
    "already (?:called|rung|phoned|told|sent|given|emailed|explained|paid|spoken)",
    "nobody (?:ever )?(?:calls?|called|rings|rang|replies|replied|apologi\\w+|answers|answered|told|tells"
    "|has|bothers)", "no one (?:ever )?(?:calls?|called|replies|replied|answers|told)",
    "passed (?:around|from)", "pillar to post", "round in circles",
    "(?:took|taken|lost) (?:a|the) day off", "every (?:single )?time i (?:call|ring|phone)",
    "(?:delayed|late|broken|wrong|refused|cancelled) again", "all came broken",
    "never (?:showed|turned) up", "(?:weeks|months|ages) ago", "what s the point",
    "keep (?:getting|being|telling|calling|ringing)",
    "(?:six|five|four|three|two|ten|\\d+) (?:whole )?(?:weeks|months)(?: now)?",
)  # fmt: skip
"""Waiting, repeating oneself, being sent about: how trouble begins."""

IRONY = any_of(
    "bravo", "chapeau", "felicitations", "merci pour rien", "merci bien hein", "quel service",
    "(?:super|beau|joli) (?:service|boulot|travail)", "vous etes contents?", "on croit rever",
    "la bonne blague", "c est la meilleure", "elle est bien bonne",
    "ben voyons", "mais bien sur et", "comme par hasard", "encore bravo", "on se demande",
    "thanks for nothing", "thank you for nothing", "well done you", "great service",
    "what a (?:service|surprise|joke)",
    "oh (?:great|wonderful|brilliant|lovely|perfect) (?:so|now|another|just)",
    "just (?:great|wonderful|brilliant|perfect|what i needed)",
    "lucky me", "how (?:convenient|wonderful|helpful)",
    "oh (?:that s|thats) (?:just )?(?:great|brilliant|perfect)", "big surprise", "slow clap",
    "very helpful i m sure", "yeah right", "of course you (?:are|do|did|can t)", "fat lot of good",
)  # fmt: skip
"""Praise that means the opposite."""

LEAVING = any_of(
    "(?:faire|ferai|fais|depose\\w*|deposer) une reclamation", "reclamation (?:officielle|ecrite)",
    "60 millions", "que choisir", "repression des fraudes", "dgccrf", "mediateur",
    "sur les reseaux sociaux",
    "(?:je vais|je veux|je pense|j envisage de) (?:tout )?(?:resilier|partir|changer de|aller"
    " (?:voir )?ailleurs)", "(?:voir|aller|vais) ailleurs", "a la concurrence",
    "(?:c est|ce sera) la derniere fois", "(?:vous )?(?:ne )?(?:me|nous) reverrez (?:plus|pas)",
    "perd(?:re|ez|u) un(?:e)? client(?:e)?", "un avis (?:negatif|pourri|google|salé)", "mauvais avis",
    "(?:le dire|raconter|dire) a tout le monde", "plus jamais (?:chez vous|rien chez)",
    "je (?:resilie|pars|quitte)",
    "ombudsman", "trading standards", "consumer (?:protection|rights)", "(?:formal|official) complaint",
    "(?:file|make|lodge|raise|put in) a complaint", "complain(?:ing)? (?:to|about) (?:you|your|the)",
    "(?:bad|negative|one star|terrible) review", "(?:on|over|to) social media",
    "all over (?:facebook|twitter|the internet)",
    "(?:take|taking) (?:my|our) (?:business|custom|money) (?:elsewhere|somewhere)",
    "(?:going|go|shop|shopping|look) (?:elsewhere|somewhere else)",
    "(?:cancel|cancelling) (?:everything|my account|all my)",
    "(?:leaving|leave|switch|switching) (?:you|to (?:a|another)|for good|company|provider|insurers?)",
    "never (?:shop|buy|order|come)(?:ping|ing)? (?:with|from|here|back|anything)",
    "los(?:e|ing|t) a (?:loyal )?customer", "telling everyone", "last time i", "watchdog",
    "speak to the press", "newspapers?",
)  # fmt: skip
"""A complaint or leaving is announced; a step at law is a demand (voice.escalation.demands)."""

CHILD = any_of(
    "(?:mon|ma|mes|notre|nos|ce|cette|le|la|une?) (?:petite?s? )?(?:fils|fille|filles|enfants?|gamine?s?"
    "|gosses?|petite?s?|bebe|puce|loulou|garcon|neveu|niece|filleule?|petit fils|petite fille)",
    "(?:my|our|a|the|his|her|their) (?:little |young |baby |grand |step )?(?:son|daughter|kids?|child"
    "|children|boy|girl|grandson|granddaughter|grandchild|grandchildren|nephew|niece|godson|goddaughter"
    "|toddler|lad)",
    "(?:une?|cette) (?:gamine|petite|fillette)", "il a (?:que )?(?:\\w+) ans",
    "elle a (?:que )?(?:\\w+) ans", "(?:he|she) s (?:only )?(?:four|five|six|seven|eight|nine|ten|three|two)",
)  # fmt: skip
"""A child of the caller's."""

FEAST = any_of(
    "cadeaux?", "noel", "anniversaire", "(?:les|ses|leurs?) (?:\\w+ ){1,2}ans (?:de|du)", "pere noel",
    "sous le sapin", "au pied du sapin", "reveillon", "bapteme", "communion", "jouets?", "la fete",
    "saint nicolas",
    "presents?", "gifts?", "christmas", "xmas", "birthday", "santa", "under the tree", "stocking",
    "(?:her|his|the) party", "turned (?:\\w+)(?: yesterday| today| last)?", "toys?",
    "the one thing (?:he|she)", "christening",
)  # fmt: skip
"""A present, and what it is for."""

TOO_LATE = any_of(
    "(?:jamais|pas|toujours pas|rien) (?:\\w+ )?(?:arrivee?s?|venue?s?|recue?s?|livree?s?|la)", "y a rien",
    "rien du tout", "rien sous", "c est (?:demain|aujourd hui|ce soir|dans deux jours|samedi|dimanche)",
    "trop tard", "(?:est|etait) passee?", "en retard", "a attendu", "attend (?:que )?ca", "son seul",
    "(?:pas|rien) (?:a|pour) (?:lui|leur) (?:donner|offrir)", "perdue?", "devait (?:arriver|etre)",
    "never (?:came|arrived|showed|turned|got|made)",
    "(?:hasn t|haven t|didn t|did not|has not) (?:\\w+ )?(?:come|arrived?|turned|showed|been)",
    "(?:not|isn t|still not) (?:here|arrived|come)", "still (?:waiting|no|nothing|hasn t)", "too late",
    "(?:is|it s|s|was) (?:tomorrow|today|tonight|yesterday|on \\w+day|this \\w+day)", "no present",
    "nothing (?:to|for|under)", "lost", "missing", "missed", "cried", "crying", "delayed", "late",
)  # fmt: skip
"""It has not come, or will come too late."""

_OTHERS = (
    r"(?:mon|ma|mes|son|sa|ses|notre|nos|le|la|les|un|une|my|his|her|our|the|a) (?:(?!je|j|i|vous|you|est"
    r"|is|c)\w+ ){1,3}?"
    r"|(?:il|elle|ils|elles|on|he|she|they|somebody|someone|everybody) "
)
_REPORTED = re.compile(
    rf"\b(?:{_OTHERS})(?:"
    r"(?:est|etait|sont|etaient|is|was|are|were|got|s|gets|rendu) (?:(?:tres|vraiment|so|very|really"
    r"|absolutely|completement|trop) )*"
    r"(?:furieu\w+|en colere|enerve\w*|fache\w*|excede\w*|decue?s?|angry|furious|annoyed|livid|fuming|mad"
    r"|upset|disappointed|cross)\b"
    r"|(?:(?!je |j |i |vous |you |we |on )\w+ ){0,4}?(?:dit|disait|disent|a dit|trouve|pense"
    r"|crie|criait|a traite|traite|appelle|said|says"
    r"|say|called|calls|thinks|think|shouted|swore|yelled|rang|reckons)\b"
    r"(?:(?! (?:mais|alors|but|so|anyway|et moi|and i|moi je)\b) \w+){0,14})"
)


def own_words(folded: str) -> str:
    """The words without those that tell of somebody else's mood."""
    return _REPORTED.sub(" ", folded)
