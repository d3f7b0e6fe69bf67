// Drives joggai-mcp: node joggai_mcp.cjs PROGRAM BASE API_KEY PAGE

'use strict';

const { start } = require('./mcp.cjs');
const { say, step, must, until } = require('./steps.cjs');

const [program, base, key, page] = process.argv.slice(2);
const over = (answer) => ['completed', 'success'].includes(answer.data.status);
const failed = (answer) => answer.data.status === 'failed';

async function main() {
  const server = await step('initialize', () =>
    start(program, { host: 'api.jogg.ai', base, env: { JOGGAI_API_KEY: key } }),
  );
  if (!server) return;
  const ask = async (name, values) => {
    const answer = JSON.parse(await server.tool(name, values));
    must(answer.code === 0, `code ${answer.code}: ${answer.msg}`);
    return answer;
  };
  const call = (name, values, look) => step(name, () => ask(name, values), look);
  const many = (field) => (answer) => {
    must(answer.data[field].length > 0, `no ${field}`);
    return `${answer.data[field].length} ${field}`;
  };

  await call('joggai_get_user_info', {});
  await call('joggai_get_remaining_quota', {}, (answer) => JSON.stringify(answer.data));
  const avatars = await call('joggai_list_public_avatars', { aspect_ratio: 'portrait', page_size: 5 }, many('avatars'));
  const voices = await call('joggai_list_voices', { language: 'english' }, many('voices'));
  const musics = await call('joggai_list_music', {}, many('music'));
  await call('joggai_list_visual_styles', { aspect_ratio: 'portrait' }, many('visual_styles'));
  await call('joggai_list_custom_avatars', {});
  await call('joggai_list_index_templates', {}, (answer) => `${Object.keys(answer.data)}`);
  await call('joggai_list_webhook_events', {});
  const endpoint = await call('joggai_add_webhook_endpoint', {
    url: 'https://hooks.example/jogg',
    events: ['generated_product_video_success'],
    status: 'enabled',
  });
  await call('joggai_list_webhook_endpoints', {}, many('endpoints'));
  const endpointId = endpoint?.data?.endpoint_id ?? endpoint?.endpoint_id;
  if (endpointId) await call('joggai_delete_webhook_endpoint', { endpoint_id: endpointId });

  const product = await call('joggai_create_product', { url: page }, (answer) => answer.data.name);
  if (!product) return server.stop();
  const id = product.data.product_id;
  await call('joggai_update_product', { product_id: id, name: `${product.data.name}, new` });
  const task = await call('joggai_create_ai_script', {
    language: 'english',
    video_length_seconds: '15',
    script_style: 'Storytime',
    product_info: { source_type: 'id', data: { id } },
  });
  const scripts = task
    ? await step('joggai_get_ai_script_result until done', () =>
        until(() => ask('joggai_get_ai_script_result', { task_id: task.data.task_id }), over, failed, 120),
      )
    : null;
  if (scripts) say({ call: 'the scripts', ok: true, note: JSON.stringify(scripts.data).slice(0, 120) });

  const wish = {
    product_id: id,
    video_spec: { aspect_ratio: 'portrait', length: '15', caption: true, name: 'By way of a tool' },
    avatar: { id: avatars.data.avatars[0].id, type: 0 },
    voice: { id: voices.data.voices[0].voice_id },
    audio: { music_id: musics.data.music[0].id },
    script: { style: 'Discovery', language: 'english' },
  };
  const film = await call('joggai_create_product_video', { ...wish, visual_style: 'FullScreen' });
  if (film) {
    const video = film.data.video_id ?? film.data.product_video_id;
    const done = await step(
      'joggai_get_product_video_status until done',
      () => until(() => ask('joggai_get_product_video_status', { product_video_id: video }), over, failed),
      (answer) => answer.data.status,
    );
    if (done) say({ film: done.data.video_url });
  }
  const previews = await call(
    'joggai_submit_preview_list',
    { ...wish, visual_styles: ['FullScreen', 'Card Stacking'] },
    many('previews'),
  );
  if (previews) {
    const rendered = await step('joggai_render_preview once the preview is there', () =>
      until(
        async () => JSON.parse(await server.tool('joggai_render_preview', { preview_id: previews.data.previews[1].preview_id })),
        (answer) => answer.code === 0,
      ),
    );
    if (rendered) {
      const done = await step('joggai_get_product_video_status until rendered', () =>
        until(() => ask('joggai_get_product_video_status', { product_video_id: rendered.data.video_id }), over, failed),
      );
      if (done) say({ film: done.data.video_url });
    }
  }
  await call('joggai_list_product_videos', { page: 1 }, many('videos'));
  server.stop();
}

main().catch((error) => {
  say({ call: 'driver', ok: false, note: String(error?.stack ?? error).slice(0, 300) });
  process.exit(1);
}).then(() => process.exit());
