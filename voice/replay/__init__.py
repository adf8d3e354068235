"""A recorded call through the very same code."""
