// Drives @tsavo/creatify-api-ts: node creatify_api_ts.cjs PACKAGE BASE API_ID API_KEY PAGE

'use strict';

const { say, step, must, until } = require('./steps.cjs');

const [packageFolder, baseUrl, apiId, apiKey, page] = process.argv.slice(2);
const { Creatify } = require(packageFolder);

const ended = (video) => ['failed', 'rejected', 'error'].includes(video.status);

async function main() {
  const client = new Creatify({ apiId, apiKey, baseUrl });
  const { urlToVideo, aiScripts, avatar, musics, workspace } = client;

  await step('workspace.getRemainingCredits', () => workspace.getRemainingCredits(), (answer) => {
    must(answer.remaining_credits > 0, 'no credits');
    return `${answer.remaining_credits} credits`;
  });

  const link = await step('urlToVideo.createLink', () => urlToVideo.createLink({ url: page }), (answer) => {
    must(answer.id && answer.link.title && answer.link.image_urls.length, 'no product');
    return answer.link.title;
  });
  if (!link) return;
  const { title, description, image_urls: pictures } = link.link;

  await step(
    'urlToVideo.updateLink',
    () => urlToVideo.updateLink(link.id, { title: `${title}!`, description, image_urls: pictures }),
    (answer) => must(answer.title === `${title}!`, 'the change is not there'),
  );
  await step(
    'urlToVideo.createLinkWithParams',
    () => urlToVideo.createLinkWithParams({ title: 'Told', description, image_urls: [...pictures, ...pictures, ...pictures] }),
    (answer) => must(answer.id && answer.link.title === 'Told', 'no link'),
  );
  await step('urlToVideo.getLink', () => urlToVideo.getLink(link.id), (answer) => must(answer.id === link.id, 'another'));
  await step('urlToVideo.getLinks', () => urlToVideo.getLinks(1, 5), (answer) => {
    must(Array.isArray(answer) && answer.some((one) => one.id === link.id), 'not listed');
    return `${answer.length} links`;
  });
  await step('urlToVideo.getLinksPaginated', () => urlToVideo.getLinksPaginated(1, 5), (answer) => {
    must(answer.results.length && answer.count >= answer.results.length, 'no page');
    return `${answer.count} links`;
  });

  const script = await step(
    'aiScripts.createAndWaitForAiScript',
    () => aiScripts.createAndWaitForAiScript({ title, description, language: 'en', video_length: 15 }, 500, 60),
    (answer) => {
      must(answer.status === 'done' && answer.generated_scripts[0].paragraphs, JSON.stringify(answer).slice(0, 200));
      return `${answer.generated_scripts.length} scripts`;
    },
  );
  await step('aiScripts.getAiScriptsList', () => aiScripts.getAiScriptsList(), (answer) =>
    must(answer.some((one) => one.id === script?.id), 'not listed'),
  );

  const personas = await step('avatar.getAvatars', () => avatar.getAvatars({ gender: 'f' }), (answer) => {
    must(answer.length && answer[0].avatar_id, 'no avatars');
    return `${answer.length} avatars`;
  });
  await step('avatar.getAvatarsPaginated', () => avatar.getAvatarsPaginated(1, 3), (answer) =>
    must(answer.results.length === 3, 'no page'),
  );
  const voices = await step('avatar.getVoices', () => avatar.getVoices(), (answer) => {
    must(answer.length && answer[0].accents[0].id, 'no voices');
    return `${answer.length} voices`;
  });
  await step('musics.getMusicCategories', () => musics.getMusicCategories(), (answer) => must(answer.length, 'none'));
  const tracks = await step('musics.getMusics', () => musics.getMusics(), (answer) => {
    must(answer.length && answer[0].url, 'no tracks');
    return `${answer.length} tracks`;
  });

  const video = await step(
    'urlToVideo.createVideoFromLink',
    () =>
      urlToVideo.createVideoFromLink({
        link: link.id,
        aspect_ratio: '16:9',
        video_length: 15,
        override_script: script?.generated_scripts?.[0].paragraphs,
        override_avatar: personas?.[0].id,
        override_voice: voices?.[0].accents[0].id,
        background_music_url: tracks?.[0].url,
      }),
    (answer) => {
      must(answer.id && answer.status === 'pending', 'no video');
      return answer.status;
    },
  );
  if (!video) return;
  const film = await step(
    'urlToVideo.getVideo until done',
    () => until(() => urlToVideo.getVideo(video.id), (answer) => answer.status === 'done', ended),
    (answer) => `${answer.duration} s, ${answer.credits_used} credits`,
  );
  if (film) say({ film: film.video_output });
  await step('urlToVideo.getVideos', () => urlToVideo.getVideos(), (answer) =>
    must(answer.some((one) => one.id === video.id), 'not listed'),
  );

  // The package has no methods for previews; its inner client is reached as its readers do.
  const inner = urlToVideo.client;
  const listed = await step(
    'POST preview_list_async (inner client)',
    () =>
      inner.post('/api/link_to_videos/preview_list_async/', {
        link: link.id,
        video_length: 15,
        visual_styles: ['FullScreenV2Template', 'LegoTemplate'],
      }),
    (answer) => must(answer.status === 'pending' && answer.previews.length === 0, 'not pending'),
  );
  if (!listed) return;
  const shown = await step(
    'getVideo until previews',
    () => until(() => urlToVideo.getVideo(listed.id), (answer) => answer.previews.length > 0, ended),
    (answer) => `${answer.previews.length} previews, status ${answer.status}`,
  );
  if (!shown) return;
  await step('POST render_single_preview (inner client)', () =>
    inner.post(`/api/link_to_videos/${listed.id}/render_single_preview/`, { media_job: shown.previews[1].media_job }),
  );
  const chosen = await step(
    'getVideo until rendered',
    () => until(() => urlToVideo.getVideo(listed.id), (answer) => answer.status === 'done', ended),
    (answer) => `${answer.duration} s`,
  );
  if (chosen) say({ film: chosen.video_output });

  await step('getVideo of an id that is not there', async () => {
    const error = await urlToVideo.getVideo('00000000-0000-4000-8000-000000000000').then(
      () => null,
      (caught) => caught,
    );
    must(error?.status === 404 && error.data.detail, `not refused: ${JSON.stringify(error)}`);
  });
}

main().catch((error) => {
  say({ call: 'driver', ok: false, note: String(error?.stack ?? error) });
  process.exitCode = 1;
});
