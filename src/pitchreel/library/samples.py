"""A sentence in each voice, as an MP3."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import av

from pitchreel.config import Settings
from pitchreel.documents import Script
from pitchreel.documents.script import Line
from pitchreel.errors import MediaError
from pitchreel.library.names import read_data
from pitchreel.voice import find_voice, speak

_BITS = 64_000
_OTHERWISE = "en"


@cache
def sentences() -> dict[str, str]:
    """What is said in each language, by its tag."""
    found: dict[str, str] = read_data("samples")["sentences"]
    return found


def sentence_in(language: str) -> str:
    """The sentence of a language, or of the language without its region."""
    known = sentences()
    return known.get(language) or known.get(language.split("-")[0]) or known[_OTHERWISE]


def speak_sample(voice: str, path: Path, folder: Path, settings: Settings) -> None:
    """Write the sample of a voice (our id); ``folder`` is for the sound before it is encoded."""
    speaker = find_voice(voice, _OTHERWISE)
    text = sentence_in(speaker.language)
    line = Line(role="hook", shown=text, spoken=text)
    script = Script(title=speaker.name, style="own", language=speaker.language, length=15, lines=(line,))
    narration = speak(script, voice=voice, folder=folder, settings=settings)
    encode_mp3(folder / narration.audio, path)


def encode_mp3(sound: Path, path: Path) -> None:
    """Encode a mono WAV; raises MediaError."""
    try:
        with av.open(str(sound)) as source, av.open(str(path), "w", format="mp3") as target:
            stream = target.add_stream("libmp3lame", rate=48000)
            stream.bit_rate = _BITS
            stream.layout = "mono"
            for frame in source.decode(audio=0):
                frame.pts = None
                target.mux(stream.encode(frame))
            target.mux(stream.encode(None))
    except av.FFmpegError as error:
        raise MediaError(f"{sound.name} cannot be encoded: {error}") from None
