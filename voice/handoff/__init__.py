"""Giving a call to a person: the summary, its delivery to a webhook, its id on the wire."""
