"""Make the shipped music and small sounds, and their catalogue.

    python scripts/compose_music.py            # everything
    python scripts/compose_music.py late-window slide

Needs fluidsynth and the soundfont (apt-get install fluidsynth fluidr3mono-gm-soundfont) and mido; the package itself
needs neither. With ids, only those are made anew and the catalogue is written whole.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from composing import ogg
from composing.effects import EFFECTS
from composing.master import at_level, limit
from composing.score import RATE
from composing.songs import SONGS

MUSIC = Path(__file__).parents[1] / "src" / "pitchreel" / "music"
MUSIC_RATE, EFFECT_RATE = 104_000, 96_000
EFFECT_LOUDNESS, EFFECT_CEILING = -24.0, -6.0


def make_effect(make: object) -> np.ndarray:
    """An effect at the level of all others: the same loudness, and no peak over the ceiling."""
    sound = np.asarray(make(), np.float32)  # type: ignore[operator]
    sound = at_level(sound, EFFECT_LOUDNESS)
    padded = np.pad(sound, ((0, 0), (0, 960)))
    return limit(padded, EFFECT_CEILING)[:, : sound.shape[1]]


def fullest(sound: np.ndarray) -> int:
    """The sample around which the sound is at its loudest, over 20 ms."""
    power = np.square(sound).sum(axis=0)
    return int(np.convolve(power, np.ones(960), mode="same").argmax())


def main() -> None:
    """Compose, master, encode, catalogue."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="*", help="only these")
    parser.add_argument("--wav", type=Path, help="also keep the masters here, as float32 .npy")
    wanted = parser.parse_args()
    cards: dict[str, list[dict[str, object]]] = {"tracks": [], "effects": []}
    for song in SONGS:
        path = MUSIC / "sounds" / f"{song.id}.ogg"
        if not wanted.ids or song.id in wanted.ids:
            sound, _ = song.render()
            if wanted.wav:
                wanted.wav.mkdir(parents=True, exist_ok=True)
                np.save(wanted.wav / f"{song.id}.npy", sound)
            ogg.write(sound, path, rate=MUSIC_RATE, title=song.name, loop=True)
            sys.stdout.write(f"{song.id}: {sound.shape[1] / RATE:.1f} s, {path.stat().st_size} bytes\n")
        cards["tracks"].append(
            {
                "id": song.id,
                "number": song.number,
                "name": song.name,
                "mood": song.mood,
                "description": song.description,
                "tags": song.tags,
                "key": song.key,
                "bpm": round(song.meter.bpm, 2),
                "bars": song.meter.bars,
                "beat": song.meter.beat,
                "samples": song.meter.samples,
            }
        )
    for small in EFFECTS:
        path = MUSIC / "sounds" / f"{small.id}.ogg"
        if not wanted.ids or small.id in wanted.ids:
            ogg.write(make_effect(small.make), path, rate=EFFECT_RATE, title=small.name, loop=False)
        sound = ogg.read(path)
        cards["effects"].append(
            {
                "id": small.id,
                "number": small.number,
                "name": small.name,
                "description": small.description,
                "samples": sound.shape[1],
                "peak": fullest(sound),
            }
        )
    (MUSIC / "catalogue.json").write_text(json.dumps(cards, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
