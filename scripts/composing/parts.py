"""What hands do with chords: hold, strike, break, walk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from composing.score import Note, rhythm
from composing.theory import Harmony, nearest

Voicing = tuple[int, ...]

_BASS = {"r": "root", "5": "fifth", "3": "third", "8": "octave", "a": "approach", "7": "seventh"}


def at(harmonies: Sequence[Harmony], beat: float) -> int:
    """Index of the harmony at a beat of the circle."""
    total = harmonies[-1].start + harmonies[-1].length
    beat = beat % total
    return next(i for i, h in enumerate(harmonies) if h.start - 1e-6 <= beat < h.start + h.length - 1e-6)


def hold(
    harmonies: Sequence[Harmony],
    voicings: Sequence[Voicing],
    velocity: float,
    *,
    bars: Iterable[int] | None = None,
    overlap: float = 0.0,
) -> list[Note]:
    """Every chord for as long as it lasts; a tone that stays is not struck again."""
    chosen = None if bars is None else set(bars)
    notes: list[Note] = []
    for harmony, voicing in zip(harmonies, voicings, strict=True):
        if chosen is not None and int(harmony.start // 4) not in chosen:
            continue
        for pitch in voicing:
            tied = next(
                (
                    i
                    for i, n in enumerate(notes)
                    if n.pitch == pitch and abs(n.start + n.length - overlap - harmony.start) < 1e-6
                ),
                None,
            )
            if tied is None:
                notes.append(Note(harmony.start, harmony.length + overlap, pitch, velocity))
            else:
                old = notes[tied]
                notes[tied] = Note(old.start, old.length + harmony.length, pitch, velocity)
    return notes


def strike(
    harmonies: Sequence[Harmony],
    voicings: Sequence[Voicing],
    pattern: str,
    *,
    bars: Iterable[int],
    length: float = 0.4,
    velocity: float = 1.0,
    steps: int = 16,
) -> list[Note]:
    """Chords in a rhythm, each ``length`` beats long."""
    return [
        Note(beat, length, pitch, strength * velocity * (1.0 if pitch != voicings[at(harmonies, beat)][-1] else 0.94))
        for beat, strength in rhythm(pattern, bars=bars, steps=steps)
        for pitch in voicings[at(harmonies, beat)]
    ]


def arpeggio(
    harmonies: Sequence[Harmony],
    voicings: Sequence[Voicing],
    order: str,
    *,
    bars: Iterable[int],
    steps: int = 8,
    length: float = 0.5,
    velocity: float = 0.7,
    accent: float = 0.12,
) -> list[Note]:
    """Chords broken in an order such as ``0213 .2``: digits are voices from the lowest, going on an octave up."""
    marks = order.replace(" ", "").replace("|", "")
    rounds = max(1, len(marks) // steps)
    notes = []
    for bar in bars:
        part = marks[bar % rounds * steps : bar % rounds * steps + steps]
        for step, mark in enumerate(part):
            if mark == ".":
                continue
            beat = bar * 4 + step * 4 / steps
            voicing = voicings[at(harmonies, beat)]
            voice = int(mark)
            pitch = voicing[voice % len(voicing)] + 12 * (voice // len(voicing))
            strength = velocity * (1 + accent * (step % (steps // 4) == 0) - accent * (step % 2))
            notes.append(Note(beat, length, pitch, min(1.0, strength)))
    return notes


def walk(
    harmonies: Sequence[Harmony],
    pattern: str,
    *,
    bars: Iterable[int],
    around: int = 38,
    velocity: float = 0.8,
    gate: float = 0.92,
    steps: int = 16,
) -> list[Note]:
    """A bass line: ``r`` root, ``5`` fifth, ``3`` third, ``7`` seventh, ``8`` octave, ``a`` a step before the next
    root, ``-`` held on, ``.`` silent; capitals are accents."""
    marks = pattern.replace(" ", "").replace("|", "")
    rounds = max(1, len(marks) // steps)
    scale = _scale(harmonies)
    notes: list[Note] = []
    for bar in bars:
        part = marks[bar % rounds * steps : bar % rounds * steps + steps]
        for step, mark in enumerate(part):
            beat = bar * 4 + step * 4 / steps
            if mark == "-" and notes:
                last = notes[-1]
                notes[-1] = Note(last.start, beat + 4 / steps * gate - last.start, last.pitch, last.velocity)
            if mark.lower() not in _BASS:
                continue
            index = at(harmonies, beat)
            tones = harmonies[index].chord
            root = nearest(tones.bass, around)
            pitch: int = root
            if mark.lower() == "5":
                pitch = nearest(_tone(tones.tones, tones.bass, (7, 6, 8)), root + 4)
            elif mark.lower() == "3":
                pitch = nearest(_tone(tones.tones, tones.bass, (4, 3, 5)), root + 3)
            elif mark.lower() == "7":
                pitch = nearest(_tone(tones.tones, tones.bass, (10, 11, 9, 7)), root - 2)
            elif mark == "8":
                pitch = root + 12
            elif mark.lower() == "a":
                following = nearest(harmonies[(index + 1) % len(harmonies)].chord.bass, root)
                side = -1 if following >= root else 1
                near = (following + side, following + 2 * side)
                pitch = next((close for close in near if close % 12 in scale and close != root), root - 5)
            strength = velocity * (1.1 if mark.isupper() else 1.0)
            notes.append(Note(beat, 4 / steps * gate, pitch, min(1.0, strength)))
    return notes


def _scale(harmonies: Sequence[Harmony]) -> set[int]:
    """The seven pitch classes that a piece leans on most."""
    heard: dict[int, float] = {}
    for harmony in harmonies:
        for tone in harmony.chord.tones:
            heard[tone] = heard.get(tone, 0.0) + harmony.length
    return set(sorted(heard, key=lambda tone: -heard[tone])[:7])


def _tone(tones: tuple[int, ...], bass: int, wanted: tuple[int, ...]) -> int:
    """The chord's own fifth, third or seventh over its bass, as far as it has one."""
    return next(((bass + interval) % 12 for interval in wanted if (bass + interval) % 12 in tones), bass)


def melody(text: str, *, start: float = 0.0, velocity: float = 0.6) -> list[Note]:
    """Notes as ``pitch:length`` in beats, ``_`` a rest: ``66:1 69:.5 _:.5``."""
    notes, now = [], start
    for word in text.split():
        pitch, length = word.split(":")
        if pitch != "_":
            notes.append(Note(now, float(length) * 0.95, int(pitch), velocity))
        now += float(length)
    return notes
