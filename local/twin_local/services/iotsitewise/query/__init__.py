"""ExecuteQuery: SQL over assets, properties and their values."""
