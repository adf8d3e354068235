"""What the bot says by itself while it serves a caller, and at a number that leads nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from voice.turn import Language

TALK: Mapping[str, Mapping[Language, tuple[str, ...]]] = {
    # Asking again
    "noinput": {
        "fr": (
            "Je ne vous entends pas. Que puis-je faire pour vous ?",
            "Je n'entends toujours rien. Parlez maintenant, ou appuyez sur zéro pour joindre un conseiller.",
            "Vous êtes toujours là ? Dites-moi simplement ce qu'il vous faut.",
        ),
        "en": (
            "I can't hear you. How can I help?",
            "I still can't hear anything. Please speak now, or press zero to reach a person.",
            "Are you still there? Just tell me what you need.",
        ),
    },
    "nomatch": {
        "fr": (
            "Pardon, je n'ai pas compris. Pouvez-vous le dire autrement ?",
            "Je n'ai toujours pas bien compris. Je peux vous aider pour : {requests}. "
            "Ou dites « conseiller ».",
            "Excusez-moi, je n'y arrive pas. Dites-le en quelques mots, ou appuyez sur zéro.",
        ),
        "en": (
            "Sorry, I didn't get that. Could you put it another way?",
            "I still didn't quite get it. I can help with {requests}. Or say: agent.",
            "I'm sorry, I'm struggling here. Say it in a few words, or press zero.",
        ),
    },
    "noinput_slot": {
        "fr": (
            "Je ne vous entends pas.",
            "Je n'entends toujours rien. Prenez votre temps, ou appuyez sur zéro pour joindre un conseiller.",
            "Vous êtes toujours là ?",
        ),
        "en": (
            "I can't hear you.",
            "I still can't hear anything. Take your time, or press zero to reach a person.",
            "Are you still there?",
        ),
    },
    "nomatch_slot": {
        "fr": (
            "Pardon, je n'ai pas bien saisi.",
            "Toujours pas, désolée. Essayez lentement, un caractère après l'autre.",
            "Encore une fois, s'il vous plaît, ou appuyez sur zéro.",
        ),
        "en": (
            "Sorry, I didn't catch that.",
            "Still not, I'm afraid. Try slowly, one character at a time.",
            "Once more, please, or press zero.",
        ),
    },
    "needs_letter": {
        "fr": ("Il y a aussi une lettre dans ce numéro. Dites-le-moi en entier, s'il vous plaît.",),
        "en": ("There is a letter in that number too. Please say all of it.",),
    },
    "which_letter": {
        "fr": ("J'ai les chiffres {value}. Et la lettre qui va avec ?", "{value}, et quelle lettre ?"),
        "en": (
            "I have the digits {value}. And which letter goes with them?",
            "{value}, and which letter?",
        ),
    },
    "out_of_scope": {
        "fr": (
            "Ça, je ne sais pas le faire moi-même. Voulez-vous que je vous passe quelqu'un ?",
            "Pour cela, il vaut mieux parler à quelqu'un. Je vous passe un conseiller ?",
        ),
        "en": (
            "I can't do that one myself. Shall I put you through to someone?",
            "That is one for a colleague. Shall I put you through?",
        ),
    },
    "offer_person": {
        "fr": ("Voulez-vous que je vous passe quelqu'un ?",),
        "en": ("Shall I put you through to someone?",),
    },
    "without_value": {
        "fr": ("Sans cela, je ne peux pas chercher moi-même. Voulez-vous que je vous passe quelqu'un ?",),
        "en": ("I can't look it up without that. Shall I put you through to someone?",),
    },
    "guess": {
        "fr": ("C'est pour {title}, c'est bien ça ?",),
        "en": ("Is this about {title}?",),
    },
    "which": {
        "fr": ("C'est noté. C'est pour {first}, ou pour {second} ?",),
        "en": ("I've got that. Is it about {first}, or about {second}?",),
    },
    "take_your_time": {
        "fr": ("Prenez votre temps.", "Je vous attends."),
        "en": ("Take your time.", "No rush, I'm here."),
    },
    "upset": {
        "fr": ("Je comprends, et j'en suis désolée.",),
        "en": ("I understand, and I'm sorry.",),
    },
    "upset_offer": {
        "fr": ("Je comprends, et j'en suis désolée. Dites « conseiller », et je vous passe quelqu'un.",),
        "en": ("I understand, and I'm sorry. Say agent, and I'll put you through to someone.",),
    },
    "nomatch_upset": {
        "fr": (
            "Je suis désolée, je n'ai pas compris. Dites « conseiller », et je vous passe quelqu'un.",
            "Je n'y arrive pas. Dites « conseiller », c'est plus simple.",
        ),
        "en": (
            "I'm sorry, I didn't understand. Say agent, and I'll put you through to someone.",
            "I'm not getting it. Say agent, that is easier.",
        ),
    },
    "noinput_upset": {
        "fr": ("Je ne vous entends pas. Dites « conseiller », et je vous passe quelqu'un.",),
        "en": ("I can't hear you. Say agent, and I'll put you through to someone.",),
    },
    "who_speaks": {
        "fr": ("Ici {house}.",),
        "en": ("This is {house}.",),
    },
    "automatic": {
        "fr": ("Je suis un assistant automatique. Pour parler à une personne, dites « conseiller ».",),
        "en": ("I'm an automated assistant. To speak to a person, say: agent.",),
    },
    "i_hear_you": {"fr": ("Oui, je vous entends.",), "en": ("Yes, I can hear you.",)},
    "this_is": {
        "fr": ("Oui, ici {house}.",),
        "en": ("Yes, this is {house}.",),
    },
    # Confirming
    "confirm_slot": {
        "fr": ("{value}, c'est bien ça ?", "J'ai compris {value}. C'est juste ?"),
        "en": ("{value}, is that right?", "I heard {value}. Is that correct?"),
    },
    "confirm_no": {"fr": ("D'accord, reprenons.",), "en": ("All right, let's try again.",)},
    "yes_or_no": {
        "fr": ("Dites oui ou non, s'il vous plaît.", "Oui, touche un. Non, touche deux."),
        "en": ("Please say yes or no.", "Yes is key one. No is key two."),
    },
    # Commands that work everywhere
    "help": {
        "fr": (
            "Je peux vous aider pour : {requests}. À tout moment, dites « conseiller » ou appuyez sur zéro "
            "pour parler à une personne.",
        ),
        "en": ("I can help with {requests}. At any time, say agent or press zero to speak to a person.",),
    },
    "restart": {"fr": ("D'accord, on reprend au début.",), "en": ("All right, let's start again.",)},
    "slower": {"fr": ("D'accord, plus lentement.",), "en": ("All right, more slowly.",)},
    "faster": {"fr": ("D'accord, plus vite.",), "en": ("All right, faster.",)},
    "pace_limit": {
        "fr": ("Je ne peux pas changer davantage ma vitesse. Je répète.",),
        "en": ("I can't change my pace any further. Once more.",),
    },
    "back": {"fr": ("D'accord, revenons à la question d'avant.",), "en": ("All right, let's go back one.",)},
    "back_nothing": {
        "fr": ("Il n'y a pas de question avant celle-ci.",),
        "en": ("There is no question before this one.",),
    },
    "stopped": {"fr": ("D'accord, je laisse cela.",), "en": ("All right, I'll leave that.",)},
    "language_changed": {
        "fr": ("D'accord, continuons en français.",),
        "en": ("Sure, let's go on in English.",),
    },
    "what_can_i_do": {"fr": ("Que puis-je faire pour vous ?",), "en": ("How can I help?",)},
    # Between requests
    "anything_else": {
        "fr": ("Puis-je faire autre chose pour vous ?", "Autre chose ?"),
        "en": ("Is there anything else I can do?", "Anything else?"),
    },
    "more_after_thanks": {
        "fr": ("Je vous en prie. Autre chose ?",),
        "en": ("You're welcome. Anything else?",),
    },
    "more_after_comment": {
        "fr": ("Très bien. Autre chose ?",),
        "en": ("Good. Anything else?",),
    },
    "all_right": {"fr": ("D'accord.",), "en": ("All right.",)},
    "go_ahead": {"fr": ("Je vous écoute.",), "en": ("Go ahead.",)},
    "first_then": {
        "fr": ("D'abord : {first}. Ensuite, nous verrons : {second}.",),
        "en": ("First, {first}. Then we'll see about {second}.",),
    },
    "offer_pending": {
        "fr": ("Vous parliez aussi de ceci : {title}. On le fait maintenant ?",),
        "en": ("You also mentioned {title}. Shall we do that now?",),
    },
    "goodbye": {
        "fr": ("Merci de votre appel. Au revoir.",),
        "en": ("Thank you for calling. Goodbye.",),
    },
    # Consent to recording
    "recording_announced": {
        "fr": ("Cet appel est enregistré.",),
        "en": ("This call is recorded.",),
    },
    "recording_asked": {
        "fr": ("Acceptez-vous que cet appel soit enregistré ? Oui ou non ?",),
        "en": ("May this call be recorded? Yes or no?",),
    },
    "recording_refused": {
        "fr": ("D'accord, rien ne sera enregistré.",),
        "en": ("All right, nothing will be recorded.",),
    },
    # While data is fetched
    "waiting": {
        "fr": ("Un instant, je cherche.", "J'y suis presque, restez en ligne."),
        "en": ("One moment, I'm looking.", "Nearly there, please hold on."),
    },
    # Asking for an opinion
    "survey_again": {
        "fr": ("Dites un chiffre, ou appuyez sur une touche, de {least} à {most}.",),
        "en": ("Say a number, or press a key, from {least} to {most}.",),
    },
    "survey_thanks": {
        "fr": ("Merci, c'est noté.",),
        "en": ("Thank you, that's noted.",),
    },
    # A number that leads nowhere
    "unmapped": {
        "fr": ("Bonjour. Ce numéro ne correspond à aucun de nos services.",),
        "en": ("Hello. This number does not belong to any of our services.",),
    },
    "unmapped_end": {
        "fr": ("Vérifiez le numéro, s'il vous plaît. Au revoir.",),
        "en": ("Please check the number you dialled. Goodbye.",),
    },
    "unmapped_person": {
        "fr": ("Pour parler à quelqu'un, dites « conseiller » ou appuyez sur zéro.",),
        "en": ("To speak to someone, say agent or press zero.",),
    },
}
