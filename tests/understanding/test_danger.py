"""Danger to life or health, and what only sounds like it."""

from __future__ import annotations

import pytest

from voice.understanding.commands import Command, find_command

DANGER = [
    "je vais mourir", "j'ai plus envie de vivre", "je veux mourir", "je vais me tuer",
    "mon mari va me tuer", "à quoi bon vivre", "envoyez une ambulance",
    "c'est une question de vie ou de mort",
    "j'ai mal à la poitrine", "j'ai une douleur dans la poitrine là ça me serre", "il ne respire plus",
    "j'arrive pas à respirer", "ma femme a perdu connaissance", "elle saigne beaucoup",
    "il vient de faire un malaise",
    "mon fils a avalé des médicaments", "je fais un infarctus je crois", "mon bébé est tout bleu",
    "elle a perdu les eaux", "mon père a fait un AVC il y a cinq minutes, aidez-moi maintenant",
    "ça sent le gaz chez moi", "la maison est en feu",
    "il me frappe", "quelqu'un essaie d'entrer chez moi", "au secours",
    "I want to kill myself", "I don't want to be here any more", "I just want to die", "she's dying",
    "he's going to kill me", "my father is having a heart attack",
    "I've got this awful tightness in my chest", "it's going down my left arm",
    "she can't breathe", "my husband collapsed", "he won't wake up", "there's blood everywhere",
    "I've taken too many pills", "she's having a seizure", "her face is drooping",
    "my throat is closing up", "my waters broke",
    "the kitchen is on fire", "I can smell gas", "someone's breaking in", "he's got a knife",
    "I had chest pain last week and now I can't breathe", "my baby turned blue", "send an ambulance",
]  # fmt: skip
NO_DANGER = [
    "avec ces prix je vais faire un infarctus", "i'm gonna have a heart attack when i see that bill",
    "je meurs de faim", "je vais mourir de rire", "je meurs d'envie de le recevoir",
    "ma femme va me tuer si le colis est en retard",
    "j'ai fait un infarctus il y a deux ans et j'ai un contrôle",
    "ma mère a fait un AVC en janvier, elle va bien",
    "c'est pour une visite de contrôle après mon infarctus", "est-ce que je suis couvert en cas d'incendie",
    "tuer le temps", "mon téléphone est mort", "c'est à mourir d'ennui",
    "je voudrais un couteau de cuisine", "je ne bouge pas de chez moi demain",
    "l'assurance couvre l'infarctus",
    "I'm dying to know", "my order is killing me", "my wife will murder me if I miss it",
    "my son's going to kill me if it's late", "this battery is dead",
    "I had a heart attack two years ago and I have a check-up",
    "my mum had a stroke in January and she's fine now", "am I covered for a heart attack",
    "does my policy cover a gas leak", "it's a matter of taste", "the call was cut",
    "we were dying of laughter",
    "I'm in the car on my way", "I want to return two tablets", "is there a fire sale",
]  # fmt: skip


@pytest.mark.parametrize("text", DANGER)
def test_danger(text: str) -> None:
    assert find_command(text) is Command.DANGER


@pytest.mark.parametrize("text", NO_DANGER)
def test_no_danger(text: str) -> None:
    assert find_command(text) is not Command.DANGER
