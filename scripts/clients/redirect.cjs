// Loaded before a client whose host is written into it: what it sends to HOST goes to BASE instead.
//
//     REDIRECT_HOST=api.example.com REDIRECT_BASE=http://127.0.0.1:8080 node --require ./redirect.cjs client.js

'use strict';

const http = require('node:http');
const https = require('node:https');

const host = process.env.REDIRECT_HOST;
const base = new URL(process.env.REDIRECT_BASE);

const fetched = globalThis.fetch;
globalThis.fetch = (address, options) => {
  const url = new URL(typeof address === 'string' || address instanceof URL ? address : address.url);
  if (url.hostname !== host) return fetched(address, options);
  return fetched(new URL(url.pathname + url.search, base), options);
};

const requested = https.request;
https.request = (options, ...more) => {
  const url = typeof options === 'string' || options instanceof URL ? new URL(options) : options;
  if (url.hostname !== host && url.host !== host) return requested.call(https, options, ...more);
  const path = url.path ?? url.pathname + url.search;
  const { method, headers, timeout } = url;
  const sent = { ...headers, host: base.host, Host: undefined };
  return http.request({ method, timeout, path, hostname: base.hostname, port: base.port, headers: sent }, ...more);
};
