import type { EpisodeRows } from '../dataset.ts';
import { lanesOf } from '../lanes.ts';
import { escapeXml } from './markup.ts';
import { perEpisode } from './per-episode.ts';
import { milliseconds } from './times.ts';

/** The schema wants a date; a fixed one keeps equal states equal bytes. */
const DATE = '2000-01-01T00:00:00+00:00';

/** ELAN Annotation Format 3.0: a tier a character, times in milliseconds. */
function* eaf({ mediaName, rows }: EpisodeRows): Generator<string> {
  const lanes = lanesOf(rows);
  const annotations = lanes.flatMap((lane) => lane.rows).length;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT AUTHOR="Rolecall" DATE="${DATE}" FORMAT="3.0" VERSION="3.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">\n`;
  const media = encodeURIComponent(mediaName);
  yield `    <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">\n        <MEDIA_DESCRIPTOR MEDIA_URL="file:./${escapeXml(media)}" MIME_TYPE="${mimeType(mediaName)}"/>\n`;
  yield `        <PROPERTY NAME="lastUsedAnnotationId">${annotations}</PROPERTY>\n    </HEADER>\n    <TIME_ORDER>\n`;
  const slots = timeSlots(rows.flatMap((row) => [milliseconds(row.start), milliseconds(row.end)]));
  for (const [time, slot] of slots) {
    yield `        <TIME_SLOT TIME_SLOT_ID="ts${slot}" TIME_VALUE="${time}"/>\n`;
  }
  yield '    </TIME_ORDER>\n';
  let id = 0;
  for (const lane of lanes) {
    yield `    <TIER LINGUISTIC_TYPE_REF="utterance" PARTICIPANT="${escapeXml(lane.character)}" TIER_ID="${escapeXml(lane.name)}">\n`;
    for (const row of lane.rows) {
      id += 1;
      const [from, to] = [slots.get(milliseconds(row.start)), slots.get(milliseconds(row.end))];
      yield `        <ANNOTATION>\n            <ALIGNABLE_ANNOTATION ANNOTATION_ID="a${id}" TIME_SLOT_REF1="ts${from}" TIME_SLOT_REF2="ts${to}">\n` +
        `                <ANNOTATION_VALUE>${escapeXml(row.text)}</ANNOTATION_VALUE>\n            </ALIGNABLE_ANNOTATION>\n        </ANNOTATION>\n`;
    }
    yield '    </TIER>\n';
  }
  yield '    <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="utterance" TIME_ALIGNABLE="true"/>\n</ANNOTATION_DOCUMENT>\n';
}

/** A slot for each time, numbered in order from 1. */
const timeSlots = (times: readonly number[]): Map<number, number> =>
  new Map([...new Set(times)].sort((a, b) => a - b).map((time, index) => [time, index + 1]));

const mimeType = (media: string): string => (/\.wav$/i.test(media) ? 'audio/x-wav' : 'video/mp4');

export const eafFormat = perEpisode('eaf', 'eaf', 'ELAN EAF: a tier for each character', eaf);
