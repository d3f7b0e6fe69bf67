"""festival with its slt-hts voice: statistical American English at 32 kHz, from two Debian packages.

Its phone times need no correction: of 193 words in 20 sentences an aligner (pocketsphinx) heard the median word start
exactly where they say; the ends of rests lay 12 ms later, which ``voice.alignment`` settles.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from pitchreel.errors import VoiceError
from pitchreel.voice.engines.base import Job, Utterance
from pitchreel.voice.engines.process import run_worker
from pitchreel.voice.engines.segments import Segment, plain_text, utterance
from pitchreel.voice.sound import read_wav

SCRIPT = Path(__file__).with_name("festival.scm")
VOICES = {"slt-hts": "cmu_us_slt_arctic_hts"}
VOICE_FOLDERS = (Path("/usr/share/festival/voices"), Path("/usr/local/share/festival/voices"))
SPEED = {"slt-hts": 1.0}
"""Speed that brings the voice to some 160 words a minute, rests included."""


class Festival:
    """One voice, ``slt-hts``: female, American English."""

    name = "festival"

    def available(self, voice: str) -> bool:
        """Whether the program and the voice's folder are there."""
        return shutil.which("festival") is not None and any(
            next(folder.glob(f"*/{VOICES[voice]}"), None) is not None for folder in VOICE_FOLDERS
        )

    def missing(self, voice: str) -> str:
        """The packages to install."""
        return "Install it with: sudo apt-get install festival festvox-us-slt-hts"

    def speak(self, job: Job, *, seconds: float) -> tuple[Utterance, ...]:
        """One utterance for each sentence. Two processes share the work: festival uses one core and is not quick."""
        middle = len(job.sentences) // 2
        if middle < 2:
            return self._speak(job, seconds)
        halves = [
            replace(job, sentences=job.sentences[part], paces=job.paces[part])
            for part in (slice(0, middle), slice(middle, None))
        ]
        with ThreadPoolExecutor(len(halves)) as pool:
            first, second = pool.map(lambda half: self._speak(half, seconds), halves)
        return first + second

    def _speak(self, job: Job, seconds: float) -> tuple[Utterance, ...]:
        with tempfile.TemporaryDirectory(prefix="pitchreel-voice-") as name:
            folder = Path(name)
            output = run_worker(
                ["festival", "--pipe"],
                os.fsencode(request_for(job, folder)),
                seconds=seconds,
                engine=self.name,
                missing=self.missing(job.voice),
            )
            answers = read_answers(output.decode("ascii", "replace"))
            if len(answers) != len(job.sentences):
                raise VoiceError("The speech engine festival left out a sentence", "Choose another voice")
            spoken = []
            for index, ((tokens, segments), sentence) in enumerate(zip(answers, job.sentences, strict=True)):
                sound, rate = read_wav(folder / f"{index}.wav")
                spoken.append(utterance(sound, rate, segments, tokens, sentence))
            return tuple(spoken)


def request_for(job: Job, folder: Path) -> str:
    """The commands that speak a job's sentences into numbered files of a folder."""
    lines = [
        f"(load {quoted(SCRIPT)})",
        f"(voice_{VOICES[job.voice]})",
        "(set! pitchreel_engine_params hts_engine_params)",
    ]
    for index, (sentence, pace) in enumerate(zip(job.sentences, job.paces, strict=True)):
        speed = SPEED[job.voice] * pace
        lines.append(f'(pitchreel_say "{plain_text(sentence)}" {speed:.4f} {quoted(folder / f"{index}.wav")})')
    return "\n".join([*lines, ""])


def quoted(path: Path) -> str:
    """A path as a string of Scheme."""
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def read_answers(output: str) -> list[tuple[list[str], list[Segment]]]:
    """What the script printed: for each sentence its tokens and its phones."""
    answers: list[tuple[list[str], list[Segment]]] = []
    for line in output.splitlines():
        fields = line.split()
        if not fields or fields[0] not in ("@say", "@token", "@phone"):
            continue
        if fields[0] == "@say":
            answers.append(([], []))
        elif fields[0] == "@token":
            answers[-1][0].append(fields[1])
        else:
            answers[-1][1].append((fields[1], float(fields[2]), int(fields[3] == "1"), int(fields[4])))
    return answers
