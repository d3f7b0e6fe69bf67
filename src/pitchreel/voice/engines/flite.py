"""flite: small statistical English voices. The libraries come with Debian's flite, or as part of its ffmpeg.

Their phone times need no correction: of 193 words in 20 sentences an aligner (pocketsphinx) heard the median word
start 7 ms before they say, and the ends of rests lay 2 to 4 ms after.
"""

from __future__ import annotations

import ctypes.util
import json
import sys
from functools import cache
from pathlib import Path

from pitchreel.voice.engines.base import Job, Utterance
from pitchreel.voice.engines.process import read_answer, run_worker
from pitchreel.voice.engines.segments import plain_text, utterance

WORKER = Path(__file__).with_name("flite_worker.py")
STRETCH = {"rms": 0.94, "slt": 1.04}
"""Duration stretch that brings each voice to some 160 words a minute, rests included."""


class Flite:
    """Voices ``rms`` (male) and ``slt`` (female), American English."""

    name = "flite"

    def available(self, voice: str) -> bool:
        """Whether the libraries can be loaded."""
        return all(map(_library, ("flite", "flite_usenglish", "flite_cmulex", f"flite_cmu_us_{voice}")))

    def missing(self, voice: str) -> str:
        """The package to install."""
        return "Install it with: sudo apt-get install flite"

    def speak(self, job: Job, *, seconds: float) -> tuple[Utterance, ...]:
        """One utterance for each sentence."""
        texts = [plain_text(sentence) for sentence in job.sentences]
        request = {"voice": job.voice, "texts": texts, "stretches": [STRETCH[job.voice] / pace for pace in job.paces]}
        command = [sys.executable, "-I", str(WORKER)]
        data = json.dumps(request).encode()
        output = run_worker(command, data, seconds=seconds, engine=self.name, missing=self.missing(job.voice))
        head, sounds = read_answer(output)
        spoken = []
        for sound, answer, sentence in zip(sounds, head["utterances"], job.sentences, strict=True):
            segments = [(name, end, stress, token) for name, end, stress, token in answer["phones"]]
            spoken.append(utterance(sound, head["rate"], segments, answer["tokens"], sentence))
        return tuple(spoken)


@cache
def _library(name: str) -> str | None:
    return ctypes.util.find_library(name)
