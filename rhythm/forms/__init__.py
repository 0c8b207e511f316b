"""The shape of what people write about meetings and issues; no saving."""
