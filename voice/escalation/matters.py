"""Words of difficult matters in French and English, on folded text (see voice.words)."""

from __future__ import annotations

import re

from voice.escalation.situations import any_of

NEGOTIATES = any_of(
    "gestes? commercia(?:l|ux)", "(?:faire|feriez|fassiez|fasse|petit|un) (?:un )?(?:petit )?geste",
    "une exception", "exceptionnel(?:le|lement)", "faire (?:un )?effort",
    "(?:une|de la) (?:ristourne|remise|reduction)",
    "dedommag\\w*", "indemnis(?:er|ee?|ez|ation)", "compens(?:er|ez|ation)", "bon d achat",
    "(?:m |s |nous )?arranger", "un arrangement", "(?:un|accorder un|plus de) delai",
    "(?:delai|temps) (?:supplementaire|de plus)",
    "echelonne\\w*", "(?:payer|regler|paiement) en (?:plusieurs|deux|trois|quatre|\\d) fois", "etaler",
    "(?:enlever|supprimer|annuler|retirer|baisser|reduire|offrir|rembourser|sauter) (?:moi |nous )?(?:la "
    "|les |le |l |cette |ces |ma |mes )?(?:majoration|penalites?|frais|franchise|port|livraison|retenue)",
    "quand meme (?:etre )?(?:rembours\\w+|prendre|faire|accepter|pris)",
    "(?:remboursee?s?|rembourser) quand meme", "juste (?:pour )?cette fois", "derog\\w+", "passe-droit",
    "(?:revoir|reconsiderer|reexaminer|changer) (?:le |la |votre |ma |mon )?(?:montant|decision|dossier"
    "|prix)",
    "je conteste", "contester", "pas d accord avec", "(?:un|le) (?:meilleur )?prix",
    "faire quelque chose (?:pour|quand meme)", "fermer les yeux",
    "(?:c est|ce serait|ca serait) (?:la moindre des choses|normal que|normal$)",
    "malgre le (?:delai|retard)",
    "goodwill", "gestures?", "an exception", "make (?:an )?exceptions?", "discount",
    "(?:money|something|anything|percent|%) (?:off|knocked off|back for)", "knock (?:\\w+ ){0,3}off",
    "compensat\\w+", "waive", "voucher", "free (?:shipping|delivery|return|month)", "for (?:the|my) trouble",
    "make it up to me", "extra time", "more time to pay", "(?:an )?extension", "special case",
    "payment plan", "instal(?:l)?ments?", "work something out",
    "come to (?:some|an) (?:arrangement|agreement)", "just this once", "bend the rules", "turn a blind eye",
    "let me off",
    "meet (?:me )?half ?way", "reconsider", "(?:reduce|lower|drop|halve|cut) (?:the|my|it|that)(?: \\w+)?",
    "(?:refund|reimburse|pay|cover|take|accept) (?:me |it |for it )?(?:anyway|regardless|all the same)",
    "match (?:the|that|their) price", "do any(?:thing)? better", "i dispute", "disput(?:e|ed|ing)",
    "disagree with",
    "want to contest", "appeal", "other (?:shops|companies|insurers) do",
    "(?:is there|there s|isn t there) (?:any|no) (?:way|chance|possibility)(?: \\w+){0,6} (?:off|refund\\w*"
    "|free|pay|extend|without)",
)  # fmt: skip
"""Asks for what only a person can grant."""

TOLD_OTHERWISE = any_of(
    "on (?:m |nous )a(?:vait)? (?:toujours |pourtant |bien )?(?:dit|promis|assure|certifie|garanti|repondu"
    "|explique) (?:que|qu|le contraire|autre chose|l inverse)",
    "on (?:ne )?m a(?:vait)? (?:jamais|pas) (?:dit|parle|prevenue?|informee?|explique)",
    "(?:le|la|l|votre|vos|un|une|des|mon|ma) (?:\\w+ )?(?:conseillere?s?|collegues?|dame|monsieur|agent"
    "|livreur|transporteur|medecin|expert|vendeu(?:r|se)|mutuelle|banque|secretaire|courtier|secu) (?:m "
    "|me |nous |ils |il |elle )?(?:a|avait|ont|avaient|dit|disent)(?: (?:dit|promis|assure|parle|confirme"
    "|certifie))?",
    "vous m avi?ez (?:dit|promis|assure|garanti)", "vous (?:m )?avez (?:dit|promis|assure)",
    "(?:personne|jamais) (?:ne )?m a(?:vait)? (?:dit|parle|prevenu)", "(?:c est )?pas ce qu on m a dit",
    "(?:mais )?comment ca (?:refuse|pas couvert|en option|rejete|annule|non)",
    "je (?:paye|paie|cotise|paye) (?:pourtant |depuis )",
    "a quoi ca sert (?:de|que je) (?:payer|paie|cotise\\w*)", "quelle option",
    "tout (?:etait|est) (?:compris|inclus|couvert)",
    "(?:i was|i ve been|we were|i d been) (?:always )?(?:told|promised|assured|led to believe)",
    "(?:somebody|someone|they|you|he|she|your (?:\\w+ )?(?:colleague|man|lady|people|agent|website)|the"
    " (?:\\w+ )?(?:agent|adviser|advisor|lady|man|person|guy|salesman|broker|driver|doctor|nurse|bank))"
    " (?:on the phone )?(?:clearly |definitely |actually |had )?(?:told|promised|assured|said to) (?:me|us)",
    "(?:the|your) (?:last|first|other) (?:person|one|lady|man|agent|guy|two people) (?:before )?(?:said"
    "|told|promised)", "(?:nobody|no one) (?:ever )?(?:told|said|mentioned|warned|explained)",
    "different (?:things|answers|stories|people)",
    "that s not what (?:i was told|they said|you said|he said|she said)",
    "what do you mean (?:refused|not covered|no|an option|rejected|cancelled|it s not)",
    "what (?:have i been|am i|do i) pay(?:ing)? (?:for|you for)", "you (?:said|promised|told me)",
    "everything was (?:included|covered)",
)  # fmt: skip
"""Relies on what somebody else of the house, or another party, has said."""

_PAPER = (
    "(?:facture|lettre|courrier|mail|e mail|email|papier|rappel|releve|site|internet|application|appli|"
    "contrat|devis|recu|sms|message|compte|dossier|invoice|bill|letter|statement|website|app|quote|"
    "policy|text|receipt|contract|account|reminder|booklet|leaflet|doctor|hospital|insurance|bank)"
)
_SAYS = (
    "(?:dit|disent|indique|marque|ecrit|affiche|y a ecrit|parle de|annonce|says|say|shows|states|reads|"
    "has|have|mentions|claims|tells)"
)
_BUT = (
    "(?:mais|alors que|tandis que|et (?:vous|la|votre|toi|moi)|pourtant|or|but|whereas|while|yet|"
    "and (?:you|your|now|the))"
)
TWO_SOURCES = any_of(
    rf"{_PAPER} (?:\w+ ){{0,6}}?{_SAYS} (?:\w+ ){{1,12}}?{_BUT}",
    rf"(?:vous (?:me |m )?(?:dites|disiez|annoncez|avez dit)|you (?:say|said|tell me|told me|re saying"
    rf"|re telling me)) (?:\w+ ){{0,8}}?(?:{_BUT}|so which)",
    rf"(?:alors que|mais|but|whereas|while|yet) (?:\w+ ){{0,4}}?(?:sur |on |in |la |le |ma |my |the "
    rf"|your )?(?:\w+ )?{_PAPER} (?:\w+ ){{0,4}}?{_SAYS}",
    "(?:which|who) (?:one )?(?:is|s) (?:right|true|correct)", "(?:so )?which (?:one )?is it",
    "lequel (?:est|croire|dois je croire|est le bon)", "(?:qui|lequel|laquelle) (?:dit vrai|a raison|ment)",
    "(?:c est |est )?pas (?:le|la|les) memes? (?:montant|numero|date|somme|chose|prix|adresse|nom|reponse)",
    "(?:doesn t|don t|does not|do not|didn t) (?:match|add up|agree|tally|correspond)",
    "(?:is|are|was) not the same", "isn t the same", "d un cote (?:\\w+ ){0,10}?de l autre",
    "ne (?:correspond|colle|concorde)(?:ent)? (?:pas|a rien)",
    "(?:ca|les chiffres) (?:ne )?(?:correspond|colle)(?:nt|ent)? pas",
    "(?:one|first|both) (?:\\w+ ){0,6}?(?:the other|and the other)(?: one)? (?:says|said|says|shows)",
    "contradict\\w*", "contredi\\w+", "se contredisent", "deux versions", "vous dites (?:pas|que non|non)",
    "ils disent (?:\\w+ ){1,8}?vous (?:vous )?dites",
)  # fmt: skip
"""Two sources say different things."""

NOT_ANSWERED = any_of(
    "(?:ca|cela) (?:ne )?repond (?:pas|toujours pas|rien) a",
    "vous (?:ne )?(?:m |me )?(?:repondez|ecoutez|comprenez|aidez) (?:pas|rien|meme pas)",
    "(?:c est|ce n est|c etait) pas (?:ma question|ce que je (?:demande|dis|veux|voulais|vous))",
    "vous me l avez deja dit",
    "je (?:vous )?(?:repete|l ai deja dit|viens de (?:vous )?(?:le |la )?dire|vous l ai (?:deja )?dit"
    "|vous le redis)", "combien de fois (?:faut|dois|il faut)",
    "(?:oui|ok) mais (?:ca|moi|pourquoi|c est|je)", "non mais (?:ca|moi|ecoutez|attendez|c est|je)",
    "ca (?:ne )?m (?:aide|avance) (?:pas|a rien)", "ca je (?:le )?sais", "vous tournez en rond",
    "you ve (?:already )?(?:told|said)", "you (?:already|just) (?:told|said)",
    "(?:that s|that is|that was)(?: not|n t) (?:what i|my question|an answer|the question|helpful|it)",
    "(?:doesn t|does not|didn t) (?:help|answer)",
    "you re not (?:listening|answering|helping|hearing|understanding)",
    "i (?:already|just) (?:told|said|gave|explained)",
    "i want to know why", "as i (?:said|told)", "how many times do i", "like i said",
    "yes but (?:what|why|that|i|how)", "no but (?:what|why|that|i|how|listen)", "i (?:already )?know that",
    "are you (?:even )?listening", "i just said",
)  # fmt: skip
"""Says that the question was not answered."""

EXPLAIN = any_of(
    "(?:je |j |on )?(?:n )?(?:y )?comprends? (?:pas|rien|plus|vraiment pas|absolument rien"
    "|strictement rien)", "m y (?:retrouve|perds|y retrouve)(?: pas| plus)?",
    "a quoi (?:elle|il|ca|cela|ils|elles) (?:correspond|correspondent|sert)", "correspond (?:a|pas)",
    "(?:euros|eur) de quoi", "c est (?:quoi|pour quoi) (?:ces?|cette|tous|toutes|exactement)",
    "qu est ce que (?:ca|c est que|cela) (?:veut dire|signifie)", "ca veut dire quoi",
    "pourquoi (?:j ai|je dois|vous|c est|on|il|elle|est ce|deux|ce|cette|tout)",
    "d ou (?:ca|vient|sort|sortent)", "incomprehensible", "(?:c est )?du chinois", "expliquez moi",
    "m expliquer", "(?:acte|forfait|ligne|frais|montant) que je (?:ne )?connais pas",
    "(?:can t|cannot|can not|couldn t) (?:make (?:sense|head or tail)|work (?:it )?out|figure (?:it )?out"
    "|understand|follow)", "(?:don t|do not|doesn t) (?:really |quite |even )?understand",
    "mak(?:e|es) no sense", "doesn t make (?:any )?sense",
    "what (?:is it|it s|it is) (?:made (?:up )?of|for)",
    "what (?:s|is) (?:it|this|that|all this|the \\w+) (?:for|about|supposed to (?:be|mean))",
    "why (?:twice|two|three|so (?:much|many)|there|the)",
    "why (?:is|am|do|did|has|have|was|would|should|are)", "how come",
    "what does (?:it|this|that|the \\w+) mean",
    "where (?:does|do|did) (?:it|this|that|these|the) (?:\\w+ )?come from",
    "explain (?:it|this|that|to me|why|the|each|every)", "double dutch", "all greek", "baffl\\w+",
    "confus(?:ed|ing)", "line by line", "twice for the same",
)  # fmt: skip
"""Wants something explained."""

WAVERS = any_of(
    "non enfin", "enfin (?:non|si|je crois)", "en fait (?:non|c est|si)", "euh non", "ah non attendez",
    "ou (?:alors|bien) (?:c est|c etait|peut etre)",
    "je (?:ne )?sais (?:plus|pas) (?:si|lequel|laquelle|trop|bien)", "c est pas cel(?:le|ui) (?:la|ci)",
    "c est l autre", "je me (?:suis )?(?:trompe|melange|emmele)\\w*", "je confonds", "je m embrouille",
    "mais (?:si|non)(?: (?:je|il|elle|c))", "si si", "pas sure? (?:que|si|du)", "ca depend",
    "laquelle (?:des|la)", "lequel (?:des|le)",
    "(?:j en ai|il y en a|y en a) (?:deux|trois|plusieurs|un autre|une autre)", "(?:or|and) (?:was|is) it",
    "i m not sure (?:any ?more|now|which|if|whether)", "no wait", "actually (?:no|it|i)", "the other one",
    "i (?:might|may) be (?:mixing|wrong|confus)\\w*",
    "mix(?:ed|ing) (?:\\w+ )?up", "i think (?:it was|that was|so no)",
    "or (?:maybe|perhaps|was|is) (?:it|that|not)", "(?:it|that) should have been",
    "no it (?:hasn t|isn t|wasn t|didn t|can t)",
    "which (?:one|number|order|policy|claim|account) (?:do you|you)",
    "there (?:s|are) (?:two|three|several)", "(?:i ve got|i have) (?:two|three|several)",
    "well (?:the )?(?:old|other|first|second) one",
    "it depends", "hang on no", "sorry no",
)  # fmt: skip
"""Corrects or doubts himself, or does not know which of several things is meant."""

MANY_THINGS = any_of(
    "plusieurs (?:choses|questions|demandes|commandes|contrats|factures|dossiers|points|problemes|trucs)",
    "(?:deux|trois|quatre) (?:choses|questions|demandes|points|problemes|trucs)",
    "une autre (?:que|ou|a|qui)", "(?:et|puis) (?:sur |pour )?(?:la|le) (?:deuxieme|troisieme|seconde?)",
    "tout regrouper", "en meme temps",
    "et (?:puis |aussi )?(?:je|j|il|ma|mon|la|le|sur|savoir) (?:\\w+ ){1,20}?et (?:puis |aussi "
    "|en plus )?(?:je|j|ma|mon|il|sur|savoir)",
    "several (?:things|questions|orders|problems|issues|matters)",
    "a (?:few|couple of|number of) (?:things|questions|problems|issues)",
    "(?:two|three|four) (?:things|questions|orders|policies|claims|problems|issues|matters|bills|parcels)",
    "(?:and|also) (?:i )?(?:\\w+ )?(?:want|need|have|ve got|d like|wanted) (?:\\w+ ){1,20}?(?:and|also)"
    " (?:i )?(?:\\w+ )?(?:want|need|wondering|would|to know|ve got|d like|wanted)",
)  # fmt: skip
"""Pours out several things at once."""


def pieces(pattern: re.Pattern[str], folded: str) -> list[str]:
    """The different phrases found, in order."""
    return list(dict.fromkeys(match.group(0) for match in pattern.finditer(folded)))
