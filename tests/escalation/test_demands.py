"""What needs a person without a score, and what only sounds like it."""

from __future__ import annotations

from typing import get_args

import pytest

from voice.dialplan.model import BuiltInDemand
from voice.escalation.demands import BUILT_IN, OwnDemand, find_demand
from voice.turn import TransferReason

HEARD = {
    "minor": ["j'ai dix ans", "je sais pas j'ai douze ans et maman est pas là",
    "I'm only eleven and my mum's not here", "je suis mineur", "I'm a minor",
              "I am fifteen years old"],
    "vulnerable": ["je suis malvoyante", "je suis sous tutelle", "je ne sais pas lire",
    "I'm registered disabled", "I have dementia", "I'm hard of hearing",
                   "j'ai quatre-vingt-six ans et je n'y comprends rien", "je suis une personne âgée"],
    "fraud": ["j'ai reçu une confirmation pour une commande que je n'ai jamais passée",
    "quelqu'un a utilisé ma carte", "je crois que c'est une arnaque",
              "there's a payment on my card that I didn't make", "somebody hacked my account",
              "I never authorised that", "on m'a volé mon identité",
              "I think I've been scammed", "c'est pas moi qui ai commandé"],
    "bereavement": ["mon père est décédé hier", "my mother passed away", "je voudrais déclarer un décès",
    "we lost our son"],
    "legal": ["mon avocat vous adressera une mise en demeure", "you'll be hearing from my solicitor",
    "je vais porter plainte", "I'm going to sue",
              "on se verra au tribunal", "I'll take you to court", "see you in small claims"],
    "data_protection": ["je voudrais que vous supprimiez toutes mes données personnelles",
    "au titre du RGPD", "I want all my personal data deleted",
                        "under the GDPR", "subject access request", "quelles données avez-vous sur moi"],
}  # fmt: skip
NOTHING = [
    "j'ai dix commandes en cours", "j'ai quinze ans de contrat chez vous", "I'm five minutes away",
    "I'm ten miles from the shop", "j'attends depuis dix ans",
    "est-ce que je suis couvert contre la fraude", "am I covered for fraud",
    "where is my data sheet",
    "mon agent immobilier veut une attestation",
    "the shop on Court Road", "je suis mort de rire",
    "my phone died",
    "I died laughing", "la batterie est morte", "what does life insurance cost",
    "je voudrais une assurance décès", "je voudrais parler de ma commande",
    "my son is ten and he wants to return a toy", "ma fille a dix ans",
    "c'est pour les dix ans de mon fils", "I want to close my account", "where is my order",
    "I'm a bit confused about the date", "je ne vois pas le numéro sur la facture",
    "I can't read the number", "I never got my parcel",
]  # fmt: skip


@pytest.mark.parametrize(("name", "said"), [(name, text) for name, texts in HEARD.items() for text in texts])
def test_what_needs_a_person(name: str, said: str) -> None:
    found = find_demand(said, "fr")
    assert found and found.name == name
    assert "«" in found.evidence and found.reason in TransferReason


@pytest.mark.parametrize("said", NOTHING)
def test_what_does_not(said: str) -> None:
    assert find_demand(said, "en") is None


def test_the_plan_can_leave_out_and_the_model_knows_what() -> None:
    assert {name for name, _, _ in BUILT_IN} == set(get_args(BuiltInDemand))
    assert find_demand("my mother passed away", "en", ignored=("bereavement",)) is None


RECALL = OwnDemand("recall", ("rappel de produit", "lampe * feu",
"rembours* tout de suite"), {"fr": "produit rappelé", "en": "a recall"})  # fmt: skip


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("c'est pour le rappel de produit", True), ("ma lampe a pris feu", True),
        ("la lampe du salon a pris feu", True),
        ("lampe à feu", True), ("remboursez-moi tout de suite", False),
        ("remboursement tout de suite", True), ("une lampe pour mon salon", False),
        ("lampe un deux trois quatre cinq six sept feu", False),
    ],
)  # fmt: skip
def test_a_plan_can_add_its_own(said: str, found: bool) -> None:
    demand = find_demand(said, "fr", (RECALL,))
    assert (demand is not None) is found
    if demand:
        assert (demand.name, demand.reason) == ("recall", TransferReason.PLAN)
        assert demand.evidence.startswith("produit rappelé : «")
