"""`Passage` -> `Evidence`: the twelve signals, and the detector that finds them."""
