"""Webhooks: notices on their way out: signed, sent, and sent again until they arrive or are given up."""
