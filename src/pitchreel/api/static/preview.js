// Asks how far the preview is until it can be played.
"use strict";
const film = document.getElementById("film");
const waiting = document.getElementById("waiting");
const progress = document.getElementById("progress");
const words = document.getElementById("words");
const address = location.pathname.replace(/\/$/, "") + "/state";

async function look() {
  let wait = 1500;
  try {
    const state = await (await fetch(address, { cache: "no-store" })).json();
    if (state.state === "ready") {
      if (state.cover) film.poster = state.cover;
      film.src = state.video;
      film.hidden = false;
      waiting.hidden = true;
      return;
    }
    if (state.state === "failed") {
      progress.hidden = true;
      words.textContent = state.error;
      return;
    }
    if (state.progress > 0) progress.value = state.progress;
  } catch {
    wait = 5000;
  }
  setTimeout(look, wait);
}

look();
