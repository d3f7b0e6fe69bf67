"""The Creatify dialect: /api."""
