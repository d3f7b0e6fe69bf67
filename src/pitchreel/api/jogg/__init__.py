"""The JoggAI dialect: /v1, the older /open, and /v2."""

from pitchreel.api.jogg.problems import answer

__all__ = ["answer"]
