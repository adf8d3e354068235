"""Words of what needs a person, in French and English, on folded text (see voice.words)."""

from __future__ import annotations

import re

from voice.escalation.situations import any_of

_CHILD_AGE = (
    "(?:quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix sept|[4-9]|1[0-7])"
)
_CHILD_YEARS = (
    "(?:four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "[4-9]|1[0-7])"
)
MINOR = any_of(
    f"j ai (?:que |seulement |juste |a peine )?{_CHILD_AGE} ans(?: et demi)?(?! (?:de|que|d|dans|chez|pour"
    f"|a)\\b)",
    "je suis (?:encore |trop )?(?:mineure?|un enfant|une enfant|un ado|une ado|collegien(?:ne)?"
    "|lyceen(?:ne)?)", "je suis (?:trop )?(?:petite?|jeune) (?:pour|moi)",
    "je suis (?:en|au) (?:cp|ce1|ce2|cm1|cm2|sixieme|cinquieme|quatrieme|troisieme|college|primaire|ecole)",
    "(?:pas|pas encore) (?:dix huit ans|18 ans|majeure?|la majorite)",
    "(?:mes parents|ma maman|mon papa|maman|papa) (?:(?:ne )?sont|est|il est|elle est|ils sont|il"
    "|elle)(?: \\w+){0,2} (?:pas la|pas a la maison|absente?s?|partie?s?|sortie?s?|au travail"
    "|repond(?:ent)? pas|dort|dorment)",
    "(?:elle|il|ils) (?:est|sont) pas la (?:maman|papa|mes parents)", "je suis toute? seule? a la maison",
    "c est ma maman qui", "je dois demander a (?:ma maman|mon papa|mes parents)",
    f"(?:i m|i am) (?:only |just |like )?{_CHILD_YEARS}(?: (?:years old|and a half|and))?$",
    f"(?:i m|i am) (?:only |just ){_CHILD_YEARS}\\b(?! (?:minutes?|miles?|weeks?|months?|days?|pounds?|feet"
    f"|streets?|stops?|hours?|percent|euros?|o clock|of|in|away|into))",
    f"(?:i m|i am) {_CHILD_YEARS} (?:years? old|and my|and i|so|but)",
    "(?:i m|i am) (?:a minor|a child|a kid|a teenager|underage|not (?:yet )?(?:18|eighteen)|under (?:age"
    "|eighteen|18|sixteen|16)|still at school|too young|(?:only |just |still )?(?:in|at) (?:primary|secondary"
    "|year \\d+|year \\w+|\\w+ grade))", "no grown ?ups? (?:here|at home|with me|around)",
    "(?:my )?(?:mummy|daddy)(?: is| s)? (?:not|out|at|asleep|told|said|isn t)",
    "my (?:mum|mom|dad|parents)(?: s| is| are|n t| isn t| aren t)* (?:not |n t )?(?:here|home|in|out"
    "|at work|answering|asleep)(?: .*)?", "(?:i m )?home alone",
    "i (?:have to|need to|ll) ask my (?:mum|mom|mummy|dad|daddy|parents)",
)  # fmt: skip
VULNERABLE = any_of(
    "je suis (?:une personne |un |une |devenue? )?(?:tres |presque |totalement "
    "|completement )?(?:handicapee?|agee|vulnerable|fragile|invalide|malvoyante?|mal voyante?|non voyante?"
    "|aveugle|sourde?|malentendante?|illettree?|dyslexique|autiste|tetraplegique|paraplegique|sous"
    " (?:tutelle|curatelle))",
    "je (?:suis|vis) (?:sous|en) (?:tutelle|curatelle|mandat de protection|sauvegarde)",
    "(?:mon|ma) (?:tuteur|tutrice|curateur|curatrice|mandataire|aide a domicile|auxiliaire de vie)(?!"
    " (?:d assurance))", "je (?:ne )?(?:sais|peux) (?:pas|plus) (?:lire|ecrire|marcher|bouger)",
    "en fauteuil roulant",
    "je (?:n )?(?:y )?vois (?:presque |quasiment )?(?:plus|pas|tres mal|mal)(?: (?:rien|bien|clair"
    "|tres bien))?$", "je (?:n )?entends (?:tres |vraiment )?mal$", "je perds la (?:memoire|tete)",
    "je (?:ne )?me (?:souviens|rappelle) (?:plus|jamais) de rien",
    "j ai (?:alzheimer|la maladie d alzheimer|une demence|parkinson|un handicap|une deficience"
    "|des pertes de memoire|un cancer|une maladie grave)",
    "j ai (?:quatre vingts?(?: \\w+)?|[89]\\d) ans(?: \\w+){0,10} (?:comprends?|perdue?|vois"
    "|(?:suis|vis|habite|reste) (?:toute? )?seule?|entends?|sais|internet|marche|tombee?|vis|aide|peux)",
    "(?:comprends?|seule?|perdue?|vois|entends|internet|sais pas)(?: \\w+){0,10} j ai"
    " (?:quatre vingts?(?: \\w+)?|[89]\\d) ans",
    "je (?:suis|vis) (?:seule?|toute? seule?)(?: \\w+){0,4} a mon age",
    "a mon age (?:\\w+ ){0,4}(?:comprends|sais|vois|internet)",
    "(?:victime de|je subis des) (?:violences?|maltraitance)",
    "mon (?:mari|conjoint|compagnon|ex) (?:est violent|me frappe|me surveille|me menace)",
    "je suis (?:a la rue|sans abri|sdf)", "je (?:dors|vis) dehors",
    "(?:en|je fais une) (?:grosse )?depression", "(?:plus|pas) de quoi (?:manger|me chauffer|nourrir)",
    "(?:i m|i am|i ve been|i ve gone) (?:registered |partially |completely |very |nearly |almost |quite "
    "|profoundly )?(?:disabled|blind|deaf|visually impaired|partially sighted|hard of hearing|housebound"
    "|bedridden|illiterate|dyslexic|autistic|vulnerable|homeless|sleeping rough|frail|terminally ill"
    "|a vulnerable (?:person|adult|customer)|in a wheelchair|a wheelchair user)",
    "(?:i m|i am) (?:a |an )?(?:pensioner|elderly|old (?:woman|man|lady))(?: \\w+){0,10} (?:alone"
    "|understand|confused|internet|computer|on my own|help)",
    "i (?:have|ve got|suffer from|suffer with) (?:dementia|alzheimer s?|learning (?:difficulties"
    "|disabilities)|a learning (?:disability|difficulty)|a disability|parkinson s?|memory (?:problems|loss)"
    "|mental health (?:problems|issues)|cancer|bad eyesight|severe (?:anxiety|depression))",
    "(?:i m|i am) (?:eighty|ninety|[89]\\d)(?: \\w+){0,10} (?:understand|alone|confused|see|hear|internet"
    "|computer|on my own|walk|fall|fell|remember)",
    "(?:confused|alone|on my own|understand)(?: \\w+){0,8} (?:i m|i am) (?:eighty|ninety|[89]\\d)",
    "i can t (?:read|see|hear|write)(?: very)?(?: well| properly| any more| or write)?$",
    "i (?:never|didn t) learn(?:ed|t)? to read", "(?:i )?keep forgetting (?:everything|things)",
    "at my age (?:\\w+ ){0,5}(?:understand|know how|internet|computer|alone)",
    "(?:my|a) (?:carer|guardian|power of attorney|social worker|support worker)",
    "lasting power of attorney", "domestic (?:abuse|violence)", "i m (?:being )?abused",
    "(?:he|my (?:husband|partner|ex)) (?:hits|beats|hurts|controls|threatens) me",
    "can t afford (?:to eat|food|heating|my medication|my medicine)",
)  # fmt: skip
_LAWYER_FR = "(?:avocate?s?|juristes?|huissiers?|commissaire de justice|conseil juridique)"
_LAWYER_EN = "(?:lawyers?|attorneys?|solicitors?|barristers?|legal (?:team|people|advis[eo]r)|law firm)"
LEGAL = any_of(
    f"(?:mon|ma|notre|nos|mes|un|une|l) {_LAWYER_FR}(?: \\w+){{0,3}}? (?:va|vont|vous|prend\\w*|prendra"
    f"|contact\\w*|ecri\\w*|adress\\w*|enverra|envoie|s en (?:charge|occupe)\\w*|s en occupera|attaqu\\w*"
    f"|assign\\w*|saisi\\w*|se charge\\w*|suivra|me conseille|est (?:deja )?(?:prevenue?|au courant|saisie?"
    f"|sur le coup|dessus)|a ete (?:saisi|prevenu|contacte)|regarde)",
    f"(?:prendre|contacter|appeler|voir|saisir|consulter|mettre|passer par|en parler a|entre les mains d?e?"
    f"|vais avec|revenir avec|chez|engager|mandater|faire appel a) (?:(?:mon|un|une|d un|l|a"
    f"|notre) )?{_LAWYER_FR}(?! immobilier)", f"affaire a (?:mon|un|une|notre) {_LAWYER_FR}",
    f"(?:par|via) (?:mon |un |voie d )?{_LAWYER_FR}",
    "(?:vais|va|veux|compte|peux|pourrais|vont|pense|envisage de|oblige de|contrainte? de|pret a"
    "|hesiterai pas a|j irai|irai|je) (?:vous )?(?:porter|deposer|porte|depose) (?:une )?plainte",
    "(?:porter|deposer|porterai|deposerai|porterons) (?:une )?plainte (?:contre|pour escroquerie|si|des)",
    "^(?:porter|deposer) plainte", "plainte contre (?:vous|votre|la|l)",
    "(?:je vais|je|on va|nous allons) (?:vous )?(?:attaquer|attaque|poursuivre|poursuis|trainer"
    "|assigner)(?: en justice| au tribunal| devant)?",
    "(?:se (?:verra|verrons|retrouvera|reglera)|irai|iront|vais|aller|ira|finira|saisir|saisirai|portera"
    "|trainer\\w*|emmener|devant|reglera ca) (?:\\w+ ){0,3}?(?:tribunal|tribunaux|prud hommes|justice"
    "|juge)", "en justice",
    "(?:engager|entamer|lancer) (?:des |une )?(?:poursuites?|procedure|action)", "poursuites judiciaires",
    "mise en demeure", "(?:vous )?mettre en demeure", "action (?:en justice|collective|judiciaire)",
    "(?:saisir|saisis|appeler|contacter) (?:le |la )?(?:mediateur|defenseur des droits|conciliateur|acpr"
    "|dgccrf|repression des fraudes)", "(?:ma|notre) protection juridique (?:va|s en|prend|est)",
    "voie(?:s)? (?:legale|judiciaire)s?", "suites (?:judiciaires|legales)",
    f"(?:my|our|a|the|an) {_LAWYER_EN}(?: \\w+){{0,3}}? (?:will|ll|is going|are going|s going|going to"
    f"|has been|have been|has said you|says you|says i can|says i have|writes|writing|hears?|contact\\w*"
    f"|sue|in touch|involved|taking|takes over|know(?:s)? about|look(?:ing)? (?:at|into)|to deal|deal with"
    f"|on (?:it|this)|advised|sort this)",
    f"(?:call|contact|get|see|instruct|hire|involve|calling|contacting|getting|instructing|hiring"
    f"|hear(?:ing)? from|pass(?:ing|ed)? (?:this|it) (?:on )?to|go(?:ing)? to|speak(?:ing)? to"
    f"|talk(?:ing)? to|taking this to|handing (?:this|it) to|through|in the hands of|have) (?:my|a|our"
    f"|the) {_LAWYER_EN}(?! about (?:buying|the house|my house|the purchase))",
    "(?:my|our) legal (?:cover|insurance|protection) (?:will|ll|is going|is gonna)",
    "(?:a|the) (?:judge|court) (?:says|decide\\w*|will|ll|can (?:decide|sort)|sorts?)",
    "c est (?:\\w+ )?illegal",
    "(?:dans l )illegalite", "doing is (?:\\w+ )?illegal",
    "su(?:e|ing) (?:you|your|the (?:company|shop|hospital|insurer|lot)|this company|them|over)",
    "(?:going|want|will|ll|gonna|have|prepared|happy|ready) to sue",
    "(?:i ll|we ll|i will|gonna|i m) su(?:e|ing)(?! (?:my|our|the (?:neighbour|landlord|builder|other)|a))",
    "(?:take|taking|took|start|starting|begin|consider\\w*|seek\\w*|pursu\\w*|threaten\\w*|get)"
    " (?:\\w+ )?legal (?:action|proceedings|advice|steps|route|claim)", "legal (?:action|proceedings|steps)",
    "small claims",
    "(?:take|taking|drag|dragging) (?:you|this|them)(?: all)? to (?:the )?(?:court|tribunal|judge)",
    "(?:see|seeing|meet) (?:you|them) in court", "(?:go|going|goes|off|end up) (?:in|to) court",
    "court (?:action|proceedings)", "letter before action", "press(?:ing)? charges",
    "report(?:ing)? (?:you|this) to (?:the )?(?:police|authorities|regulator|ombudsman|fca"
    "|trading standards)", "class action", "(?:financial |insurance |health )?ombudsman",
    "breach of (?:contract|the law|consumer)", "legally (?:obliged|required|bound)",
    "(?:i know|it s) my (?:legal )?rights", "against the law", "negligence",
)  # fmt: skip
DATA = any_of(
    "rgpd", "cnil",
    "(?:droit|demande|exercer) (?:a l |d |de |a la |mon droit )?(?:effacement|acces|oubli|rectification"
    "|opposition|portabilite)", "droit a l oubli",
    "(?:supprim\\w*|effac\\w*|retir\\w*|enlev\\w*|detrui\\w*|vire[rz]?) (?:\\w+ ){0,5}?(?:mes|nos|mon|les)"
    " (?:\\w+ )?(?:donnees|infos|informations|coordonnees|fichiers?|historique)",
    "(?:mes|nos) (?:donnees|informations personnelles|infos perso\\w*|coordonnees)(?: \\w+){0,5}"
    " (?:supprim\\w+|effac\\w+|vendu\\w*|fuite|vole\\w*|transmis\\w*|donne\\w*|partage\\w*|conserve\\w*"
    "|gard\\w*|pirat\\w*)",
    "(?:copie|acces|liste|recuperer|recevoir|obtenir|communiquer|consulter) (?:\\w+ ){0,3}?(?:mes|les)"
    " (?:\\w+ )?donnees",
    "(?:quelles|toutes les|les) (?:donnees|informations|infos) (?:personnelles )?(?:que |qu )?(?:avez vous"
    "|vous avez|detenez|vous detenez|vous gardez|vous conservez)(?: \\w+){0,3}",
    "(?:vendu|vendre|donne|transmis|partage|communique) (?:a \\w+ )?(?:mes|nos|mon|ma) (?:donnees"
    "|coordonnees|adresse|numero|informations|mail|e mail)(?: \\w+)?", "protection des donnees",
    "(?:atteinte a )?(?:ma|la) vie privee", "(?:delegue|responsable|dpo) a la protection",
    "fuite de donnees", "retire(?:r)? mon consentement",
    "(?:sortir|sorti|retir(?:er|ez|e)|ray(?:er|ez|e)|enlev(?:er|ez|e)|effac(?:er|ez|e)|desinscri\\w+)(?:"
    " moi)? (?:\\w+ )?(?:de|du)"
    " (?:tous )?(?:vos|votre) (?:fichiers?|listes?|base)",
    "(?:d ou|comment) (?:\\w+ ){0,3}(?:avez|eu|obtenu|vient|viennent) (?:vous )?(?:eu )?(?:mon|mes)"
    " (?:numero|adresse|coordonnees|donnees)",
    "qui vous a (?:donne|file|vendu|communique|transmis) (?:mon|ma|mes) (?:numero|adresse|coordonnees"
    "|nom|mail)",
    "gdpr", "data protection", "who (?:gave|sold|passed) you my (?:number|name|details|address|email)",
    "(?:right to|request for|right of) (?:erasure|access|be forgotten|rectification|portability)",
    "(?:delete|deleted|deleting|erase|erased|remove|removed|wipe|wiped|get rid of) (?:\\w+ ){0,5}?(?:my|our"
    "|all|the) (?:\\w+ ){0,3}?(?:data|details|personal information|information|records?|file) ?(?:you"
    " (?:hold|have|keep)|on me|about me|from your|off your)?",
    "(?:data|details|personal information|information|records)(?: you (?:hold|have|keep)| on me| about me"
    "| about us)? (?:\\w+ ){0,3}?(?:deleted|erased|removed|wiped|leaked|sold|passed on|shared with)",
    "subject access",
    "(?:what|which|all the|any|everything) (?:data|information|details"
    "|personal data)? ?(?:that )?(?:do )?you(?: ve got| have| hold| keep| store| got)(?: \\w+){0,2} (?:on"
    "|about) me", "(?:what|which) (?:data|personal information) (?:do )?you (?:hold|have|keep|store)",
    "copy of (?:all |everything )?(?:\\w+ )?(?:my|the) (?:data|personal|records)", "data breach",
    "information commissioner", "ico",
    "privacy (?:request|rights|officer|breach|complaint|law\\w*)",
    "(?:sold|sell|selling|share[d]?|sharing|gave|given|pass(?:ed|ing)?) (?:on )?(?:my|our)"
    " (?:\\w+ )?(?:data|details|number|email|address|information)",
    "(?:off|from) your (?:\\w+ )?(?:database|lists?|systems?|records|files|computers?)",
    "withdraw my consent",
    "stop (?:using|processing|keeping|storing) my (?:data|details|information)",
    "(?:how|where) did you get my (?:number|details|data|address|email)",
)  # fmt: skip
FRAUD = any_of(
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
    "jamais rien (?:achete|commande|souscrit|signe)", "jamais ete client\\w*",
    "hameconnage", "phishing", "debite sans (?:mon|autorisation)", "sans mon (?:accord|autorisation)",
    "(?:ca |cela )?(?:ressemble a|sent) (?:\\w+ )?(?:une |l )?(?:arnaque|escroquerie)",
    "(?:mail|sms|message|appel) (?:bizarre|louche|suspect|frauduleux)",
    "(?:pas|jamais) (?:demande|commande|souscrit|autorise) (?:ce|cet|cette|ces|ca)",
    "(?:debit|prelevement|achat|paiement|commande)s? (?:que je ne )?(?:reconnais|connais) pas",
    "(?:reconnais|connais) pas (?:ce|cet|cette|ces) (?:\\w+ )?(?:debit|prelevement|achat|paiement|commande"
    "|transaction|operation|contrat)s?", "(?:ouvert|souscrit|fait|passe) (?:\\w+ ){0,4}?a mon nom",
    "opposition sur ma carte", "carte (?:clonee|copiee)",
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
    "in my name(?: that)?(?: \\w+){0,3} (?:didn t|never|not)",
    "never (?:\\w+ )?(?:bought|ordered|purchased) (?:a thing|anything)(?: \\w+){0,2}",
    "never been (?:a customer|with you)",
    "(?:someone|somebody|they) (?:else )?(?:is |has |have |s |ve )?(?:been )?(?:using|used|opened|ordered"
    "|bought|took out|pretending|got into|logged into) (?:\\w+ ){0,6}?(?:my|in my|as me|with my|on my)",
    "(?:order|parcel|confirmation|email|bill|contract|policy)s? (?:\\w+ ){0,5}?(?:i|we) (?:never|didn t"
    "|haven t|did not) (?:\\w+ )?(?:place|placed|make|made|order|ordered|bought|buy|sign|signed|take out"
    "|took out|ask for|asked for)", "(?:it )?wasn t me(?: who)?", "impersonat\\w+", "someone pretending",
    "pretending to be (?:you|from)",
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
    "l annee (?:derniere|passee)", "a l epoque",
    "il y a (?:un )?(?:bon |petit )?(?:moment|bout de temps|quelque temps)",
    "(?:many |some |\\w+ )?years (?:ago|back|since)", "last year",
    "(?:a )?long (?:time )?ago", "back (?:in|then)", "a while (?:ago|back)", "(?:en|in) (?:19|20)\\d\\d",
)  # fmt: skip
"""It is not recent."""
AS_A_FIGURE = any_of(
    "(?:mort|morts|morte) de (?:rire|faim|soif|peur|honte|trouille|fatigue)",
    "died (?:laughing|of laughter|of boredom|on me)",
    "(?:phone|battery|laptop|car|computer|line|telephone|batterie|voiture|portable) (?:\\w+ )?(?:died"
    "|is dead|est morte?)", "batterie morte", "dead (?:battery|line|phone)", "life insurance",
    "assurance (?:vie|deces)", "garantie deces", "letting agent", "agent immobilier",
    "(?:anti|lutte contre la|prevention de la|prevention des|service|alerte) fraudes?",
    "fraud (?:prevention|department|team|cover\\w*|alert)", "data (?:sheet|plan|roaming)", "deaf to",
    "blind (?:spot|man|alley)", "blinds", "school fraud",
    "(?:couvert|covered|cover|couvre|assure|insured|protection|assurance|insurance|garantie)(?: \\w+){0,4}"
    " (?:fraud\\w*|fraude|deces|death)",
    "(?:fraude?|usurpation d identite|identity theft)(?: \\w+)? (?:is |est )?(?:covered|included|comprise?"
    "|incluse?|couverte?)",
)  # fmt: skip
"""What only sounds like it."""

NOT_SO = re.compile(
    r"(?:\b(?:not|n t|don t|didn t|isn t|wasn t|won t|never|no need to|without|rather than|pas|jamais|sans"
    r"|ni|aucune?)"
    r"(?: (?:going to|vraiment|really|even|un|une|a|de|d|du|en train de|want to|wanting to|trying to"
    r"|threatening to|here to|all))*) $"
)
"""At the end of what stands before the words: they are denied."""

SOMEBODY_ELSE = re.compile(
    r"\b(?:mon|ma|mes|un|une|le|la|des|my|a|the|some|our|his|her) (?:\w+ )?(?:voisine?s?|collegues?"
    r"|copains?|copines?|cousine?s?"
    r"|patron(?:ne)?|chef|beau frere|belle soeur|neighbou?rs?|colleagues?|boss|mates?|flatmates?|coworkers?"
    r"|sister in law"
    r"|brother in law|tele|journal|news|paper|movie|film|series|serie|programme)(?: \w+){0,4} $"
)
"""At the end of what stands before the words: they are about somebody else."""
