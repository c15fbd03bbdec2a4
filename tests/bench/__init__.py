"""Measurements made by hand, never by the test run: how one act compares with its lower bound."""
