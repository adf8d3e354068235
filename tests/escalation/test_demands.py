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
MORE = {
    "minor": ["j'ai treize ans et demi", "mes parents ne sont pas là", "je suis en CM2", "I'm only nine",
    "I'm sixteen and I don't have a card", "I'm home alone",
              "I'm not eighteen yet so can I still do it", "ma maman elle dort"],
    "vulnerable": ["je suis presque aveugle", "je n'y vois presque plus rien",
    "je suis en fauteuil roulant", "j'ai quatre-vingt-neuf ans et je vis seule",
                   "I'm partially sighted", "I'm 84 and I live on my own", "I have memory problems",
                   "my carer usually does this", "I can't afford to eat"],
    "fraud": ["je ne reconnais pas ce prélèvement", "on a ouvert un contrat à mon nom",
    "someone has been using my account", "I got a parcel that I never ordered",
              "I don't recognise this transaction", "j'ai reçu un faux SMS de votre part",
              "mon compte a été piraté", "that order wasn't me"],
    "legal": ["je vais prendre un avocat", "mon avocate vous contactera", "on se retrouvera devant le juge",
    "je n'hésiterai pas à porter plainte", "je vais saisir le médiateur",
              "I'll get my lawyer involved", "I'm taking legal advice", "my solicitors will write to you",
              "I'm going to the ombudsman", "this will end up in court"],
    "data_protection": ["effacez mon nom et toutes mes coordonnées", "vous avez vendu mes données",
    "je veux exercer mon droit d'accès", "d'où avez-vous mon numéro",
                        "what information do you hold about me", "take my details off your database",
                        "you sold my details", "please remove all the records you have on me",
                        "I want to withdraw my consent"],
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
    "mon avocat me demande une attestation d'assurance", "my solicitor needs a certificate for the house",
    "I'm a lawyer and I need a parking space",
    "j'ai déposé plainte à la police pour le vol et je veux déclarer le sinistre",
    "I reported the theft and need my claim number", "je suis avocate",
    "je ne vais pas porter plainte pour si peu", "I'm not going to sue you, I just want my parcel",
    "mon voisin s'est fait arnaquer alors je vérifie mon contrat",
    "I'm ten weeks pregnant", "I'm fifteen minutes late for my appointment",
    "j'ai huit ans d'ancienneté chez vous", "j'ai douze ans de bonus", "the blinds I ordered",
    "my boss is deaf so I call for him", "your fraud team sent a leaflet",
    "je voudrais changer mes coordonnées", "I want to update my details", "what information do you need",
    "quelles informations vous faut-il", "my parents' house is insured with you",
    "my mum will take the delivery",
    "l'hôpital est près du tribunal", "I saw your scheme on the news", "I lost my parcel number",
    "I'm a bit confused about the date", "je ne vois pas le numéro sur la facture",
    "I can't read the number", "I never got my parcel",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [(name, text) for table in (HEARD, MORE) for name, texts in table.items() for text in texts],
)
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
