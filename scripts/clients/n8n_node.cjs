// Drives the JoggAI node for n8n: node n8n_node.cjs DIST BASE API_KEY PAGE PICTURE_FILE
//
// The node's own compiled code runs; what n8n itself would give it (parameters with their defaults, credentials, HTTP) is
// stood in for here, the parameters by n8n-workflow, the credentials by the node's own description of them.

'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');
const { say, step, must, until } = require('./steps.cjs');

const [dist, base, key, page, picture] = process.argv.slice(2);
const inside = createRequire(path.join(path.resolve(dist), 'index.js'));
const { NodeHelpers } = inside('n8n-workflow');
const { JoggAiNode } = inside('./nodes/JoggAiNode/JoggAiNode.node.js');
const { JoggAiNodeTrigger } = inside('./nodes/JoggAiNode/JoggAiNodeTrigger.node.js');
const { JoggAiCredentialsApi } = inside('./credentials/JoggAiCredentialsApi.credentials.js');

const credentials = { apiKey: key, domain: base };
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const filled = (text) => String(text).replace(/^=/, '').replace(/\{\{\$credentials\.(\w+)\}\}/g, (_, name) => credentials[name]);

async function send({ method, url, body, qs, headers, json }) {
  const address = new URL(url);
  for (const [name, value] of Object.entries(qs ?? {})) address.searchParams.set(name, value);
  const raw = Buffer.isBuffer(body);
  const options = { method, headers: { ...headers } };
  if (body !== undefined && method !== 'GET') {
    options.body = raw ? body : JSON.stringify(body);
    if (!raw) options.headers['Content-Type'] = 'application/json';
  }
  const answer = await fetch(address, options);
  const text = await answer.text();
  must(answer.ok, `HTTP ${answer.status}: ${text.slice(0, 200)}`);
  return json === false ? text : JSON.parse(text);
}

function authenticated(name, options) {
  const wanted = new JoggAiCredentialsApi().authenticate.properties.headers;
  const headers = Object.fromEntries(Object.entries(wanted).map(([header, text]) => [header, filled(text)]));
  return send({ ...options, headers: { ...headers, ...options.headers } });
}

function context(type, values, more = {}) {
  const node = { id: '1', name: type.description.displayName, type: type.description.name, typeVersion: 1, position: [0, 0], parameters: values };
  const parameters = NodeHelpers.getNodeParameters(type.description.properties, values, true, false, node, type.description) ?? values;
  const at = (from, name) => name.split('.').reduce((value, part) => value?.[part], from);
  return {
    logger: quiet,
    getNode: () => node,
    getInputData: () => [{ json: {}, ...more }],
    getNodeParameter: (name, item, fallback) => at(parameters, name) ?? at(values, name) ?? fallback,
    getCredentials: async () => credentials,
    continueOnFail: () => false,
    prepareOutputData: async (data) => [data],
    helpers: {
      httpRequest: send,
      httpRequestWithAuthentication: function (name, options) {
        return authenticated(name, options);
      },
      returnJsonArray: (data) => data.map((json) => ({ json })),
      constructExecutionMetaData: (data) => data,
      getBinaryDataBuffer: async () => fs.readFileSync(picture),
    },
  };
}

const node = new JoggAiNode();

async function execute(resource, operation, values = {}, more = {}) {
  const [[item]] = await node.execute.call(context(node, { resource, operation, ...values }, more));
  must(item.json.code === undefined || item.json.code === 0, JSON.stringify(item.json).slice(0, 200));
  return item.json;
}

const call = (resource, operation, values, look, more) =>
  step(`${resource}: ${operation}`, () => execute(resource, operation, values, more), look);

const finished = (project) =>
  until(
    () => execute('video', 'get', { project_id: project }),
    (answer) => answer.data.status === 'success' || answer.data.status_code === 4,
    (answer) => answer.data.status === 'failed',
  );

async function film(project) {
  const done = await step('video: get until done', () => finished(project), (answer) => answer.data.status);
  if (done) say({ film: done.data.video_url });
}

async function main() {
  await step('credentials: test', () => {
    const { request } = new JoggAiCredentialsApi().test;
    return authenticated('', { method: 'GET', url: filled(request.baseURL) + request.url });
  });
  const avatars = await call('avatar', 'getLibraryAvatars', {}, (answer) => `${answer.data.avatars.length} avatars`);
  await call('avatar', 'getInstantAvatars');
  await call('avatar', 'getPhotoAvatars');
  const voices = await call('voice', 'getLibraryVoices', {}, (answer) => `${answer.data.voices.length} voices`);
  await call('voice', 'getMyVoices', {});
  const musics = await call('music', 'get', {}, (answer) => `${answer.data.musics.length} tracks`);
  await call('visualStyle', 'get', {}, (answer) => `${JSON.stringify(answer.data).length} characters`);
  await call('template', 'getLibraryTemplates', {});
  await call('template', 'getMyTemplates', {});
  await call('webhook', 'webhook:events');
  const hook = await call('webhook', 'webhook:add', {
    url: 'https://hooks.example/n8n',
    status: 'enabled',
    events: ['generated_video_success'],
  });
  await call('webhook', 'webhook:list');
  if (hook?.data?.endpoint_id) await call('webhook', 'webhook:delete', { endpointId: hook.data.endpoint_id });
  await call('file', 'upload', { filename: 'picture.png', fileData: 'data' }, (answer) => answer.uploadStatus, {
    binary: { data: {} },
  });

  const trigger = new JoggAiNodeTrigger();
  const remembered = {};
  const hooked = () => ({
    ...context(trigger, { event: 'generated_video_success' }),
    getNodeWebhookUrl: () => 'https://n8n.example/webhook/jogg',
    getWorkflowStaticData: () => remembered,
  });
  const hooks = trigger.webhookMethods.default;
  await step('trigger: create', () => hooks.create.call(hooked()), () => must(remembered.webhookId, 'no endpoint id'));
  await step('trigger: checkExists', () => hooks.checkExists.call(hooked()), (there) => must(there, 'not found'));
  await step('trigger: delete', () => hooks.delete.call(hooked()), (gone) => must(gone, 'not deleted'));

  const product = await call('product', 'uploadProduct', { url: page }, (answer) => answer.data.name);
  if (!product) return;
  const productId = product.data.product_id;
  await call('product', 'updateProduct', { product_id: productId, updates: { name: `${product.data.name}, new` } });
  await call('aiScript', 'generate', {
    productSource: 'productId',
    product_id: productId,
    language: 'english',
    video_length: '15',
  });
  const wish = {
    productId,
    language: 'english',
    scriptStyle: "Don't Worry",
    visualStyle: 'FullScreen',
    videoLength: '15',
    aspectRatio: 0,
    avatarId: avatars?.data.avatars[0].avatar_id ?? 127,
    avatarType: 0,
    voiceId: voices?.data.voices[0].voice_id ?? 'en-US-ChristopherNeural',
    musicId: musics?.data.musics[0].id ?? musics?.data.musics[0].music_id ?? 13,
    templateId: 0,
  };
  const made = await call('video', 'createFromProduct', wish, (answer) => answer.data.project_id);
  if (made) await film(made.data.project_id);
  const talk = await call('video', 'createFromAvatar', {
    audioSource: 'script',
    script: 'Hello from a workflow. This presenter says exactly these words.',
    avatar_id: wish.avatarId,
    avatar_type: 0,
    voice_id: wish.voiceId,
    screen_style: 1,
    additionalOptions: {},
  });
  if (talk) await film(talk.data.project_id);
  const preview = await call('video', 'generatePreview', wish, (answer) => answer.data.project_id);
  if (preview) await film(preview.data.project_id);
}

main().catch((error) => {
  say({ call: 'driver', ok: false, note: String(error?.stack ?? error).slice(0, 300) });
  process.exitCode = 1;
});
