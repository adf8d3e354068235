"""Why an agent cannot have what he wants: English (voice.desk.refusals) to French."""

from __future__ import annotations

FRENCH: dict[str, str] = {
    "Choose a queue or a colleague.": "Choisissez une file ou un collègue.",
    "Fill in first: {what}.": "Remplissez d’abord : {what}.",
    "Nobody is there to take the caller.": "Il n’y a personne pour prendre l’appelant.",
    "Somebody else has done this already.": "Quelqu’un d’autre l’a déjà fait.",
    "The bot has nothing to give back.": "Le bot n’a rien à vous rendre.",
    "The bot has the caller already.": "Le bot a déjà l’appelant.",
    "The bot has the caller; take the caller back first.": "Le bot a l’appelant ; reprenez-le d’abord.",
    "The call is over; nothing more is looked up in it.": "L’appel est fini ; on n’y recherche plus rien.",
    "The plan of this call has no such lookup.": "Le plan de cet appel n’a pas cette recherche.",
    "The plan of this call has no such step for the bot.": (
        "Le plan de cet appel n’a pas cette étape pour le bot."
    ),
    "There is no call of yours to write down.": "Vous n’avez pas d’appel à noter.",
    "This call is no longer offered to you; pick it from the list.": (
        "Cet appel ne vous est plus proposé ; prenez-le dans la liste."
    ),
    "This caller waits no longer.": "Cet appelant n’attend plus.",
    "This colleague is not at the desk.": "Ce collègue n’est pas à son poste.",
    "This suggestion belongs to a call that is over, or was never made.": (
        "Cette proposition est d’un appel terminé, ou n’a jamais été faite."
    ),
    "This talk is already over.": "Cette conversation est déjà finie.",
    "You are asking a colleague; go back to the caller first.": (
        "Vous consultez un collègue ; revenez d’abord à l’appelant."
    ),
    "You are asking nobody.": "Vous ne consultez personne.",
    "You are asking somebody already.": "Vous consultez déjà quelqu’un.",
    "You are in a call; end it first.": "Vous êtes en appel ; terminez-le d’abord.",
    "You are no agent; ask the operator to add you under desk.agents.": (
        "Vous n’êtes pas agent ; demandez à l’exploitant de vous ajouter sous desk.agents."
    ),
    "You are not in a call.": "Vous n’êtes pas en appel.",
    "You are not signed in at the desk; choose a status first.": (
        "Vous n’êtes pas connecté au poste ; choisissez d’abord un statut."
    ),
    "{who} has taken this call.": "{who} a pris cet appel.",
    "{who} is asked, and nobody else.": "C’est {who} qui est demandé, et personne d’autre.",
    "{who} is taking this call.": "{who} est en train de prendre cet appel.",
}
