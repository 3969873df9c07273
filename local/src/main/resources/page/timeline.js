// A session drawn: a row per recording, its pieces at their times, and behind them when several or nobody was recorded.
const NAMESPACE = 'http://www.w3.org/2000/svg';
const WIDTH = 1100, LEFT = 170, RIGHT = 16, ROW = 34, TOP = 26;

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Steps that people count in, so that there are six to twelve of them. */
function step(lengthMs) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600].map(seconds => seconds * 1000);
  return steps.find(it => lengthMs / it <= 10) ?? 43_200_000;
}

function clock(ms) {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map(it => String(it).padStart(2, '0'));
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${parts.join(':')}` : parts.join(':');
}

export function drawTimeline(view, href) {
  const total = Math.max(view.lengthMs, 1);
  const x = ms => LEFT + ms / total * (WIDTH - LEFT - RIGHT);
  const width = ms => Math.max(ms / total * (WIDTH - LEFT - RIGHT), 1.5);
  const height = TOP + view.tracks.length * ROW + 8;
  const drawing = svg('svg', { class: 'timeline', viewBox: `0 0 ${WIDTH} ${height}`, role: 'group',
    'aria-label': 'Timeline; the table below has the same' });
  for (const [kind, spans] of [['overlap', view.overlaps], ['gap', view.gaps]]) {
    for (const span of spans) {
      drawing.append(svg('rect', { class: kind, x: x(span.offsetMs), y: TOP, width: width(span.durationMs), height: height - TOP }));
    }
  }
  for (let ms = 0; ms <= total; ms += step(total)) {
    drawing.append(svg('line', { class: 'grid', x1: x(ms), x2: x(ms), y1: TOP - 4, y2: height }),
        svg('text', { class: 'axis', x: x(ms), y: 14, 'text-anchor': !ms ? 'start' : x(ms) > WIDTH - 40 ? 'end' : 'middle' }, clock(ms)));
  }
  view.tracks.forEach((track, index) => {
    const { recording } = track;
    const y = TOP + index * ROW;
    const name = recording.kind === 'COMPOSITE' ? 'composite' : recording.userIds?.join(', ') ?? recording.participantId;
    const from = (track.offsetMs / 1000).toFixed(3);
    const link = svg('a', { href: href(recording), 'aria-label': `${name}, ${recording.state}, from ${from} seconds on` },
        svg('title', {}, `${recording.id}\n${recording.state}, +${from} s`),
        svg('rect', { class: 'row', x: 1, y: y + 1, width: WIDTH - 2, height: ROW - 2, rx: 4 }),
        svg('text', { x: 8, y: y + 21 }, name.length > 22 ? name.slice(0, 21) + '…' : name));
    for (const piece of track.pieces) {
      link.append(svg('rect', { class: `piece ${recording.kind.toLowerCase()} ${recording.state}`, x: x(piece.offsetMs), y: y + 7,
        width: width(piece.durationMs), height: ROW - 14, rx: 3 }));
    }
    drawing.append(link);
  });
  return drawing;
}
