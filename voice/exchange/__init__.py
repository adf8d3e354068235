"""Calls as files for other programs, with or without what callers would rather keep to themselves."""
