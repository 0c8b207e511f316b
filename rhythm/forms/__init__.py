"""The shape of what people type about meetings; nothing is saved here."""
