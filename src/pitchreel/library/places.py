"""Where the pictures, clips and sounds of the catalogues are served: paths that a server puts its address before."""

from __future__ import annotations

ROOT = "/files/library"


def presenter_picture(presenter: str, ratio: str) -> str:
    """A presenter's cover in a ratio."""
    return f"{ROOT}/avatars/{presenter}-{crossed(ratio)}.jpg"


def presenter_clip(presenter: str, ratio: str) -> str:
    """A few seconds of a presenter speaking, in a ratio."""
    return f"{ROOT}/avatars/{presenter}-{crossed(ratio)}.mp4"


def voice_sample(wire_id: str) -> str:
    """A sentence in a voice."""
    return f"{ROOT}/voices/{wire_id}.mp3"


def music_sound(music: str) -> str:
    """A piece of music."""
    return f"{ROOT}/musics/{music}.ogg"


def music_picture(music: str) -> str:
    """What stands for a piece of music in a list."""
    return f"{ROOT}/musics/{music}.jpg"


def style_picture(style: str, ratio: str) -> str:
    """A frame of a film in a style."""
    return f"{ROOT}/styles/{style}-{crossed(ratio)}.jpg"


def template_picture(template: str, ratio: str) -> str:
    """A frame of a film from a template."""
    return f"{ROOT}/templates/{template}-{crossed(ratio)}.jpg"


def template_clip(template: str, ratio: str) -> str:
    """A few seconds of a film from a template."""
    return f"{ROOT}/templates/{template}-{crossed(ratio)}.mp4"


def crossed(ratio: str) -> str:
    """A ratio as file names have it, 9x16."""
    return ratio.replace(":", "x")
