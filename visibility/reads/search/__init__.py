"""Finding anything by its words: in all kinds at once, or page by page in one of them."""
