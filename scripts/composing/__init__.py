"""How the project's music and small sounds are made: harmony, players, synthesis, room, mastering, files.

Everything here works on a loop as a circle: notes that ring past the end ring on at the start, filters and rooms are
circular convolutions, so that a piece has no seam by construction. Sounds are float32 (2, samples) at 48 kHz.
"""
