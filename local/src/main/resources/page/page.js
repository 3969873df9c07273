// The page: asks the API and draws what it answers. Every view is an address, so that it can be kept and sent on.
import { drawTimeline } from '/timeline.js';
import { player } from '/player.js';

const main = document.getElementById('main');
const status = document.getElementById('status');
const latestDay = document.querySelector('meta[name="latest-day"]').content;

// ---- small tools

/** An element: el('p.quiet', {title: 'x'}, child, ...). Text is text, never HTML. */
export function el(kind, attributes = {}, ...children) {
  const [tag, ...classes] = kind.split('.');
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(' ');
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

export async function ask(path, options = {}) {
  const response = await fetch(path, options);
  const text = await response.text();
  const body = text ? JSON.parse(text) : {};
  if (!response.ok) {
    throw Object.assign(new Error(body.detail ?? body.message ?? response.statusText),
        { title: body.title ?? `HTTP ${response.status}`, combinations: body.combinations });
  }
  return body;
}

const at = time => time ? time.replace('T', ' ').replace(/(\.\d+)?Z$/, '') : '–';
const when = time => time ? el('time', { datetime: time, title: time }, at(time)) : '–';
export function length(ms) {
  if (ms === undefined) return '–';
  const s = Math.round(ms / 1000);
  return `${Math.floor(s / 3600)}:${String(Math.floor(s / 60) % 60).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}`;
}
const link = (view, ...parts) => '#/' + [view, ...parts.map(encodeURIComponent)].join('/');
const last = arn => arn?.split('/').at(-1);

function sourceOf(recording) {
  const parts = recording.id.split('.');
  return recording.kind === 'COMPOSITE' ? last(recording.source) ?? '–' : parts[1];
}

function stateOf(recording) {
  return recording.deletion?.change === 'DONE' ? el('span.state.deleted', {}, 'DELETED')
      : el(`span.state.${recording.state}`, {}, recording.state);
}

function keptOf(recording) {
  if (recording.deletion?.change === 'DONE') return 'media deleted';
  if (recording.deletion?.change === 'REQUESTED') return 'being deleted';
  if (recording.presence === 'GONE') return 'media gone';
  if (recording.kept?.by === 'HOLD') return 'held: ' + recording.holds.join(', ');
  if (recording.kept) return `until ${at(recording.kept.until).slice(0, 10)}`;
  return recording.presence === 'UNSEEN' ? 'no media seen' : 'no end known';
}

function show(title, ...content) {
  document.title = title + ' – IVS recordings';
  main.replaceChildren(el('h1', {}, title), ...content);
}

function problem(error) {
  return el('div.problem', { role: 'alert' }, el('h2', {}, error.title ?? 'This did not work'), error.message,
      error.combinations ? el('ul', {}, error.combinations.map(it => el('li.mono', {}, it))) : null);
}

// ---- recordings

const WAYS = {
  day: ['Day', ['day']], active: ['Being recorded now', []], attention: ['Needs attention', ['day']],
  channel: ['Channel', ['channel', 'from', 'to']], stream: ['Stream of a channel', ['channel', 'stream']],
  stage: ['Stage', ['stage', 'from', 'to']], session: ['Session of a stage', ['stage', 'session']],
  participant: ['Participant', ['stage', 'participant']], user: ['User', ['user', 'from', 'to']],
  place: ['Place in S3', ['bucket', 'prefix']],
};
const LABELS = { day: 'UTC day', from: 'From (UTC day)', to: 'To (not included)', channel: 'Channel id or ARN', stage: 'Stage id or ARN',
  stream: 'Stream id', session: 'Session id', participant: 'Participant id', user: 'User id', bucket: 'Bucket', prefix: 'Prefix' };

function recordingsView(query) {
  const way = WAYS[query.get('by')] ? query.get('by') : 'day';
  const values = Object.fromEntries(query);
  if (WAYS[way][1].includes('day') && !values.day) values.day = latestDay || new Date().toISOString().slice(0, 10);
  const results = el('div', { 'aria-busy': 'true' });
  show('Recordings', findForm(way, values), results);
  const asked = new URLSearchParams();
  if (way === 'active' || way === 'attention') asked.set('status', way);
  for (const name of WAYS[way][1]) if (values[name]) asked.set(name, values[name]);
  if (WAYS[way][1].length && ![...asked.keys()].some(name => WAYS[way][1][0] === name)) {
    results.replaceChildren(el('p.empty', {}, 'Say which, then press Find.'));
    return;
  }
  list(results, asked);
}

function findForm(way, values) {
  const fields = WAYS[way][1].map(name => el('label', {}, LABELS[name],
      el('input', { name, type: ['day', 'from', 'to'].includes(name) ? 'date' : 'text', value: values[name] ?? '',
        required: !['from', 'to'].includes(name), autocomplete: 'off', spellcheck: 'false' })));
  const go = (by, more) => { location.hash = '#/recordings?' + new URLSearchParams({ by, ...more }); };
  const kept = form => Object.fromEntries([...new FormData(form)].filter(([name, value]) => name !== 'by' && value));
  const form = el('form.find', { role: 'search', 'aria-label': 'Find recordings',
    onsubmit: event => { event.preventDefault(); go(form.elements.by.value, kept(form)); } },
    el('label', {}, 'Find by', el('select', { name: 'by', onchange: event => go(event.target.value,
        Object.fromEntries(Object.entries(kept(form)).filter(([name]) => WAYS[event.target.value][1].includes(name)))) },
        Object.entries(WAYS).map(([name, [title]]) => el('option', { value: name, selected: name === way }, title)))),
    fields,
    fields.length ? el('button.primary', {}, 'Find') : null,
    WAYS[way][1].includes('day') ? el('div.days', {},
        [['‹', -1, 'The day before'], ['›', 1, 'The day after']].map(([text, step, title]) => el('button',
            { type: 'button', title, 'aria-label': title, onclick: () => go(way, { day: shifted(form.elements.day.value, step) }) }, text))) : null);
  return form;
}

function shifted(day, days) {
  const date = new Date((day || new Date().toISOString().slice(0, 10)) + 'T00:00:00Z');
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

async function list(results, asked) {
  const body = el('tbody');
  const more = el('p.more');
  let shown = 0;
  const load = async cursor => {
    const query = new URLSearchParams(asked);
    if (cursor) query.set('cursor', cursor);
    try {
      const page = await ask('/recordings?' + query);
      body.append(...page.recordings.map(row));
      shown += page.recordings.length;
      more.replaceChildren(page.next ? el('button', { type: 'button', onclick: () => load(page.next) }, 'Show more') : '');
      status.textContent = '';
      if (!cursor) {
        results.removeAttribute('aria-busy');
        results.replaceChildren(shown ? el('div.scroll', {}, el('table', { 'aria-label': 'Recordings' },
            el('thead', {}, el('tr', {}, ['', 'State', 'Kind', 'Channel or stage', 'Who', 'Started (UTC)', 'Length', 'Media kept']
                .map(title => el('th', { scope: 'col' }, title || el('span', { 'aria-label': 'Picture' }))))), body))
            : el('p.empty', {}, 'No recordings here.'), more);
      }
    } catch (error) {
      results.removeAttribute('aria-busy');
      cursor ? more.replaceChildren(problem(error)) : results.replaceChildren(problem(error));
    }
  };
  body.addEventListener('keydown', moveBetweenRows);
  await load();
}

function moveBetweenRows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const rows = [...event.currentTarget.rows];
  const row = rows[rows.indexOf(event.target.closest('tr')) + step];
  if (row) { row.querySelector('a').focus(); event.preventDefault(); }
}

function row(recording) {
  const picture = el('img.thumb', { alt: '', width: 88, height: 50 });
  picture.removeAttribute('src');
  if (recording.presence === 'PRESENT' && (recording.media?.latestThumbnail || recording.media?.thumbnails)) pictures.observe(picture);
  picture.recording = recording;
  const who = recording.userIds?.join(', ');
  return el('tr', {},
      el('td', {}, picture),
      el('td', {}, stateOf(recording)),
      el('td', {}, recording.kind.toLowerCase()),
      el('td', {}, el('a', { href: link('recording', recording.id) }, recording.channelName ?? sourceOf(recording)),
          recording.channelName ? el('div.quiet', {}, sourceOf(recording)) : null),
      el('td', {}, who ?? '–', recording.participantId ? el('div.quiet', {}, recording.participantId) : null),
      el('td', {}, when(recording.startedAt)),
      el('td', {}, length(recording.durationMs)),
      el('td.quiet', {}, keptOf(recording)));
}

/** Pictures are looked up only for rows that are seen. */
const pictures = new IntersectionObserver(entries => {
  for (const entry of entries.filter(it => it.isIntersecting)) {
    pictures.unobserve(entry.target);
    picture(entry.target.recording).then(url => { if (url) entry.target.src = url; }, () => {});
  }
});

async function picture(recording) {
  const playback = await ask(`/recordings/${encodeURIComponent(recording.id)}/playback`);
  const latest = playback.latestThumbnails?.[0]?.image;
  if (latest) return latest;
  const list = playback.thumbnails?.[0]?.list;
  if (!list) return undefined;
  const { images } = await ask(list);
  return images.length ? new URL(images[Math.floor(images.length / 2)].url, list).href : undefined;
}

// ---- one recording

async function recordingView(id) {
  show('Recording', el('p.quiet', {}, 'Asking …'));
  const path = `/recordings/${encodeURIComponent(id)}`;
  try {
    const [recording, why, incidents] = await Promise.all([ask(path), ask(path + '/why'),
      ask('/incidents?' + new URLSearchParams({ recording: id }))]);
    const reload = () => recordingView(id);
    show(id,
        el('p', {}, stateOf(recording), ' ', el('span.quiet', {}, why.because)),
        el('div.columns', {},
            el('div', {}, player(recording), el('section.panel', {}, el('h2', {}, 'Why'), facts(why))),
            el('div', {},
                el('section.panel', {}, el('h2', {}, 'What is known'), known(recording),
                    el('div.actions', {}, el('a.button', { href: path }, 'As JSON'))),
                incidents.incidents.length ? el('section.panel', {}, el('h2', {}, 'Incidents'),
                    incidents.incidents.map(it => el('p', {}, el(`span.state.${it.state}`, {}, it.state), ' ', it.title))) : null,
                el('section.panel', {}, el('h2', {}, 'Keeping and deleting'), keeping(recording, path, reload)))));
  } catch (error) {
    show(id, problem(error));
  }
}

function known(recording) {
  const session = recording.kind === 'PARTICIPANT'
      ? recording.sessionIds.map(it => el('a', { href: link('session', sourceOf(recording), it) }, it)) : undefined;
  const rows = [
    ['Kind', recording.kind.toLowerCase()], ['Channel or stage', recording.source ?? sourceOf(recording)],
    ['Name', recording.channelName], ['Streams', recording.streamIds?.join(', ')],
    ['Sessions', session], ['Participant', recording.participantId],
    ['Users', recording.userIds?.map((it, i) => [i ? ', ' : '', el('a', { href: '#/recordings?' + new URLSearchParams({ by: 'user', user: it }) }, it)])],
    ['Started', when(recording.startedAt)], ['Ended', when(recording.endedAt)], ['Length', length(recording.durationMs)],
    ['Failure', recording.failure && [recording.failure.code, recording.failure.message,
      recording.failure.media === 'PARTIAL' ? 'part of the media exists' : 'nothing was recorded'].filter(Boolean).join(', ')],
    ['Place', recording.bucket && el('span.mono', {}, `s3://${recording.bucket}/${recording.prefix}`)],
    ['Renditions', recording.media?.hls?.renditions?.map(it => it.height ? `${it.path} (${it.width}×${it.height})` : it.path).join(', ')],
    ['Told by', recording.sources.join(', ').replaceAll('_', ' ').toLowerCase()],
    ['Media', `${recording.presence.toLowerCase()}${recording.lastSeenAt ? ', last seen ' + at(recording.lastSeenAt) : ''}`],
    ['Kept', keptOf(recording)],
  ];
  return el('dl', {}, rows.filter(([, value]) => value !== undefined && value !== '' && value !== null)
      .map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

function facts(why) {
  return el('ol.facts', {}, why.facts.map(fact => el(fact.decides ? 'li.decisive' : 'li', {},
      when(fact.time), el('span', {}, fact.says),
      fact.decides || fact.implies ? el('span.decides', {},
          [fact.implies && `implies ${fact.implies}`, fact.decides && `decides ${fact.decides.join(', ')}`].filter(Boolean).join(' · ')) : null)));
}

function keeping(recording, path, reload) {
  const output = el('div');
  const act = async (target, options, said) => {
    try {
      await ask(target, options);
      status.textContent = said;
      setTimeout(() => { status.textContent = ''; reload(); }, 900);
    } catch (error) {
      output.replaceChildren(problem(error));
    }
  };
  const over = ['STOPPED', 'FAILED'].includes(recording.state);
  const held = recording.holds ?? [];
  const gone = recording.deletion?.change === 'DONE';
  const name = el('input', { type: 'text', name: 'name', required: true, pattern: '[A-Za-z0-9_\\-]{1,128}', placeholder: 'legal', 'aria-label': 'Name of the hold' });
  const confirm = el('dialog', { 'aria-label': 'Delete' }, el('h2', {}, 'Delete this recording?'),
      el('p', {}, 'All its media in S3 is deleted, every version, for good. The index remembers for a while that it was there.'),
      el('form', { method: 'dialog' }, el('div.actions', {}, el('button', { value: 'no', autofocus: true }, 'Keep it'),
          el('button.danger', { value: 'yes' }, 'Delete'))));
  confirm.addEventListener('close', () => {
    if (confirm.returnValue === 'yes') act(path, { method: 'DELETE' }, 'Deletion asked for');
  });
  return el('div', {},
      recording.deletion ? el('p', {}, { REQUESTED: 'Being deleted, ', BLOCKED: 'Deletion given up, ', DONE: 'Deleted, ' }[recording.deletion.change],
          recording.deletion.detail ? recording.deletion.detail + ', ' : '', when(recording.deletion.at), `, by ${recording.deletion.by}`) : null,
      held.map(it => el('p', {}, el('strong', {}, it), ' keeps it. ', el('button', { type: 'button',
        onclick: () => act(`${path}/holds/${it}`, { method: 'DELETE' }, 'Released') }, `Release ${it}`))),
      gone ? null : el('form.actions', { onsubmit: event => { event.preventDefault(); act(`${path}/holds/${name.value}`, { method: 'PUT' }, 'Held'); } },
          name, el('button', {}, 'Hold')),
      gone ? null : el('div.actions', {}, el('button.danger', { type: 'button', disabled: !over || held.length > 0,
        title: held.length ? 'A hold keeps it' : over ? '' : 'It is not over',
        // Escape closes it without an answer: the last one must not count again.
        onclick: () => { confirm.returnValue = ''; confirm.showModal(); } }, 'Delete …')),
      confirm, output);
}

// ---- a session

async function sessionView(stage, session) {
  const form = el('form.find', { role: 'search', 'aria-label': 'Find a session', onsubmit: event => {
    event.preventDefault();
    location.hash = link('session', form.elements.stage.value.split('/').at(-1), form.elements.session.value);
  } }, [['stage', 'Stage id or ARN', stage], ['session', 'Session id', session]].map(([name, title, value]) => el('label', {}, title,
      el('input', { name, type: 'text', value: value ?? '', required: true, autocomplete: 'off', spellcheck: 'false' }))),
      el('button.primary', {}, 'Draw'));
  const results = el('div');
  show('Session', form, results);
  if (!stage || !session) {
    results.append(el('p.empty', {}, 'A session’s recordings on one timeline: who was recorded when, and when nobody was.'));
    return;
  }
  try {
    const path = `/sessions/${encodeURIComponent(stage)}/${encodeURIComponent(session)}`;
    const view = await ask(path);
    results.append(
        el('p', {}, `${view.tracks.length} recordings over ${length(view.lengthMs)} from `, when(view.origin),
            view.userIds ? `, of ${view.userIds.join(', ')}` : '', view.complete ? '.' : '. There are more: these are the latest, and others may overlap them or lie in their gaps.'),
        el('div.scroll.panel', {}, drawTimeline(view, recording => link('recording', recording.id))),
        el('ul.legend', {}, [['p', 'participant'], ['c', 'composite (inferred by time)'], ['f', 'failed'], ['o', 'several at once'], ['g', 'nobody recorded']]
            .map(([kind, text]) => el('li', {}, el('i.' + kind), text))),
        el('h2', {}, 'The same as a table'), el('div.scroll', {}, el('table', { 'aria-label': 'Recordings of the session' },
            el('thead', {}, el('tr', {}, ['Recording', 'Who', 'State', 'From start', 'Length', 'Timed by'].map(it => el('th', { scope: 'col' }, it)))),
            el('tbody', {}, view.tracks.map(track => el('tr', {},
                el('td', {}, el('a', { href: link('recording', track.recordingId) }, track.recording.kind === 'COMPOSITE' ? 'composite' : track.recording.participantId)),
                el('td', {}, track.recording.userIds?.join(', ') ?? '–'), el('td', {}, stateOf(track.recording)),
                el('td', {}, '+' + (track.offsetMs / 1000).toFixed(3) + ' s'),
                el('td', {}, length(track.pieces.reduce((sum, piece) => sum + piece.durationMs, 0)),
                    track.pieces.length > 1 ? el('span.quiet', {}, ` in ${track.pieces.length} pieces`) : null),
                el('td.quiet', {}, track.timedBy === 'PROGRAM_DATE_TIME' ? 'the media' : 'metadata or events')))))));
  } catch (error) {
    results.append(problem(error));
  }
}

// ---- incidents

async function incidentsView(query) {
  const day = query.get('day');
  const results = el('div');
  const form = el('form.find', { role: 'search', 'aria-label': 'Find incidents', onsubmit: event => {
    event.preventDefault();
    location.hash = '#/incidents?' + new URLSearchParams({ day: form.elements.day.value });
  } }, el('label', {}, 'Opened on (UTC day)', el('input', { name: 'day', type: 'date', value: day ?? '' })),
      el('button.primary', {}, 'Find'), el('a.button', { href: '#/incidents' }, 'Those not closed'));
  const more = el('p.more');
  show('Incidents', form, results, more);
  const load = async cursor => {
    try {
      const page = await ask('/incidents?' + new URLSearchParams({ ...(day && { day }), ...(cursor && { cursor }) }));
      results.append(...page.incidents.map(incidentPanel));
      more.replaceChildren(page.next ? el('button', { type: 'button', onclick: () => load(page.next) }, 'Show more') : '');
      if (!results.children.length) results.append(el('p.empty', {}, day ? 'No incident was opened on this day.' : 'Nothing is wrong.'));
    } catch (error) {
      more.replaceChildren(problem(error));
    }
  };
  await load();
}

function incidentPanel(incident) {
  return el('section.panel.incident', {},
      el('h2', {}, el(`span.state.${incident.state}`, {}, incident.state), ' ', incident.title),
      el('dl', {}, [['What', incident.resource], ['Since', when(incident.since)], ['Last seen', when(incident.lastSeen)],
        ['Recordings', String(incident.recordings)], ['Affected', incident.affected?.join(', ')]]
          .filter(([, value]) => value).map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
      incident.findings ? [el('h3', {}, 'Found'), el('ul', {}, incident.findings.map(it => el('li', {}, it)))] : null,
      incident.attempts ? [el('h3', {}, 'Done'), el('ul', {}, incident.attempts.map(it => el('li', {}, when(it.at),
          ` ${it.remedy}: ${it.outcome.toLowerCase()} ${it.remark ?? ''}`)))] : null);
}

// ---- which view

/** What is not encoded properly stays as it is: it will be the name of nothing. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function route() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, ...parts] = path.split('/').map(decoded);
  const views = {
    recordings: () => recordingsView(new URLSearchParams(query)), recording: () => recordingView(parts[0]),
    session: () => sessionView(...parts), incidents: () => incidentsView(new URLSearchParams(query)),
  };
  const known = views[view] ? view : 'recordings';
  for (const tab of document.querySelectorAll('nav a')) {
    const here = tab.dataset.view === known || (known === 'recording' && tab.dataset.view === 'recordings');
    here ? tab.setAttribute('aria-current', 'page') : tab.removeAttribute('aria-current');
  }
  (views[view] ?? views.recordings)();
}

addEventListener('hashchange', () => { route(); main.focus({ preventScroll: true }); scrollTo(0, 0); });
// Its address would be a view.
document.querySelector('.skip').addEventListener('click', event => { event.preventDefault(); main.focus(); });
addEventListener('keydown', event => {
  if (event.key === '/' && !event.target.closest('input, select, textarea')) {
    main.querySelector('select, input')?.focus();
    event.preventDefault();
  }
});
route();
