"""Pages that attack whoever reads them, a model that obeys them, and what must hold even then."""
