"""`Evidence` -> `Profile`: eight criteria, each with its stance and its receipt."""
