"""What claims rest on, reprints and retellings: `origins.find_origins`."""
