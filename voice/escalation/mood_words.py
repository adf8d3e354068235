"""Words and phrases that carry a mood, French and English, graded, on folded text (see voice.words).

Each rule is a pattern with how strongly it speaks, 0 to 1. Swear words alone are weak: people swear for joy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from voice.escalation.mood_model import Feeling
from voice.turn import Language


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that carry a feeling."""

    feeling: Feeling
    strength: float
    """0 to 1."""
    pattern: re.Pattern[str]
    swearing: bool = False
    """True: means nothing when said cheerfully."""


def _rule(feeling: Feeling, strength: float, *words: str, swearing: bool = False) -> Rule:
    return Rule(feeling, strength, re.compile(rf"\b(?:{'|'.join(words)})\b"), swearing)


_EN = (
    _rule("anger", 0.95, r"fuck (?:you|off|this|that|your)", "screw you", "piss off", "go to hell",
    "shut (?:the \\w+ )?up", r"assholes?",
          r"arseholes?",
          r"(?:you|u)(?: are| re|r)? (?:\w+ ){0,2}(?:idiots?|morons?|liars?|thie(?:f|ves)|crooks?|clowns?"
          r"|scammers?|scum|stupid|pathetic|useless|incompetent|dumb|a joke|a disgrace)",
          r"bunch of (?:\w+ )?(?:idiots|clowns|thieves|crooks|liars|morons|amateurs)", "son of a bitch",
          "bastards?", "bitch(?:es)?", "motherfuck\\w*",
          "dickheads?", "wankers?", "scumbags?"),
    _rule("anger", 0.9, "unacceptable", "outrageous", "disgrace(?:ful)?", "appalling", "furious", "livid",
    "infuriat\\w*", "outraged", "fed up", "sick and tired", "sick of",
          "(?:have|had|ve had) (?:it|enough)(?: with| of| up to here)", "had it up to here",
          "enough is enough", "losing my (?:patience|temper)", "lost (?:my|all) patience",
          "run out of patience", "running out of patience",
          "my patience", "how dare you", "what is wrong with you", "what the (?:fuck|hell|heck) is",
          "i hate (?:you|this|your|it when)",
          "i m (?:so |really |very |extremely )?(?:angry|mad|pissed|enraged|fuming)",
          "i am (?:so |really |very |extremely )?(?:angry|mad|pissed|enraged|fuming)", "pissed off",
          "shame on you", "rip ?off", "scam(?:med)?", "fraudsters",
          "drives? me (?:mad|crazy|up the wall|insane|nuts)",
          "driving me (?:mad|crazy|up the wall|insane|nuts)",
          "makes? me (?:so )?(?:angry|mad|sick|furious)",
          "worst (?:\\w+ )?(?:company|service|experience|customer service|bank|hotel|support|insurance)"),
    _rule("anger", 0.7, "ridiculous", "shameful", "pathetic", "atrocious", "shambles", "incompeten\\w*",
    "angry", "absurd", "nonsense", "bullshit", "bull ?crap", "disgust(?:ing|ed)",
          "fuming", "annoy(?:ed|ing)", "frustrat(?:ed|ing)", "irritat(?:ed|ing)", "waste of (?:my )?time",
          "wasting my time",
          "(?:nobody|no one) (?:ever )?(?:helps?|cares?|listens?|answers?|bothers?|calls?"
          "|called|rings|rang|replie[sd]|answered|helped)",
          "no one (?:helps|cares|listens|answers)",
          "terrible (?:service|company|experience|customer)",
          "(?:awful|horrible|dreadful|lousy|poor|rubbish|shocking|disgusting|crap|shit|shitty) (?:service"
          "|company|experience|customer service|treatment|support)",
          "not (?:at all )?(?:acceptable|good enough|on)",
          "never (?:again )?(?:buy|buying|order|ordering|use|using|shop|shopping|deal|dealing)"
          " (?:\\w+ ){0,4}again", "never again", "useless", "what a joke", "this is a joke",
          "beyond a joke", "taking the (?:piss|mick|mickey)", "lied to", "you lied", "liars?",
          "stop (?:lying|wasting|asking|reading|repeating)", "hypocrit\\w*", "stupid", "idiots?", "idiotic",
          "morons?"),
    _rule("anger", 0.5, "terrible", "horrible", "horrendous", "awful", "worst", "a con",
    "daylight robbery", "no respect", "are you serious",
    "(?:not|isn t|wasn t|un) ?(?:very |at all |really )?(?:happy|pleased|satisfied"
    "|impressed|amused)", "unhappy", "dissatisfied", "disappoint(?:ed|ing)", "let down", "upset",
    "complain(?:t|ts|ing)?", "joke of a",
          "(?:third|fourth|fifth|sixth|tenth|hundredth|umpteenth|millionth) time",
          "how many (?:more )?times", "again and again", "over and over", "time and (?:time )?again",
          "for the last time", "keep (?:getting|being|telling|asking|saying)",
          "(?:still|yet) (?:again )?(?:no|nothing|waiting|hasn t|haven t|isn t|not)(?: \\w+){0,6} (?:weeks"
          "|months|days|hours)", "kept waiting",
          "(?:been )?waiting (?:for )?(?:\\w+ )?(?:weeks|months|hours|forever|ages)",
          "on hold for", "nothing (?:works|happens|has been done)", "lawyers?", "sue (?:you|your)",
          "legal action", "ombudsman", "trading standards", "small claims",
          "take (?:you to court|my business elsewhere)",
          "cancel (?:everything|my contract|the whole|my account) (?:right )?(?:now|immediately|today)",
          "switch(?:ing)? (?:to another )?(?:provider|supplier|bank|insurer)", "bad review", "one star",
          "money back", "not my (?:fault|problem|job)"),
    _rule("anger", 0.4, "fuck\\w*", "shit\\w*", "crap(?:py)?", "damn(?:ed|it)?", "goddamn\\w*", "bloody",
    "hell", "wtf", "ffs", "jesus christ", "for (?:god|christ|heaven|pete|goodness)(?: s)? sake", "arse",
    "ass", "dick", "piss", swearing=True),
    _rule("anger", 0.5,
    "(?:oh |just |how |yeah |well )(?:great|wonderful|brilliant|lovely|perfect|fantastic"
    "|terrific)(?=.*\\b(?:again|another|still|broken|wrong|lost|late|no|not|waiting"
    "|hours|weeks)\\b)", "thanks for nothing", "thank you for nothing", "yeah right",
          "big surprise", "what a surprise", "as usual", "surprise surprise", "well done (?:you|guys|on)",
          "congratulations on", "great job (?:losing|breaking|on)",
          "(?:some|what a|great|wonderful) (?:service|help|company)(?=.*\\b(?:not|no|never|nothing|wrong"
          "|lost|broken|hours|weeks|again)\\b)", "are you (?:kidding|joking|serious)",
          "you must be (?:kidding|joking)", "you(?: ve| have)? got to be (?:kidding|joking)"),
    _rule("distress", 0.9,
    "(?:can t|cannot|can not|can t) (?:take|bear|stand|cope|go on|do)(?: \\w+){0,3}"
    " (?:any ?more|any longer|like this|with (?:this|it))", "can t cope", "can t go on", "at my wits? end",
    "end of my (?:rope|tether)", "desperate(?:ly)?", "despair(?:ing)?", "hopeless", "breaking down",
          "broke down", "heart ?broken", "devastated", "distraught", "in tears", "crying", "sobbing",
          "(?:i|he|she|they|my (?:son|daughter|kid|child|wife|husband|mother)) (?:\\w+ )?(?:cried"
          "|was crying|is crying)", "can t stop crying", "nowhere (?:else )?to (?:go|turn)",
          "no one (?:else )?to turn to",
          "lost everything", "nothing (?:left )?to (?:eat|live on)", "(?:don t|do not) want to live",
          "overwhelmed", "panick(?:ing|ed)", "panic attack", "terrified", "suicid\\w*",
          "(?:can t|cannot|couldn t) (?:afford|pay for|buy) (?:food|my (?:medicine|medication|rent)"
          "|to eat)", "homeless", "evicted", "please (?:please )?help me(?: please)?"),
    _rule("distress", 0.7, "(?:passed|pass) away",
    "(?:my|our|his|her) (?:\\w+ ){0,2}(?:died|is dead|has died|just died|is dying)",
    "(?:my|our) late (?:husband|wife|father|mother|son|daughter|partner|brother|sister|mum|mom|dad)",
    "funeral", "bereave\\w*", "grie(?:f|ving)", "mourning",
    "lost (?:my|our) (?:husband|wife|father|mother|son|daughter|partner|brother|sister|mum|mom|dad|baby"
    "|child|home|job)", "widow(?:er|ed)?",
          "(?:don t|do not) know what to do", "scared", "frightened", "afraid", "anxious",
          "stressed(?: out)?", "so worried", "worried sick", "very worried", "terribly worried", "ashamed",
          "alone (?:with|and)", "all alone", "exhausted", "burnt out", "miserable", "depress(?:ed|ing|ion)",
          "suffer(?:ing)?", "in (?:so much |a lot of |terrible )?pain",
          "(?:terminal|cancer|chemo\\w*|hospice|intensive care|stroke|miscarriage)",
          "in (?:the )?(?:hospital|intensive care)(?= |$)",
          "(?:he|she|they|my \\w+) (?:was|were|is|are) (?:so )?(?:heart ?broken|crying|in tears)",
          "so (?:sad|upset|unhappy)", "nightmare"),
    _rule("distress", 0.4, "worried", "sad(?:ly)?", "unfortunately", "upset", "confused", "lost",
    "struggling", "difficult time", "hard time", "stress(?:ed|ful)?", "nervous", "please help",
    "sorry for my", "urgent(?:ly)?", "emergency", "as soon as possible", "right away", "immediately",
    "i m begging", "i beg you", "lonely", "cry", "hurts?", "accident", "injur\\w*", "fear"),
)  # fmt: skip

_FR = (
    _rule("anger", 0.95, "connards?", "connasses?", "salauds?", "salopes?", "salopards?", "encules?",
    "enfoires?", "ta gueule", "vos gueules", "ferme(?:z)? (?:la|ta gueule)", "va te faire",
    "allez vous faire", "allez (?:au diable|vous faire)", "batards?", "fils de pute", "putes?", "abrutis?",
    "cretins?", "imbeciles?", "ordures?", "espece d(?:e)? \\w+",
          "(?:vous etes|t es|tu es|bande d(?:e)?) (?:\\w+ ){0,2}(?:nuls?|cons?|idiots?|stupides?|debiles?"
          "|incapables?|incompetents?|voleurs?|escrocs?|menteurs?|guignols?|clowns?|charlots?|arnaqueurs?"
          "|bons a rien)", "foutez (?:moi|nous) la paix", "je vous emmerde", "degage[rz]?", "espece de"),
    _rule("anger", 0.9, "inadmissible", "inacceptable", "scandaleu(?:x|se)", "un scandale",
    "honteu(?:x|se)", "c est (?:une |la )?honte", "quelle honte", "lamentable", "deplorable", "intolerable",
    "revolt(?:ant|e|ee)", "indigne", "indignee?",
          "(?:j en ai|on en a|en ai|y en a) (?:vraiment |plus que |franchement )?(?:marre|assez|ras le bol"
          "|plein le dos|ras la casquette|plein le cul)", "marre", "ras le bol",
          "(?:en|tres|vraiment|super|tellement|hyper) colere", "en colere", "furieu(?:x|se)", "furax",
          "hors de moi", "exasper(?:e|ee|ant)", "excede[es]*", "a bout de (?:nerfs|patience)",
          "perds? patience", "perdre patience", "ma patience", "trop c est trop", "ca suffit(?: maintenant)?",
          "vous (?:vous |me |nous )?(?:moquez|foutez|fichez)",
          "se (?:moque|fout|fiche) de (?:moi|nous|qui|la gueule)", "foutage de gueule",
          "prenez (?:moi|nous|les gens)? ?pour (?:un|une|des|qui)",
          "prendre pour (?:un|une|des) (?:con|cons|imbecile|idiot|idiots|pigeons?|debile)",
          "vous n avez pas honte", "c est du vol", "arnaqu\\w*", "escroquerie", "escrocs?", "voleurs?",
          "je (?:vous )?hais", "me rend(?:ez)? (?:fou|folle|dingue|malade)", "ca m enerve", "m enerve[zr]?",
          "m agace[zr]?", "vous allez (?:m entendre|entendre parler de moi|le regretter)"),
    _rule("anger", 0.7, "ridicule", "n importe quoi", "du grand n importe quoi", "insupportable", "penible",
    "aberrant", "absurde", "incompetents?", "incompetence", "incapables?",
    "une (?:vraie )?(?:blague|plaisanterie|farce|catastrophe)", "catastrophiques?", "enerve[es]*",
    "agace[es]*", "fachee?s?", "irrite[es]*",
    "pas (?:possible|normal|serieux|acceptable|admissible|tolerable|correct)", "c est nul", "vraiment nul",
    "service (?:nul|pourri|deplorable|lamentable|minable|horrible)", "minable", "pourri",
          "ca (?:ne )?(?:sert|servira) a rien",
          "(?:personne|aucun\\w*) (?:ne |n )?(?:repond|m ecoute|ecoute|fait rien|m aide|s en occupe|bouge"
          "|rappelle)", "menteurs?", "vous mentez", "mensonges?", "plus jamais", "perdre mon temps",
          "perte de temps", "me faire perdre", "me prenez", "degout\\w*", "je deteste", "insultant",
          "du mepris", "idiots?", "stupides?", "debiles?", "gueule", "s en (?:fout|fiche)",
          "en (?:fous|fiche)"),
    _rule("anger", 0.5, "catastroph\\w+", "pitoyable", "hallucinant", "aucun respect",
    "aucune consideration", "horrible",
    "pas (?:du tout |tres |vraiment )?(?:contente?s?|satisfaite?s?|ravie?s?)",
    "mecontente?s?", "insatisfaite?s?", "decue?s?", "decevant", "decevante", "mecontentement",
    "reclamation", "me plaindre", "porter plainte", "une plainte", "(?:mon|un) avocat", "tribunal",
    "mise en demeure", "mediateur", "60 millions", "que choisir", "dgccrf", "repression des fraudes",
    "(?:deux|trois|quatre|cinq|six|dix|quinze|vingt|cent|\\d+|plusieurs|enieme|nieme|\\d+ e)(?:ieme)? fois"
    " (?:que )?", "combien de fois", "encore une fois",
    "toujours (?:pas|rien|la meme chose|aucun\\w*)(?: \\w+){0,6} (?:semaines?|mois|jours?|heures?)",
    "(?:des|depuis) (?:des )?(?:heures|semaines|mois|lustres)", "vous m aviez (?:dit|promis)",
    "on m avait (?:dit|promis)", "promesses?",
    "(?:je vais|je veux|je compte) (?:tout )?(?:resilier|partir|changer|annuler tout|aller voir ailleurs)",
    "aller voir (?:ailleurs|la concurrence)", "a la concurrence", "avis negatif", "une etoile",
    "reseaux sociaux", "rembourse[zr]? moi", "il faut arreter", "arretez (?:de|avec)", "vous plaisantez",
    "vous rigolez", "c est pas (?:vrai|possible)", "mais enfin", "franchement", "se moque"),
    _rule("anger", 0.4, "putain", "merde", "bordel", "chier", "chiant\\w*", "saoule[rz]?", "soule[rz]?",
    "foutu\\w*", "foutre", "con(?:s|ne|nes)?", "connerie[s]?", "emmerd\\w*", "fait chier", "merdique\\w*",
    "cul", "diable", "zut", "mince alors", "nom de dieu", swearing=True),
    _rule("anger", 0.5, "merci pour rien",
    "(?:bravo|felicitations|chapeau|super|genial|formidable|merveilleux|magnifique"
    "|parfait)(?=.*\\b(?:encore|toujours|pas|rien|perdu|casse|retard|annule|attendre|attends|heures"
    "|semaines|jamais)\\b)", "c est du propre", "quel service", "bravo le service", "comme d habitude",
    "comme par hasard", "ben voyons", "mais bien sur", "quelle surprise", "et puis quoi encore",
    "c est le pompon", "le comble", "on croit rever", "vous vous rendez compte"),
    _rule("distress", 0.9, "(?:j |je )?(?:n )?en peux plus", "n en pouvons plus", "desesper\\w*",
    "desespoir", "a bout(?! de nerfs| de patience)", "au bout du rouleau", "en larmes",
    "je (?:pleure|craque|suis effondree?|m effondre)", "pleure(?:r|s)?", "effondree?s?", "anean\\w*",
    "devastee?", "plus (?:la )?force", "tout perdu", "plus rien a manger", "rien (?:a|pour) manger",
    "a la rue", "sans (?:logement|abri|ressources)", "expuls\\w*", "(?:plus )?envie de vivre", "suicid\\w*",
    "panique[er]?", "crise d angoisse", "terrorisee?", "au secours",
    "aidez moi (?:je vous en (?:prie|supplie)|s il vous plait)", "je vous en (?:supplie|prie aidez)",
    "je vous supplie", "sais plus (?:quoi faire|vers qui|ou donner|comment faire)", "ne sais plus quoi"),
    _rule("distress", 0.7,
    "(?:est|sont|vient de|a|suis) (?:\\w+ )?(?:decede\\w*|mourir|mort|morte)(?! de"
    " (?:rire|faim|fatigue|trouille|soif))", "deces", "decedee?s?", "obseques", "enterrement", "deuil",
    "veu(?:f|ve)", "(?:mon|ma|notre) (?:defunt|defunte|feu)",
    "(?:perdu|perdre) (?:mon|ma|notre|un|une) (?:mari|femme|pere|mere|fils|fille|bebe"
    "|enfant|frere|soeur|emploi|travail|maison|conjoint|epoux|epouse)", "nous a quittee?s",
    "sais pas quoi faire", "(?:j ai|avons|elle a|il a) (?:tres |si |tellement )?peur", "angoiss\\w*",
    "inquiet\\w* (?:pour|a mourir)", "tres inquiete?", "vraiment inquiete?", "perdue?",
    "completement perdue?", "epuisee?", "honte de", "j ai honte", "toute? seule?", "deprim\\w*",
    "depression", "malheureu(?:x|se)", "souffr\\w*",
    "(?:cancer|chimio\\w*|soins intensifs|reanimation|coma|avc|fausse couche|handicap\\w*)", "a l hopital",
    "hospitalise[es]*", "cauchemar", "bouleversee?", "triste", "tristesse", "desarroi", "detresse"),
    _rule("distress", 0.4, "inquiete?s?", "inquietude", "malheureusement", "urgent\\w*", "urgence",
    "tout de suite", "immediatement", "au plus vite", "le plus vite possible", "peur", "difficile(?:s)?",
    "galere[rs]?", "stress\\w*", "accident", "blessee?s?", "mal(?= |$)", "fatiguee?s?", "peine", "seule?s?",
    "malade", "pleurs?", "larmes", "besoin d aide", "aidez (?:moi|nous)", "comprends (?:rien|plus rien)"),
)  # fmt: skip

RULES: dict[Language, tuple[Rule, ...]] = {"en": _EN, "fr": _FR}

CHEERFUL = {
    "en": re.compile(
        r"\b(?:love|loved|awesome|amazing|great(?! (?:another|now|so))|brilliant|fantastic|excellent"
        r"|wonderful|perfect|beautiful|best|cool|haha\w*|lol|lmao|rofl|funny|hilarious"
        r"|(?<!not )(?<!n t )happy|glad|congrats"
        r"|congratulations|thank you so much|thanks (?:so much|a lot|a million|a bunch)|delighted|thrilled"
        r"|excited|good (?:news|job|work|one)|fun|yay|legend|star|nice|sweet|adorable|gorgeous|made my day"
        r"|lucky|bless you|cheers|sorry|my (?:own )?(?:fault|mistake|bad)|forgot(?:ten)?"
        r"|oops|silly me|stupid me)\b"
    ),
    "fr": re.compile(
        r"\b(?:genial\w*|super|excellent\w*|formidable|parfait\w*|magnifique|top|adore"
        r"|(?<!pas )(?<!mal )content\w*|ravie?s?"
        r"|heureu(?:x|se)|merci (?:beaucoup|infiniment|mille fois|vraiment)|bonne nouvelle|haha\w*|mdr|lol"
        r"|ptdr|drole|rigolo|marrant|cool|trop (?:bien|fort|bon)|chouette|sympa|au poil"
        r"|nickel|impeccable|beau|belle|incroyable|la classe|adorable|j ai gagne|chance"
        r"|pardon|desolee?|excusez moi|ma faute|j ai oublie|je suis bete|oups)\b"
    ),
}
"""Words of somebody in a good mood, or cross with himself: with them, swearing is no anger."""

FIGURES = {
    "en": re.compile(
        r"\b(?:(?:is|are|s|was) killing (?:me|it)(?: (?:with laughter|laughing))?|kill(?:ing|s|ed)? (?:for"
        r"|time|two birds)|dying (?:to|for|of (?:laughter|curiosity|boredom|hunger|thirst))|died"
        r" (?:laughing|of laughter)|cry(?:ing|ed)? (?:with|of|from) (?:laughter|joy)|laugh(?:ing"
        r"|ed)? until i cr\w+|tears of joy|happy tears|hell of an?|one hell|heck of an?|hell yes|hell yeah"
        r"|damn (?:good|right|well|fine|cute|near|straight)|bloody (?:good|brilliant|marvellous|lovely"
        r"|well)|mad (?:about|at myself)|crazy (?:about|good)|sick (?:leave|note|pay|day|child|note|person)"
        r"|angry birds|bloody mary|shit happens|holy (?:shit|crap|cow)|no shit|the shit|scared of"
        r" (?:nothing|heights)|lost (?:my|the|a|our) (?:card|phone|wallet|keys?|password|pin|luggage|bags?"
        r"|parcel|package|way|suitcase|passport)|lost (?:luggage|card|and found|property)|stupid question"
        r"|silly question|hate to (?:bother|ask|be)|sorry to (?:bother|disturb)|not too (?:bad|shabby)"
        r"|hurt to|hard times?|sue (?:is|from|and|in)|dick (?:is|from))\b"
    ),
    "fr": re.compile(
        r"\b(?:(?:mort|morte|morts|mourir|meurs|creve|mourant) de (?:rire|faim|soif|curiosite|froid|chaud"
        r"|envie|fatigue|trouille|peur)|pleur\w* de (?:rire|joie)|larmes de joie|fou rire|tue[rs]? le temps"
        r"|me tue (?:de rire|avec)|d enfer|du diable|trop con que|bete question|question (?:bete|idiote"
        r"|stupide)|ca va pas (?:mal|trop mal)|pas mal|pas grave|sans peine|a peine|perdu (?:ma|mon|mes|la"
        r"|le|une?) (?:carte|telephone|portable|mot de passe|code|cles?|colis|valise|bagages?|papiers"
        r"|identifiant|numero|passeport|facture)|objets? perdus?|mal (?:a|au|aux|de) (?:la |le |l )?(?:dos"
        r"|tete|ventre|dents?|genou|pied|bras|gorge)|arret maladie|assurance (?:accident|maladie|deces"
        r"|perte d emploi)|declar\w* (?:un|d) accident|beau cul|cul de sac|faim de loup|service (?:urgence"
        r"|des urgences)|numero d urgence|super urgent|seule?s? (?:fois|personne|commande|article|produit"
        r"|question)|un seul|une seule)\b"
    ),
}
"""Figures of speech and plain facts that only look like feelings."""

NEGATED = {
    "en": re.compile(
        r"(?:\bnot|\bisn t|\bain t|\bwasn t|\baren t|\bm not|\bnever|\bno|\bwithout|\bnothing|\bdon t (?:be"
        r"|get|feel|want to (?:be|sound))|\bno need to (?:be|get)|\bwouldn t (?:say|call)|\bhardly"
        r"|\brather than)(?: (?:at all|that|so|very|really|too|exactly|even|being|here to|trying to be"
        r"|going to|to be|an?|the|any|actually|saying it s|saying this is|it s|it|be|feeling))*$"
    ),
    "fr": re.compile(
        r"(?:\bpas|\bjamais|\bni|\bsans|\bplus|\brien (?:de|d)|\baucun\w*)(?: (?:du tout"
        r"|si|tres|vraiment|trop|de"
        r"|d|un|une|en|etre|la|le|l|a|que je sois|non plus|forcement|dire que c est|completement"
        r"|tellement))*$"
    ),
}
"""At the end of what stands before a word: the word is denied."""

REPORTED = {
    "en": re.compile(
        r"\b(?:he|she|they|(?:my|the|our|his|her) \w+|neighbou?rs?|people|someone) (?:\w+ ){0,2}?(?:said"
        r"|says|told|tells|called|calls|thinks|thought|was|is|were|are|gets?|got|felt|wrote|screamed"
        r"|shouted|yelled)(?: \w+){0,5}$|\b(?:quote|the word|called|movie|film|song|book|game|band|titled"
        r"|named)(?: \w+){0,3}$"
    ),
    "fr": re.compile(
        r"\b(?:il|elle|ils|elles|(?:mon|ma|mes|le|la|son|sa|notre) \w+|les gens|quelqu un)"
        r" (?:\w+ ){0,2}?(?:dit|disait|disent|trouve|trouvait|m a dit|m a traitee?|pense|etait|est|sont"
        r"|etaient|a crie|criait|appelle)(?: \w+){0,5}$|\b(?:le mot|intitulee?|film|livre|chanson|jeu"
        r"|appelee?)(?: \w+){0,3}$"
    ),
}
"""At the end of what stands before a word: somebody else's word or mood."""
