"""How letters are said on the telephone: by name, by spelling alphabet, and as recognizers write them."""

from __future__ import annotations

from collections.abc import Mapping

from voice.turn import Language

_NATO = """
    alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett juliette kilo lima
    mike november oscar papa quebec romeo sierra tango uniform victor whiskey whisky zulu yankee
"""
"""ICAO/NATO (ICAO Annex 10, volume II, 5.2.1.3)."""
_FRENCH = """
    anatole berthe celestin celestine desire eugene francois gaston henri irma joseph kleber louis
    marcel nicolas pierre quintal raoul suzanne therese ursule william xavier yvonne zoe anna arthur
    bruxelles bernard camille cecile daniel david emile emma frederic gustave georges henry isidore
    jean jacques jules kilogramme leon louise marie maurice nicole napoleon olga paul quitte quiche
    robert sophie simon theodore teresa ulysse valentin waterloo yves zurich zorro
"""
"""France, Belgium, Switzerland."""
_BRITISH = """
    apple adam andrew able ben bobby betty barry baker butter cat charles colin dog donald dave
    edward elephant easy fred freddy freddie frank father george harry henry ice isaac item jack jam
    john king kate kilogram london lucy love lion mary mother michael nan nancy nellie norman nut
    orange oliver peter percy queen queenie quentin roger robert ruby sugar sam sarah sally tommy
    tom thomas tea uncle umbrella violet vincent walter wendy water yellow york yacht zebra zoo
"""
"""What British and American callers say."""
SPELLING: Mapping[str, str] = {
    **{word: word[0].upper() for word in (_NATO + _FRENCH + _BRITISH).split()},
    "xray": "X",
}
"""Words that stand for their first letter."""

AMBIGUOUS = frozenset({"love", "tea", "ice", "water", "easy", "item", "king", "father", "mother", "marie",
"jean", "papa",
                       "able", "hotel", "golf", "mike", "quitte"})  # fmt: skip
"""Spelling words that are ordinary words too: they stand for a letter less surely."""

NAMES: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "ah": "A", "ha": "A", "as": "A", "be": "B", "bes": "B", "baie": "B", "bee": "B", "ce": "C",
        "ces": "C",
        "ses": "C", "cest": "C", "sait": "C", "des": "D", "de": "D", "the": "T", "dee": "D", "eux": "E",
        "heu": "E",
        "effe": "F", "eff": "F", "ge": "G", "jai": "G", "jet": "G", "geai": "G", "hache": "H", "ache": "H",
        "ash": "H", "hi": "I", "ji": "J", "gi": "J", "cas": "K", "ka": "K", "elle": "L", "aile": "L",
        "el": "L", "ailes": "L", "aime": "M", "em": "M", "haine": "N", "en": "N", "enne": "N", "haie": "N",
        "au": "O",
        "eau": "O", "oh": "O", "haut": "O", "aux": "O", "pe": "P", "paix": "P", "cul": "Q", "cu": "Q",
        "ku": "Q",
        "air": "R", "erre": "R", "er": "R", "aire": "R", "est": "S", "esse": "S", "es": "S", "ess": "S",
        "te": "T",
        "tes": "T", "hu": "U", "hue": "U", "eu": "U", "ve": "V", "vais": "V", "vee": "V", "double ve": "W",
        "double v": "W", "ixe": "X", "ix": "X", "hics": "X", "i grec": "Y", "y grec": "Y", "igrec": "Y",
        "zed": "Z",
        "zede": "Z",
    },
    "en": {
        "ay": "A", "eh": "A", "hey": "A", "be": "B", "bee": "B", "see": "C", "sea": "C", "cee": "C",
        "dee": "D",
        "the": "D", "ee": "E", "ef": "F", "eff": "F", "gee": "G", "jee": "G", "aitch": "H", "haitch": "H",
        "eye": "I",
        "aye": "I", "jay": "J", "kay": "K", "okay": "K", "el": "L", "ell": "L", "hell": "L", "em": "M",
        "en": "N",
        "end": "N", "oh": "O", "owe": "O", "pee": "P", "pea": "P", "cue": "Q", "queue": "Q", "are": "R",
        "our": "R",
        "ar": "R", "ess": "S", "es": "S", "tea": "T", "tee": "T", "you": "U", "yew": "U", "vee": "V",
        "we": "V",
        "double you": "W", "double u": "W", "ex": "X", "why": "Y", "wye": "Y", "zed": "Z", "zee": "Z",
        "said": "Z",
    },
}  # fmt: skip
"""What a recognizer writes for the name of a letter, in folded words."""

DIGITS: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "set": "7", "cet": "7", "cette": "7", "dis": "10", "dit": "10", "ouse": "11", "ouze": "11",
        "oui t": "8", "ouit": "8", "oui": "8", "neuve": "9", "nerf": "9", "oeuf": "9", "si": "6", "cis": "6",
        "sis": "6", "scie": "6", "de": "2", "deu": "2", "troie": "3", "cat": "4", "katre": "4",
        "quatres": "4", "cinque": "5", "saint": "5", "sain": "5", "hein": "1", "en": "1", "an": "1",
        "ans": "1", "heros": "0", "toi": "3", "treze": "13", "sans": "100",
        "cents": "100", "sang": "100", "vin": "20", "vain": "20", "ou": "0",
    },
    "en": {
        "oh": "0", "nought": "0", "naught": "0", "nil": "0", "won": "1", "to": "2", "too": "2", "tree": "3",
        "free": "3", "for": "4", "fore": "4", "fife": "5", "sex": "6", "sicks": "6", "ate": "8", "eat": "8",
        "niner": "9", "nein": "9", "mine": "9",
    },
}  # fmt: skip
"""What a recognizer writes for a number, in folded words."""

ORDINARY = frozenset({"en", "an", "ans", "toi"})
"""Of these, words so ordinary that a value with one of them is read back."""
