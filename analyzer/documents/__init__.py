"""A file's bytes -> `Document`: its text, its blocks, and where each stands on its page."""
