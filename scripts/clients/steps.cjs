// Steps: what the drivers of Node clients share. Each call is one line of JSON on standard output.

'use strict';

const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');

/** Run one call of the client; say how it went; null when it failed. `look` judges the answer: a text, or a throw. */
async function step(call, run, look = () => '') {
  try {
    const value = await run();
    say({ call, ok: true, note: String(look(value) ?? '') });
    return value;
  } catch (error) {
    const words = error?.message ? error.message : JSON.stringify(error);
    say({ call, ok: false, note: String(words).slice(0, 300) });
    return null;
  }
}

/** As assert, with words. */
function must(holds, words) {
  if (!holds) throw new Error(words);
}

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Ask until `done` is true of the answer; throws when it takes longer than `seconds` or `failed` is true of it. */
async function until(ask, done, failed = () => false, seconds = 300) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await ask();
    if (done(value)) return value;
    must(!failed(value), `ended otherwise: ${JSON.stringify(value).slice(0, 300)}`);
    must(Date.now() < end, `not done after ${seconds} s: ${JSON.stringify(value).slice(0, 300)}`);
    await pause(0.5);
  }
}

module.exports = { say, step, must, until };
