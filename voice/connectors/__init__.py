"""Where the data that plans look up comes from."""
