"""`Review` -> something to read: terminal, HTML, JSON."""
