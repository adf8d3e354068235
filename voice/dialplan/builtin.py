"""What the bot says by itself, in both languages; a plan may put its own words in place under `prompts:`.

Several variants are used one after the other, so that the same question never sounds twice the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from voice.turn import Language

Variants = tuple[str, ...]

SENTENCES: Mapping[str, Mapping[Language, Variants]] = {
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
    # While an agent has given the caller back to the bot
    "errand_begins": {
        "fr": ("Mon collègue me confie la suite un instant. Vous le retrouvez juste après.",),
        "en": ("My colleague has asked me to take over for a moment. You'll be back together right after.",),
    },
    "errand_begins_end": {
        "fr": ("Mon collègue me confie la fin de l'appel.",),
        "en": ("My colleague has asked me to finish the call with you.",),
    },
    "errand_back": {
        "fr": ("Merci. Je vous repasse mon collègue.",),
        "en": ("Thank you. I'm putting you back through to my colleague.",),
    },
    "errand_stopped": {
        "fr": ("D'accord. Je vous repasse mon collègue.",),
        "en": ("All right. I'm putting you back through to my colleague.",),
    },
    "errand_taken_back": {
        "fr": ("Voici de nouveau mon collègue.",),
        "en": ("Here is my colleague again.",),
    },
    "errand_noted": {
        "fr": ("Merci, c'est noté.",),
        "en": ("Thank you, that's noted.",),
    },
    # Before a person takes over
    "transfer_caller_asked": {
        "fr": ("Bien sûr. Je vous passe un conseiller, restez en ligne.",),
        "en": ("Of course. I'm putting you through to someone, please hold on.",),
    },
    "transfer_plan": {
        "fr": ("Pour cela, je vous passe un conseiller. Restez en ligne.",),
        "en": ("One of my colleagues handles that. I'm putting you through, please hold on.",),
    },
    "transfer_limit": {
        "fr": ("Pour la suite, je vous passe un conseiller. Restez en ligne.",),
        "en": ("From here on, a colleague will help you. Please hold on.",),
    },
    "transfer_emotion": {
        "fr": ("Je comprends, et je suis désolée. Je vous passe quelqu'un tout de suite.",),
        "en": ("I understand, and I'm sorry. I'm putting you through to someone right away.",),
    },
    "transfer_complexity": {
        "fr": ("Un conseiller saura mieux vous répondre que moi. Je vous le passe.",),
        "en": ("A colleague can help you better with this than I can. I'm putting you through.",),
    },
    "transfer_danger": {
        "fr": (
            "Si une vie est en danger, raccrochez et appelez le 15 ou le 112 maintenant. "
            "Sinon restez en ligne, je vous passe quelqu'un tout de suite.",
        ),
        "en": (
            "If a life is in danger, hang up and call 112 or 999 now. "
            "Otherwise stay on the line, I'm getting someone for you right away.",
        ),
    },
    "transfer_vulnerable": {
        "fr": ("D'accord. Ne raccrochez pas, je vous passe quelqu'un tout de suite.",),
        "en": ("All right. Please stay on the line, I'm getting someone for you now.",),
    },
    "transfer_fraud": {
        "fr": ("Vous faites bien d'appeler. Je vous passe quelqu'un tout de suite, restez en ligne.",),
        "en": ("You were right to call. I'm putting you through to someone right away, please hold on.",),
    },
    "transfer_legal": {
        "fr": ("Je vous passe une personne qui peut s'en occuper. Restez en ligne.",),
        "en": ("I'm putting you through to someone who can deal with this. Please hold on.",),
    },
    "transfer_sensitive": {
        "fr": ("Je suis sincèrement désolée. Je vous passe quelqu'un tout de suite.",),
        "en": ("I am very sorry. I'm putting you through to someone right away.",),
    },
    "transfer_distress": {
        "fr": ("Je suis vraiment désolée. Je vous passe tout de suite une personne qui va vous aider.",),
        "en": ("I'm so sorry. I'm getting someone to help you right away.",),
    },
    "transfer_upset": {
        "fr": ("Je comprends. Je vous passe quelqu'un tout de suite.",),
        "en": ("I understand. I'm putting you through right away.",),
    },
    "transfer_engine_failed": {
        "fr": ("J'ai un souci technique, je suis désolée. Je vous passe un conseiller.",),
        "en": ("Something on my side has failed, I'm sorry. I'm putting you through to a person.",),
    },
    "transfer_lookup_failed": {
        "fr": ("Je n'arrive pas à consulter votre dossier, je suis désolée. Je vous passe un conseiller.",),
        "en": ("I can't reach your details at the moment, I'm sorry. I'm putting you through to a person.",),
    },
    "transfer_not_understood": {
        "fr": ("Je vous comprends mal, pardonnez-moi. Je vous passe un conseiller.",),
        "en": ("I'm not understanding you well, forgive me. I'm putting you through to a person.",),
    },
    "transfer_silence": {
        "fr": ("Je ne vous entends pas. Je vous passe un conseiller.",),
        "en": ("I can't hear you. I'm putting you through to a person.",),
    },
    "transfer_too_long": {
        "fr": ("Cela fait un moment que nous parlons. Un conseiller va prendre la suite.",),
        "en": ("We have been at this for a while. A colleague will take over.",),
    },
    # When a person could not be reached
    "failed_declined": {
        "fr": ("Ce conseiller ne peut pas prendre votre appel. J'essaie quelqu'un d'autre.",),
        "en": ("That colleague can't take your call. I'm trying someone else.",),
    },
    "failed_busy": {
        "fr": ("La ligne est occupée. J'essaie quelqu'un d'autre.",),
        "en": ("That line is busy. I'm trying someone else.",),
    },
    "failed_no_answer": {
        "fr": ("Personne ne répond à ce poste. J'essaie quelqu'un d'autre.",),
        "en": ("Nobody is picking up there. I'm trying someone else.",),
    },
    "failed_unreachable": {
        "fr": ("Ce poste ne répond pas. J'essaie quelqu'un d'autre.",),
        "en": ("I can't reach that line. I'm trying someone else.",),
    },
    "failed_closed": {
        "fr": ("Ce service est fermé. J'essaie quelqu'un d'autre.",),
        "en": ("That department is closed. I'm trying someone else.",),
    },
    "failed_agent_hung_up": {
        "fr": ("L'appel n'a pas abouti. J'essaie quelqu'un d'autre.",),
        "en": ("That call didn't go through. I'm trying someone else.",),
    },
    "failed_agent_voicemail": {
        "fr": ("Personne ne répond à ce poste. J'essaie quelqu'un d'autre.",),
        "en": ("Nobody is picking up there. I'm trying someone else.",),
    },
    "nobody_agent_voicemail": {
        "fr": ("Personne ne répond en ce moment, je suis désolée.",),
        "en": ("Nobody is answering at the moment, I'm sorry.",),
    },
    "nobody_caller_left": {
        "fr": ("D'accord, vous n'attendez plus.",),
        "en": ("All right, no more waiting.",),
    },
    "nobody_declined": {
        "fr": ("Personne ne peut prendre votre appel pour l'instant, je suis désolée.",),
        "en": ("Nobody can take your call just now, I'm sorry.",),
    },
    "nobody_busy": {
        "fr": ("Toutes les lignes sont occupées, je suis désolée.",),
        "en": ("All our lines are busy, I'm sorry.",),
    },
    "nobody_no_answer": {
        "fr": ("Personne ne répond en ce moment, je suis désolée.",),
        "en": ("Nobody is answering at the moment, I'm sorry.",),
    },
    "nobody_unreachable": {
        "fr": ("Je n'arrive à joindre personne en ce moment, je suis désolée.",),
        "en": ("I can't reach anyone at the moment, I'm sorry.",),
    },
    "nobody_closed": {
        "fr": ("Nos conseillers ne sont pas là en ce moment, je suis désolée.",),
        "en": ("Our team isn't here right now, I'm sorry.",),
    },
    "nobody_agent_hung_up": {
        "fr": ("L'appel n'a pas abouti, je suis désolée.",),
        "en": ("The call didn't go through, I'm sorry.",),
    },
    # Calling back
    "callback_offer": {
        "fr": (
            "Voulez-vous qu'on vous rappelle au {number} ? Dites oui ou appuyez sur un. "
            "Sinon, donnez-moi un autre numéro, puis dièse.",
            "Je répète : vous rappeler au {number}, oui ou non ?",
        ),
        "en": (
            "Shall we call you back on {number}? Say yes or press one. "
            "Or give me another number, then the hash key.",
            "Once more: shall we call you back on {number}, yes or no?",
        ),
    },
    "callback_ask": {
        "fr": (
            "À quel numéro pouvons-nous vous rappeler ? Dites-le, ou tapez-le, puis dièse.",
            "Quel est votre numéro, chiffre par chiffre ? Ou dites « message » pour laisser un message.",
        ),
        "en": (
            "What number can we call you back on? Say it, or key it in, then the hash key.",
            "What is your number, digit by digit? Or say message to leave a message.",
        ),
    },
    "callback_confirm": {
        "fr": ("{number}, c'est bien ça ? Dites oui, ou appuyez sur un.",),
        "en": ("{number}, is that right? Say yes, or press one.",),
    },
    "callback_done": {
        "fr": ("C'est noté. Nous vous rappelons au {number}. Au revoir.",),
        "en": ("That's noted. We'll call you back on {number}. Goodbye.",),
    },
    "callback_times": {
        "fr": (
            "Nous vous rappelons dès que quelqu'un est libre : appuyez sur un. Ou bien choisissez : {times}.",
            "Dites « dès que possible », ou appuyez sur un. Ou bien {times}.",
        ),
        "en": (
            "We'll call as soon as somebody is free: press one. Or choose a time: {times}.",
            "Say as soon as possible, or press one. Or else {times}.",
        ),
    },
    "callback_time_full": {
        "fr": ("Cet horaire n'est plus libre.",),
        "en": ("That time is no longer free.",),
    },
    "callback_time_none": {
        "fr": ("Je n'ai rien à ce moment-là.",),
        "en": ("I have nothing then.",),
    },
    "callback_no_later": {
        "fr": ("Je n'ai rien de plus tard, alors nous vous rappelons dès que quelqu'un est libre.",),
        "en": ("I have nothing later than that, so we'll call as soon as somebody is free.",),
    },
    "callback_no_time": {
        "fr": ("Je n'ai pas compris quand, alors nous vous rappelons dès que quelqu'un est libre.",),
        "en": ("I didn't catch when, so we'll call as soon as somebody is free.",),
    },
    "callback_done_at": {
        "fr": ("C'est noté. Nous vous rappelons au {number}, {time}. Au revoir.",),
        "en": ("That's noted. We'll call you back on {number}, {time}. Goodbye.",),
    },
    "person_tried": {
        "fr": ("J'ai déjà essayé, et personne n'est libre. Je ne veux pas vous faire attendre pour rien.",),
        "en": ("I have tried already, and nobody is free. I don't want to keep you waiting for nothing.",),
    },
    "danger_alone": {
        "fr": ("Si une vie est en danger, raccrochez et appelez le 15 ou le 112 maintenant.",),
        "en": ("If a life is in danger, hang up and call 112 or 999 now.",),
    },
    # Leaving a message
    "voicemail": {
        "fr": ("Laissez-nous un message après le bip. Terminez par dièse, ou raccrochez.",),
        "en": ("Please leave us a message after the tone. End with hash, or just hang up.",),
    },
    "voicemail_only": {
        "fr": ("Seul ce message sera enregistré.",),
        "en": ("Only this message will be recorded.",),
    },
    "voicemail_thanks": {
        "fr": ("Merci, votre message est enregistré. Un conseiller l'écoutera. Au revoir.",),
        "en": ("Thank you, your message has been saved. Someone will listen to it. Goodbye.",),
    },
    "voicemail_empty": {
        "fr": (
            "Je n'ai rien entendu, donc aucun message n'est enregistré. "
            "Vous pouvez rappeler quand vous voulez. Au revoir.",
        ),
        "en": ("I heard nothing, so no message has been saved. You are welcome to call again. Goodbye.",),
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
"""Sentence name to language to variants. {requests} and {house} are the plan's, the rest the call's."""

CALL_VALUES: Mapping[str, frozenset[str]] = {
    "confirm_slot": frozenset({"value"}),
    "which_letter": frozenset({"value"}),
    "guess": frozenset({"title"}),
    "which": frozenset({"first", "second"}),
    "first_then": frozenset({"first", "second"}),
    "offer_pending": frozenset({"title"}),
    "survey_again": frozenset({"least", "most"}),
    "callback_offer": frozenset({"number"}),
    "callback_confirm": frozenset({"number"}),
    "callback_done": frozenset({"number"}),
    "callback_times": frozenset({"times"}),
    "callback_done_at": frozenset({"number", "time"}),
}
"""Values of the call that may stand in a built-in sentence, by its name."""
