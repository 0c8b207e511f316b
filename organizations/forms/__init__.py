"""The shape of what people write about themselves, their access and their organization; no saving."""
