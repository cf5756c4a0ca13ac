"""Treaties signed: what became of each signature, what would have been forecast, and how often that is right."""
