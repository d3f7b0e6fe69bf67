"""The pieces, in the order of the catalogue."""

from composing.song import Song
from composing.songs import bright_morning, clear_plan, late_window, porch_light, signal_path

SONGS: tuple[Song, ...] = (
    bright_morning.SONG,
    porch_light.SONG,
    late_window.SONG,
    clear_plan.SONG,
    signal_path.SONG,
)
