"""Issuing and the registers of numbers."""
