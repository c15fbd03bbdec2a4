"""帮助: the guides of docs/guides/, and the place in them that explains the page one is on."""
