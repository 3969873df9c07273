// Plays a recording: by hls.js where it is installed, else by the browser itself where it can, else says how.
import { el, ask } from '/page.js';

const APPLE = 'application/vnd.apple.mpegurl';

function script() {
  return new Promise((resolve, reject) => {
    if (globalThis.Hls) { resolve(globalThis.Hls); return; }
    document.head.append(el('script', { src: '/hls.js', onload: () => resolve(globalThis.Hls), onerror: reject }));
  });
}

async function play(stage, recording) {
  stage.replaceChildren(el('p.quiet', {}, 'Asking for a playback address …'));
  let playback;
  try {
    playback = await ask(`/recordings/${encodeURIComponent(recording.id)}/playback`);
  } catch (error) {
    stage.replaceChildren(el('p', {}, `${error.title ?? 'It cannot be played'}: ${error.message}`));
    return;
  }
  const video = el('video', { controls: true, playsinline: true, 'aria-label': 'Recording' });
  const failed = why => stage.replaceChildren(el('p', {}, why));
  try {
    const Hls = await script();
    if (Hls?.isSupported()) {
      const hls = new Hls();
      hls.on(Hls.Events.ERROR, (_, error) => { if (error.fatal) { hls.destroy(); failed(`The player gave up: ${error.details}`); } });
      hls.loadSource(playback.playlist);
      hls.attachMedia(video);
      addEventListener('hashchange', () => hls.destroy(), { once: true });
      stage.replaceWith(video);
      video.focus();
      video.play().catch(() => {});
      return;
    }
  } catch { /* not installed: the browser itself may know HLS */ }
  if (video.canPlayType(APPLE)) {
    video.src = playback.playlist;
    stage.replaceWith(video);
    video.play().catch(() => {});
  } else {
    failed('This browser plays HLS only with hls.js, which is not installed here: npm install --no-save hls.js in the project’s folder.');
  }
}

export function player(recording) {
  const nothing = recording.presence !== 'PRESENT' || !recording.bucket;
  const stage = el('div.stage', {});
  stage.append(nothing
      ? el('p.quiet', {}, recording.presence === 'GONE' ? 'The media is gone.' : 'There is no media to play.')
      : el('button.primary', { type: 'button', onclick: () => play(stage, recording) }, '▶ Play'));
  return el('section.panel', { 'aria-label': 'Player' }, stage);
}
