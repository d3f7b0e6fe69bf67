"""A program of its own that speaks through flite's libraries; run as a script, never imported.

Standard input: one JSON object ``{"voice": "rms", "texts": [...], "stretches": [...]}``; the texts are ASCII.
Standard output: one line of JSON ``{"rate", "utterances": [{"samples", "tokens": count, "phones": [[phone, end,
stress, token], ...]}]}``, then the samples as 16-bit little-endian. ``token`` counts the words of the text that were
separated by spaces, from 0; it is -1 in a pause.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any


class Wave(ctypes.Structure):
    """The beginning of ``cst_wave`` of cst_wave.h."""

    _fields_ = [
        ("type", ctypes.c_char_p),
        ("rate", ctypes.c_int),
        ("samples", ctypes.c_int),
        ("channels", ctypes.c_int),
        ("data", ctypes.POINTER(ctypes.c_short)),
    ]


def main() -> None:
    """Read the request, speak, answer."""
    request = json.load(sys.stdin)
    lib = ctypes.CDLL("libflite.so.1", mode=ctypes.RTLD_GLOBAL)
    for name in ("libflite_usenglish.so.1", "libflite_cmulex.so.1"):
        ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
    voices = ctypes.CDLL(f"libflite_cmu_us_{request['voice']}.so.1")
    lib.flite_init()

    pointer, text = ctypes.c_void_p, ctypes.c_char_p

    def function(name: str, result: Any, *arguments: Any, library: ctypes.CDLL = lib) -> Any:
        found = getattr(library, name)
        found.restype, found.argtypes = result, list(arguments)
        return found

    synthesise = function("flite_synth_text", pointer, text, pointer)
    relation = function("utt_relation", pointer, pointer, text)
    head = function("relation_head", pointer, pointer)
    after = function("item_next", pointer, pointer)
    parent = function("item_parent", pointer, pointer)
    first_of = function("item_as", pointer, pointer, text)
    same = function("item_equal", ctypes.c_int, pointer, pointer)
    number = function("ffeature_float", ctypes.c_float, pointer, text)
    word = function("ffeature_string", text, pointer, text)
    wave = function("utt_wave", pointer, pointer)
    forget = function("delete_utterance", None, pointer)
    put_number = function("feat_set_float", None, pointer, text, ctypes.c_float)
    voice = function(f"register_cmu_us_{request['voice']}", pointer, pointer, library=voices)(None)

    class Voice(ctypes.Structure):
        _fields_ = [("name", text), ("features", pointer)]

    features = ctypes.cast(voice, ctypes.POINTER(Voice)).contents.features

    rate, answers, data = 0, [], []
    for line, stretch in zip(request["texts"], request["stretches"], strict=True):
        put_number(features, b"duration_stretch", stretch)
        utterance = synthesise(line.encode("ascii"), voice)
        if not utterance:
            raise SystemExit("flite does not speak")
        sound = ctypes.cast(wave(utterance), ctypes.POINTER(Wave)).contents
        rate = sound.rate
        data.append(ctypes.string_at(sound.data, sound.samples * 2))
        tokens = []
        token = head(relation(utterance, b"Token"))
        while token:
            tokens.append(token)
            token = after(token)
        phones = []
        item = head(relation(utterance, b"Segment"))
        while item:
            owner = -1
            syllable = first_of(item, b"SylStructure")
            if syllable and parent(syllable) and parent(parent(syllable)):
                spoken = first_of(parent(parent(syllable)), b"Token")
                if spoken and parent(spoken):
                    owner = next((i for i, one in enumerate(tokens) if same(one, parent(spoken))), -1)
            stress = word(item, b"R:SylStructure.parent.stress")
            phones.append([word(item, b"name").decode(), number(item, b"end"), int(stress == b"1"), owner])
            item = after(item)
        names = [word(one, b"name").decode() for one in tokens]
        answers.append({"samples": sound.samples, "tokens": names, "phones": phones})
        forget(utterance)

    sys.stdout.buffer.write(json.dumps({"rate": rate, "utterances": answers}).encode() + b"\n")
    for samples in data:
        sys.stdout.buffer.write(samples)


if __name__ == "__main__":
    main()
