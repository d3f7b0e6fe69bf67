// Drives creatify-mcp: node creatify_mcp.cjs PROGRAM BASE API_ID API_KEY
//
// As it is published it does not start; what it would do then is that of the package that it is made of.

'use strict';

const { start } = require('./mcp.cjs');
const { step } = require('./steps.cjs');

const [program, base, apiId, apiKey] = process.argv.slice(2);

async function main() {
  const env = { CREATIFY_API_ID: apiId, CREATIFY_API_KEY: apiKey };
  const server = await step('initialize', () => start(program, { host: 'api.creatify.ai', base, env }));
  if (!server) return;
  await step('tools/list', () => server.ask('tools/list', {}), (answer) => `${answer.tools.length} tools`);
  server.stop();
}

main().then(() => process.exit());
