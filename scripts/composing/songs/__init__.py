"""The pieces, in the order of the catalogue."""

from composing.song import Song
from composing.songs import (
    bright_morning,
    clear_plan,
    first_light,
    frosted_lane,
    gold_leaf,
    late_window,
    north_ridge,
    pocket_change,
    porch_light,
    signal_path,
    small_steps,
    still_water,
)

SONGS: tuple[Song, ...] = (
    bright_morning.SONG,
    porch_light.SONG,
    late_window.SONG,
    clear_plan.SONG,
    signal_path.SONG,
    first_light.SONG,
    gold_leaf.SONG,
    pocket_change.SONG,
    small_steps.SONG,
    still_water.SONG,
    frosted_lane.SONG,
    north_ridge.SONG,
)
