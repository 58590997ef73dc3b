"""Claims that could be about the same thing: `bundles.bundle_claims`."""
