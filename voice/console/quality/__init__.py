"""The page for quality people: what it shows, and its routes."""
