"""印发: take a number, freeze what the paper says, keep its bytes, replace it by a new version."""
