"""One call from ring to hang-up: the only folder where frames are routed."""
