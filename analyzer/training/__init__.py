"""Labels -> a model: reading labelled passages, fitting, measuring, and writing the card."""
