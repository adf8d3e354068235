"""Yes, no, or neither, as people say it."""

from __future__ import annotations

import pytest

from voice.understanding.yes_no import yes_or_no


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("oui", True), ("Ouais, c'est ça.", True), ("euh oui voilà", True), ("tout à fait", True),
        ("d'accord", True),
        ("yes", True), ("Yeah, that's right", True), ("sure", True), ("OK", True),
        ("yes, and where is my order", True),
        ("non", False), ("Non merci.", False), ("pas du tout", False), ("c'est pas ça", False),
        ("ce n'est pas bon", False),
        ("no", False), ("nope", False), ("not really", False), ("that's wrong", False),
        ("no thank you", False),
        ("ben oui", True), ("oui oui", True), ("ça marche", True), ("ça me va", True), ("bien sûr", True),
        ("carrément", True),
        ("je crois que oui", True), ("pourquoi pas", True), ("pas de problème", True), ("pas de souci", True),
        ("mais oui", True), ("c'est bien ça", True), ("voilà c'est ça", True), ("effectivement", True),
        ("oui merci", True),
        ("volontiers", True), ("c'est exact", True), ("si si", True), ("ouais allez", True),
        ("oui je confirme", True),
        ("I guess so", True), ("I suppose so", True), ("I think so", True), ("yup", True),
        ("that's the one", True),
        ("go ahead", True), ("no problem", True), ("no worries", True), ("yes please", True),
        ("absolutely", True),
        ("that'd be great", True), ("sounds good", True), ("it is", True), ("you got it", True),
        ("right", True),
        ("pas vraiment", False), ("c'est pas ça", False), ("ce n'est pas ça du tout", False),
        ("je crois pas", False),
        ("je ne pense pas", False), ("ah non", False), ("mais non", False), ("non non", False),
        ("surtout pas", False),
        ("pas exactement", False), ("oui euh non", False), ("oui enfin non", False),
        ("je ne veux pas", False),
        ("vous vous trompez", False), ("c'est faux", False), ("du tout", False), ("non c'est bon", False),
        ("not at all", False), ("I don't think so", False), ("I'd rather not", False), ("not exactly", False),
        ("nah", False), ("yes actually no", False), ("no that's wrong", False), ("that's not it", False),
        ("you're wrong", False),
        ("not quite", False), ("it isn't", False), ("no I don't", False), ("never", False),
        ("peut-être", None), ("je ne sais pas", None), ("I don't know", None), ("maybe", None),
        ("perhaps", None),
        ("oui et non", None), ("yes and no", None), ("notre numéro", None), ("nowhere", None),
        ("ouverture", None),
        ("yesterday", None), ("si je veux", None), ("ma commande", None), ("", None), ("nous", None),
        ("note", None),
    ],
)  # fmt: skip
def test_yes_and_no(text: str, answer: bool | None) -> None:
    assert yes_or_no(text) is answer
