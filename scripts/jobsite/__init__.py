"""A whole installation in a folder, with workers that can be killed: for the tests of the jobs and their campaign."""

from jobsite.shop import Post, Shop
from jobsite.site import Site, Step

__all__ = ["Post", "Shop", "Site", "Step"]
