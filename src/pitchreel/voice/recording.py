"""A sound file that somebody gave, made over in a limited child into one that every later stage can trust."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np

from pitchreel.child import run_limited
from pitchreel.config import Settings
from pitchreel.errors import MediaError

RATE = 48000
LONGEST = 600.0
"""Seconds: what comes later is left out."""
HINT = "Give a sound file that plays elsewhere, such as WAV, FLAC, MP3, M4A, Ogg Vorbis or Opus"
_FORMATS = "wav,w64,mp3,flac,ogg,aac,mov,mp4,m4a,matroska,webm,aiff,caf,amr"
"""Demuxers that may read what was given: none of them opens another file."""
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _FORMATS, "enable_drefs": "0"}
_PIECE = 48000
Layout = Literal["mono", "stereo"]
_CODECS = {".wav": ("wav", "pcm_s16le"), ".flac": ("flac", "flac")}


def take_sound(source: Path, target: Path, layout: Layout, *, what: str, settings: Settings) -> float:
    """``make_over`` in a limited child; ``what`` stands for the sound in messages. Raises MediaError."""
    return run_limited(
        make_over,
        str(source),
        str(target),
        layout,
        seconds=settings.child_seconds,
        memory=settings.child_memory,
        what=what,
        hint=HINT,
    )


def make_over(source: str, target: str, layout: Layout, longest: float = LONGEST) -> float:
    """Write the sound of ``source`` (or of a clip) to ``target`` (WAV or FLAC, 48 kHz, 16 bits); gives its seconds.

    What is not a number becomes silence. Raises MediaError.
    """
    path = Path(target)
    form, codec = _CODECS[path.suffix]
    try:
        with av.open(target, "w", format=form) as out:
            stream = out.add_stream(codec, rate=RATE, layout=layout)
            done = 0
            for samples in _decoded(source, layout):
                samples = samples[:, : round(longest * RATE) - done]
                frame = av.AudioFrame.from_ndarray(_packed(samples), format="s16", layout=layout)
                frame.sample_rate, frame.pts, frame.time_base = RATE, done, Fraction(1, RATE)
                out.mux(stream.encode(frame))
                done += samples.shape[1]
                if done >= longest * RATE:
                    break
            out.mux(stream.encode(None))
    except MediaError:
        raise
    except MemoryError:
        raise MediaError("The sound takes too much memory to decode", HINT) from None
    except (av.FFmpegError, OSError, ValueError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MediaError(f"The sound cannot be decoded: {reason[:160]}", HINT) from None
    if done < RATE // 10:
        raise MediaError("The file holds no sound", HINT)
    return done / RATE


def _decoded(source: str, layout: str) -> Iterator[Any]:
    with av.open(source, options=_OPTIONS, metadata_errors="ignore") as container:
        if not container.streams.audio:
            raise MediaError("The file holds no sound", HINT)
        stream = container.streams.audio[0]
        stream.codec_context.thread_count = 1
        resampler = av.AudioResampler(format="fltp", layout=layout, rate=RATE, frame_size=_PIECE)
        for frame in container.decode(stream):
            for piece in resampler.resample(frame):
                yield piece.to_ndarray()
        for piece in resampler.resample(None):
            yield piece.to_ndarray()


def _packed(samples: Any) -> Any:
    """Planar float as interleaved 16-bit."""
    whole = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    return np.ascontiguousarray((np.clip(whole, -1, 1) * 32767).round().astype("<i2").T.reshape(1, -1))
