"""Webhooks: telling others, signed and until they heard it."""
