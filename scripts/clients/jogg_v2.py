"""Drives JoggAI's own jogg-v2.sh: python jogg_v2.py SCRIPT BASE API_KEY PAGE PICTURE. It needs bash, curl and jq."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from steps import must, say, step


def main(script: str, base: str, key: str, page: str, picture: str) -> None:
    env = {**os.environ, "JOGG_BASE_URL": base, "JOGG_API_KEY": key}

    def run(*words: str) -> Any:
        # Its url-to-video ends with a jq that reads the input of the whole script, and is silent without a value there.
        asked = ["bash", script, *words]
        done = subprocess.run(asked, env=env, input="null", capture_output=True, text=True, timeout=400)
        must(done.returncode == 0, f"status {done.returncode}: {done.stderr.strip()[-250:]}")
        return json.loads(done.stdout)

    def operation(name: str, look: Callable[[Any], object] = lambda value: "", **more: Any) -> Any:
        words = [word for option, value in more.items() for word in (f"--{option}-json", json.dumps(value))]
        return step(f"--op {name}", lambda: run("--op", name, *words), look)

    def workflow(
        name: str, body: dict[str, Any], look: Callable[[Any], object] = lambda value: "", title: str = ""
    ) -> Any:
        words = ["--workflow", name, "--body-json", json.dumps(body)]
        return step(f"--workflow {title or name}", lambda: run(*words), look)

    operation("user-whoami")
    operation("user-quota-get")
    avatars = operation("avatars-public-list", query={"aspect_ratio": "portrait"})
    voices = operation("voices-list", query={"language": "english"})
    musics = operation("music-list")
    operation("visual-styles-list")
    operation("templates-list")
    operation("webhook-events-list")
    workflow("upload-media", {"file_path": picture}, lambda value: value["uploaded"])
    details = {
        "source_type": "details",
        "data": {"name": "Bottle", "description": "Insulated bottle. It holds 500 ml."},
    }
    asked = {"language": "english", "video_length_seconds": "15", "script_style": "Storytime", "product_info": details}
    workflow("ai-scripts", asked)
    if not (avatars and voices and musics):
        return
    avatar, voice = avatars["data"]["avatars"][0]["id"], voices["data"]["voices"][0]["voice_id"]
    wish = {
        "video_spec": {"aspect_ratio": "portrait", "length": "15"},
        "avatar": {"id": avatar, "type": 0},
        "voice": {"id": voice},
        "audio": {"music_id": musics["data"]["music"][0]["id"]},
        "script": {"style": "Discovery", "language": "english"},
    }
    product = {"product": {"url": page}}
    film = workflow(
        "url-to-video",
        {**product, "create_request": {**wish, "visual_style": "FullScreen"}},
        lambda value: value["result"]["last_status"],
    )
    if film:
        say(film=film["result"]["data"]["video_url"])
    talk = workflow(
        "avatar-video",
        {
            "avatar": {"avatar_type": 0, "avatar_id": avatar},
            "voice": {"type": "script", "voice_id": voice, "script": "Hello. These are exactly the words that I say."},
            "aspect_ratio": "portrait",
            "screen_style": 1,
        },
        lambda value: value["result"]["last_status"],
    )
    if talk:
        say(film=talk["result"]["data"]["video_url"])
    chosen = workflow(
        "url-to-video",
        {**product, "render_mode": "preview", "preview_request": {**wish, "visual_styles": ["FullScreen"]}},
        lambda value: value["result"]["last_status"],
        title="url-to-video, by way of a preview",
    )
    if chosen:
        say(film=chosen["result"]["data"]["video_url"])


if __name__ == "__main__":
    main(*sys.argv[1:])
