"""The college's printing room: plain data and templates go in, official papers come out."""
