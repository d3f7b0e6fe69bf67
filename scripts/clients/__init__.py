"""Third-party clients, as they are published, driven against a running server."""
