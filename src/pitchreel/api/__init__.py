"""The HTTP server: one app, a door for each wire dialect."""
