"""Sentences that no plan serves: what the classifier learns to leave alone."""

from __future__ import annotations

from collections.abc import Mapping

from voice.turn import Language

BACKGROUND: Mapping[Language, tuple[str, ...]] = {
    "fr": (
        "bonjour", "allô", "oui", "non", "merci beaucoup", "d'accord", "je ne sais pas",
        "attendez une seconde",
        "il fait beau aujourd'hui", "quel temps fera-t-il demain", "racontez-moi une blague", "qui êtes-vous",
        "vous êtes un robot", "mettez de la musique", "quelle est la capitale de l'Australie", "je t'aime",
        "combien font douze fois sept", "réveille-moi à six heures", "je voudrais commander une pizza",
        "réservez-moi un billet de train pour Lyon", "je cherche un emploi chez vous",
        "quel est le score du match",
        "je voudrais parler de politique", "mon chien s'appelle Rex", "j'ai oublié mes clés chez ma sœur",
        "comment fait-on une tarte aux pommes", "est-ce que vous vendez des voitures",
        "je suis dans le train",
        "pouvez-vous me prêter de l'argent", "je voudrais changer de mot de passe",
        "mon ordinateur ne démarre plus",
        "quel est le cours de la bourse", "traduisez cette phrase en espagnol", "allumez la lumière du salon",
        "ma télévision est en panne", "je me suis trompé de numéro", "excusez-moi, j'ai été interrompu",
        "je vous rappelle plus tard", "c'est ma fille qui parle", "on m'entend bien là",
        "quelle heure est-il",
        "je voudrais un crédit immobilier", "changez ma formule d'abonnement téléphonique",
        "je vais y réfléchir",
        "vous avez des nouvelles de mon frère", "il y a du bruit ici", "quel est votre film préféré",
    ),
    "en": (
        "hello", "hi there", "yes", "no", "thank you very much", "okay", "I don't know", "wait a second",
        "the weather is nice today", "what will the weather be tomorrow", "tell me a joke", "who are you",
        "are you a robot", "play some music", "what is the capital of Australia", "I love you",
        "what is twelve times seven", "wake me up at six", "I would like to order a pizza",
        "book me a train ticket to London", "I'm looking for a job with you",
        "what was the score of the game",
        "let's talk about politics", "my dog is called Rex", "I left my keys at my sister's",
        "how do you bake an apple pie", "do you sell cars", "I'm on the train",
        "can you lend me some money", "I want to change my password", "my computer won't start",
        "what's the stock market doing", "translate this sentence into Spanish",
        "turn on the living room lights",
        "my television is broken", "I dialled the wrong number", "sorry, I was interrupted",
        "I'll call you back later", "this is my daughter speaking", "can you hear me", "what time is it",
        "I would like a mortgage", "change my mobile phone plan", "I'll think about it",
        "have you heard from my brother", "it's noisy in here", "what's your favourite film",
    ),
}  # fmt: skip
