"""Sound files as streams: any format, rate and channels in, float32 at the rate of the film out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from pitchreel.documents.timeline import Track
from pitchreel.errors import MediaError
from pitchreel.render.loudness import Sound

_HINT = "Give a sound file that plays elsewhere, such as WAV, FLAC, MP3, AAC, Ogg Vorbis or Opus"
_PIECE = 16384
"""Samples that are handled at once: a codec's own pieces are so short that handling them costs more than decoding."""


def decode(path: Path, rate: int, *, mono: bool = False) -> Iterator[Sound]:
    """The sound of a file in pieces of shape (2, n), or (1, n) when ``mono``; raises MediaError.

    What is not a number becomes silence, so that one bad sample cannot spoil the film.
    """
    try:
        # The only way out that FFmpeg may take from a foreign file is to files, and no list of files is opened.
        with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
            if not container.streams.audio:
                raise MediaError(f"{path.name} holds no sound", _HINT)
            layout = "mono" if mono else "stereo"
            resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate, frame_size=_PIECE)
            for frame in container.decode(container.streams.audio[0]):
                for piece in resampler.resample(frame):
                    yield np.nan_to_num(piece.to_ndarray(), posinf=0.0, neginf=0.0)
            for piece in resampler.resample(None):
                yield np.nan_to_num(piece.to_ndarray(), posinf=0.0, neginf=0.0)
    except (av.FFmpegError, OSError, ValueError, EOFError) as error:
        raise MediaError(f"{path.name} cannot be decoded as sound: {error}", _HINT) from None


class Player:
    """A track of a film, read stretch by stretch on the film's clock; a stretch is (2, n), zero where it is silent."""

    def __init__(self, track: Track, path: Path, rate: int, film: int, *, fade: int) -> None:
        """``film`` is the length of the film and ``fade`` the fade of a sound that is cut short, in samples."""
        self._path, self._rate = path, rate
        self._mono, self._loop = track.kind == "voice", track.loop
        self._start, self._offset, self._fade_in = track.start, track.offset, track.fade_in
        self._end = min(track.end or film, film)
        cut = fade if track.kind == "music" else 0
        self._fade_out = track.fade_out or cut
        self._pieces: Iterator[Sound] | None = None
        self._waiting = np.zeros((2, 0), np.float32)
        self.over = self._end <= self._start
        """Whether nothing more is to come."""

    def read(self, start: int, length: int) -> Sound:
        """What is heard from sample ``start`` of the film on; stretches must follow one another."""
        out = np.zeros((2, length), np.float32)
        first, last = max(start, self._start), min(start + length, self._end)
        self.over = self.over or start >= self._end
        if self.over or last <= first:
            return out
        sound = self._take(last - first)
        out[:, first - start : first - start + sound.shape[1]] = sound * self._fades(first, sound.shape[1])
        return out

    def _fades(self, first: int, length: int) -> Sound:
        if first >= self._start + self._fade_in and first + length <= self._end - self._fade_out:
            return np.ones(1, np.float32)
        gain = np.ones(length, np.float32)
        at = np.arange(first, first + length)
        if self._fade_in:
            gain *= np.clip((at - self._start) / self._fade_in, 0, 1).astype(np.float32)
        if self._fade_out:
            gain *= np.clip((self._end - at) / self._fade_out, 0, 1).astype(np.float32)
        return gain * gain * (3 - 2 * gain)

    def _take(self, length: int) -> Sound:
        """The next samples of the file, fewer when it ends."""
        if self._pieces is None:
            self._pieces = decode(self._path, self._rate, mono=self._mono)
            self._skip(self._offset)
        held, parts = self._waiting.shape[1], [self._waiting]
        while held < length:
            piece = self._next()
            if piece is None:
                self.over = True
                break
            parts.append(piece)
            held += piece.shape[1]
        whole = np.concatenate(parts, axis=1)
        self._waiting = whole[:, length:]
        return whole[:, :length]

    def _next(self) -> Sound | None:
        """The next piece of the file, from its start again when it loops."""
        assert self._pieces is not None
        piece = next(self._pieces, None)
        if piece is None and self._loop:
            self._pieces = decode(self._path, self._rate, mono=self._mono)
            piece = next(self._pieces, None)
            if piece is None:
                raise MediaError(f"{self._path.name} holds no sound", _HINT)
        return None if piece is None else np.broadcast_to(piece, (2, piece.shape[1]))

    def _skip(self, count: int) -> None:
        while count > 0:
            piece = self._next()
            if piece is None:
                return
            self._waiting = piece[:, count:]
            count -= piece.shape[1]
