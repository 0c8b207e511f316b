"""The shape of what is typed about meetings; nothing is saved here."""
