"""The demo company Tidewater: eight weeks of a quarter, told chapter by chapter through the product's own verbs."""
