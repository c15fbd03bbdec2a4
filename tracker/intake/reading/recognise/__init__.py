"""One module for each thing that a text may say of a meeting."""
