"""One adapter for each `fn` of the published checks, by section of the models."""
