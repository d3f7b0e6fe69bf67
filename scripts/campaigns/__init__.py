"""Campaigns: checks over many films, pages and files. Each module has ``COUNT`` and ``run(count, seed, output)``.

``run`` returns plain data to be written down; ``failed`` in it, when not 0, is the number of things that did not hold.
The tests run a small seeded sample of each.
"""
