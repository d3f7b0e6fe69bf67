"""Pitchreel turns a product link into a narrated marketing video, on your own machine."""
