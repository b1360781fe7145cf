"""How good the program is at what nobody can count by hand: measured on annotated archives."""
