"""The JoggAI dialect: /v1, the older /open, and /v2."""
