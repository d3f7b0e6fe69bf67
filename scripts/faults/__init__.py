"""Faults: one small good film, and the ways to spoil it that the checks on finished films must notice."""
