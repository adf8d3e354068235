"""Who waits, who serves, and who is offered whom: the rules of the desk, without clock, network or disk."""
