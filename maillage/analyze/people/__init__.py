"""Accounts into persons, with the evidence and the decisions."""
