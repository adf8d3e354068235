"""Several requests in one sentence, with the shipped plans; and tales that lead up to a single one."""

from __future__ import annotations

import pytest

from tests.conversation.talk import plan
from voice.turn import Heard, Language
from voice.understanding.understander import Understander

SEVERAL: list[tuple[str, Language, str, list[str]]] = [
    ("retail", "en", "i want to return a lamp and also where is my other parcel",
     ["start_return", "order_status"]),
    ("retail", "fr", "je veux savoir où est ma commande et vos horaires de samedi",
     ["order_status", "opening_hours"]),
    ("insurance", "fr", "où en est mon sinistre et il me faudrait aussi une attestation",
     ["claim_status", "certificate"]),
    ("insurance", "en", "i need a certificate and am i covered for theft", ["certificate", "coverage"]),
    ("hospital", "fr", "c'est quand mon rendez-vous et comment on vient en bus",
     ["appointment", "directions"]),
    ("retail", "en", "i ordered a lamp and a table and i want to know where they are", ["order_status"]),
    ("insurance", "en", "i had a leak and i want to know how my claim is going", ["claim_status"]),
    ("insurance", "fr", "on m'a volé mon vélo et je voudrais savoir où en est mon dossier", ["claim_status"]),
    ("retail", "en", "Hi, I wanted to ask when you close tonight.", ["opening_hours"]),
    ("retail", "en", "I bought a chair from you and I'd like to send it back, it's the wrong colour.",
     ["start_return"]),
    ("hospital", "en", "i've lost my letter and i don't know what time my appointment is", ["appointment"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "language", "text", "wanted"), SEVERAL)
def test_each_request_is_heard_and_a_tale_is_none(
    name: str, language: Language, text: str, wanted: list[str]
) -> None:
    found = Understander(plan(name)).understand(Heard(text), language=language)
    assert [intent.name for intent in found.intents] == wanted
