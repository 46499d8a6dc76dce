import type { MorningReport, ReportedEpisode } from './report-model.ts';

/** Text of files and people inside the page: never markup, and never able to turn what stands beside it around. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"'`]/g, (sign) => `&#${sign.codePointAt(0)};`).replace(/\p{Cc}/gu, '\ufffd');

const name = (text: string): string => `<bdi>${escapeHtml(text)}</bdi>`;
const count = (value: number): string => value.toLocaleString('en');
const share = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(1)}%`);
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** Cells that hold a number, with its unit or without: they stand to the right. */
const NUMBER = /^(–|[\d,.:]+( ?(%|dB|MB|x))?)$/;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const kind = head.map((_, column) =>
    rows.length > 0 && rows.every((row) => NUMBER.test(row[column] ?? '')) ? ' class="number"' : '',
  );
  const line = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell, column) => `<${tag}${kind[column]}>${cell}</${tag.slice(0, 2)}>`).join('')}</tr>`;
  return `<div class="wide"><table${head.length <= 3 ? ' class="narrow"' : ''}><thead>${line(head.map(escapeHtml), 'th scope="col"')}</thead>
<tbody>${rows.map((row) => line(row, 'td')).join('\n')}</tbody></table></div>`;
}

const STAGE_NAMES: Readonly<Record<string, string>> = {
  audio: 'sound',
  embedding: 'voices of the lines',
  voice: 'comparison of the voices',
};

const section = (title: string, body: string): string =>
  body === '' ? '' : `<section><h2>${escapeHtml(title)}</h2>\n${body}</section>`;

const STYLE = `
:root { color-scheme: light dark; --ink: #1c1f24; --paper: #fbfaf7; --line: #d9d6cf; --soft: #5d626b; --bad: #a3261b; --good: #1f6b45; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --paper: #191b1f; --line: #3a3d44; --soft: #a5a9b1; --bad: #ff9c8f; --good: #7fd3a4; } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 72rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem } h2 { font-size: 1.1rem; margin: 2.25rem 0 .5rem }
p { margin: .25rem 0 } .soft { color: var(--soft) } .bad { color: var(--bad); font-weight: 600 } .good { color: var(--good); font-weight: 600 }
.facts { display: flex; flex-wrap: wrap; gap: 1.5rem; margin: 1.25rem 0; padding: 0; list-style: none }
.facts b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums } .facts span { color: var(--soft) }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
table.narrow { width: auto; min-width: 24rem }
th { color: var(--soft); font-weight: 600; white-space: nowrap } .number { text-align: right; white-space: nowrap }
meter { width: 8rem }
.trouble { border-left: 3px solid var(--bad); margin: .9rem 0; padding: .1rem 0 .1rem .9rem } .trouble ul { margin: .3rem 0; padding-left: 1.2rem }
`;

/** The report as one HTML page that needs nothing else: no script, no font, no picture, no network. */
export function reportPage(report: MorningReport): string {
  const titleOf = new Map(report.episodes.map((each) => [each.id, each.title]));
  const title = (episode: string): string => name(titleOf.get(episode) ?? episode);
  const done = report.episodes.filter(({ status }) => status === 'done');
  const failed = report.failures.length;
  const hours = done.reduce((sum, each) => sum + (each.audioSeconds ?? 0), 0) / 3600;
  const utterances = Object.values(report.states).reduce((sum, each) => sum + each, 0);
  const unfinished = report.episodes.length - done.length - failed;
  const verdict =
    failed > 0
      ? `<p class="bad">${failed} of ${report.episodes.length} episodes failed: what to do stands below.</p>`
      : unfinished > 0
        ? `<p>${unfinished} of ${report.episodes.length} episodes are not done yet: run again to go on.</p>`
        : `<p class="good">All ${report.episodes.length} episodes are done.</p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Rolecall: ${escapeHtml(report.project.split(/[\\/]/).at(-1) ?? '')}</title><style>${STYLE}</style></head><body>
<h1>${name(
    report.project
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.rolecall$/, '') ?? '',
  )}</h1>
<p class="soft">Library ${name(report.library)}, report of ${escapeHtml(report.madeAt.slice(0, 16).replace('T', ' '))} UTC</p>
${verdict}
<ul class="facts">
<li><b>${count(done.length)}</b><span>episodes done</span></li>
<li><b>${failed}</b><span>failed</span></li>
<li><b>${hours.toFixed(1)}</b><span>hours of audio</span></li>
<li><b>${count(utterances)}</b><span>utterances</span></li>
${report.run === null ? '' : `<li><b>${clock(report.run.seconds)}</b><span>this run</span></li><li><b>${report.run.xRealtime.toFixed(0)}x</b><span>realtime</span></li>`}
</ul>
${section('What failed, and what to do', failuresOf(report, title))}
${section('Worth a look first', outliersOf(report, title))}
${section('Names that the voice doubts most', doubtfulOf(report, title))}
${section('Episodes', episodesOf(report.episodes))}
${section(
  'Utterances by state',
  table(
    ['state', 'utterances', 'share'],
    Object.entries(report.states).map(([state, number]) => [
      escapeHtml(state),
      count(number),
      share(number / Math.max(1, utterances)),
    ]),
  ),
)}
${section(
  'Characters',
  table(
    ['series', 'character', 'utterances', 'minutes', 'accepted'],
    report.characters.map((each) => [
      name(each.series),
      name(each.character),
      count(each.utterances),
      (each.seconds / 60).toFixed(1),
      count(each.accepted),
    ]),
  ),
)}
${section(
  'Time by stage, all jobs together',
  table(
    ['stage', 'time'],
    Object.entries(report.stageSeconds).map(([stage, seconds]) => [
      escapeHtml(STAGE_NAMES[stage] ?? stage),
      clock(seconds),
    ]),
  ),
)}
${section(
  'Disk',
  table(
    ['what', 'size'],
    Object.entries(report.disk).map(([what, bytes]) => [escapeHtml(what), megabytes(bytes)]),
  ),
)}
</body></html>
`;
}

/** What failed: the same trouble of several episodes stands once, with all of them. */
function failuresOf(report: MorningReport, title: (episode: string) => string): string {
  if (report.failures.length === 0) return '';
  const groups = Map.groupBy(report.failures, ({ problem }) => `${problem.message}\n${problem.remedy}`);
  const place = ({ file, place: at }: MorningReport['failures'][number]['problem']): string =>
    name(
      [file === null ? null : withinLibrary(file, report.library), at]
        .filter((each) => each !== null)
        .join(', '),
    );
  return [...groups.values()]
    .sort((one, other) => other.length - one.length)
    .map((group) => {
      const [first] = group;
      if (first === undefined) return '';
      const rows = group.map(
        ({ episode, problem }) => `<li>${title(episode)} <span class="soft">${place(problem)}</span></li>`,
      );
      return `<div class="trouble"><p><b>${escapeHtml(first.problem.message)}</b>${group.length > 1 ? ` <span class="soft">${group.length} episodes</span>` : ''}</p>
<p>${escapeHtml(first.problem.remedy)}</p><ul>${rows.join('\n')}</ul></div>`;
    })
    .join('\n');
}

/** A file's place inside the library; the whole path where it lies elsewhere. */
const withinLibrary = (file: string, library: string): string =>
  /^[\\/]/.test(file.slice(library.length)) && file.startsWith(library)
    ? file.slice(library.length + 1)
    : file;

function outliersOf(report: MorningReport, title: (episode: string) => string): string {
  if (report.outliers.length === 0) return '';
  const shown = (value: number, unit: string): string =>
    unit === '%' ? share(value) : `${value.toFixed(1)}${unit === '' ? '' : ` ${unit}`}`;
  return table(
    ['episode', 'what stands out', 'here', 'usual'],
    report.outliers.map((each) => [
      title(each.episode),
      escapeHtml(each.measure),
      shown(each.value, each.unit),
      shown(each.usual, each.unit),
    ]),
  );
}

function doubtfulOf(report: MorningReport, title: (episode: string) => string): string {
  if (report.doubtful.length === 0) return '';
  return table(
    ['episode', 'at', 'text', 'named', 'the voice says', 'probably wrong'],
    report.doubtful.map((each) => [
      title(each.episode),
      clock(each.start),
      name(each.text),
      name(each.speaker ?? '–'),
      name(each.heard ?? '–'),
      share(each.mislabel),
    ]),
  );
}

function episodesOf(episodes: readonly ReportedEpisode[]): string {
  return table(
    [
      'episode',
      'status',
      'audio',
      'utterances',
      'matched',
      'conflict',
      'names doubted',
      'subtitles on speech',
      'channels',
      'signal to noise',
    ],
    episodes.map((each) => [
      name(each.title),
      each.status === 'failed' ? '<span class="bad">failed</span>' : escapeHtml(each.status),
      each.audioSeconds === null ? '–' : clock(each.audioSeconds),
      count(each.utterances),
      share(each.matched),
      share(each.conflict),
      share(each.mislabel),
      share(each.agreement),
      channelsOf(each),
      each.signalToNoise === null ? '–' : `${each.signalToNoise.toFixed(1)} dB`,
    ]),
  );
}

/** "centre (+6.2 dB)" where one channel was taken alone, "mixed" else. */
function channelsOf({ channels }: ReportedEpisode): string {
  if (channels === null) return '–';
  return channels.choice === 'mixed' || channels.gain === null
    ? escapeHtml(channels.choice)
    : `${escapeHtml(channels.choice)} (+${channels.gain.toFixed(1)} dB)`;
}
