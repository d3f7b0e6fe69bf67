"""The demo: a product page, pictures and a clip of the project's own, for a first film without a link."""

from pitchreel.demo.shop import serve_demo

__all__ = ["serve_demo"]
