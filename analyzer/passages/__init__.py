"""`Document` -> `Passage`: what a reader takes in at once."""
