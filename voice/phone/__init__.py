"""A small SIP phone for scripts, tests and the demonstration."""
