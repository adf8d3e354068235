"""The web pages: phoning in from a browser, what calls were, what a person needs to take one over."""
