"""The shape of what people say about objectives, check-ins and dependencies; no saving."""
