"""Stands in for Home Assistant's own Music Assistant integration: the same action, with the same fields, and a player that notes it."""
