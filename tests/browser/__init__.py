"""Stories in a real browser, against the product as it runs: its own server, its own database, the demo company."""
