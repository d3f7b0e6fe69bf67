// A caller of tools over the Model Context Protocol, on a server's standard input and output.

'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const readline = require('node:readline');

/** Start a server whose requests to `host` go to `base`; gives `tool(name, arguments)` and `stop()`. */
async function start(program, { host, base, env }) {
  const preload = path.join(__dirname, 'redirect.cjs');
  const child = spawn(process.execPath, ['--require', preload, program], {
    env: { ...process.env, ...env, REDIRECT_HOST: host, REDIRECT_BASE: base },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const waiting = new Map();
  let complaints = '';
  child.stderr.on('data', (data) => (complaints += data));
  const why = (code) => new Error(`ended with ${code}: ${complaints.match(/\w*Error: .*/)?.[0] ?? complaints.slice(-300)}`);
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(why(code));
  });
  readline.createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const message = JSON.parse(line);
    const asked = waiting.get(message.id);
    if (!asked) return;
    waiting.delete(message.id);
    if (message.error) asked.reject(new Error(message.error.message));
    else asked.resolve(message.result);
  });

  let number = 0;
  const ask = (method, params) =>
    new Promise((resolve, reject) => {
      const id = ++number;
      waiting.set(id, { resolve, reject });
      if (child.exitCode !== null) reject(why(child.exitCode));
      else child.stdin.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }) + '\n');
    });

  const hello = { protocolVersion: '2024-11-05', capabilities: {}, clientInfo: { name: 'pitchreel', version: '1' } };
  const welcome = await ask('initialize', hello);
  child.stdin.write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }) + '\n');
  const tool = async (name, values = {}) => {
    const result = await ask('tools/call', { name, arguments: values });
    const text = result.content.map((part) => part.text ?? '').join('\n');
    if (result.isError) throw new Error(text);
    return text;
  };
  return { welcome, ask, tool, stop: () => child.kill() };
}

module.exports = { start };
