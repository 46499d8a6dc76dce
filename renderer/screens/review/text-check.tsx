import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import {
  type EdgeDoubt,
  edgeDoubts,
  isDoubtfulText,
  type Utterance,
  type WordDifference,
} from '../../../main/model/index.ts';
import { fixed, Isolated, languageName, percent, strings, useHint } from '../../ui/index.ts';

const words = strings.review.textCheck;

/** The languages that a good share of an episode's lines is in: they need no mention. */
export function ownLanguages(utterances: readonly Utterance[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  let decided = 0;
  for (const { language } of utterances) {
    if (language?.code == null) continue;
    decided += 1;
    counts.set(language.code, (counts.get(language.code) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= 0.15 * decided).map(([code]) => code));
}

/** What is known of the words of an utterance, where there is something to say: a language, a doubt, what was heard. */
export function TextCheck({
  utterance,
  own,
  onMend,
}: {
  readonly utterance: Utterance;
  readonly own: ReadonlySet<string>;
  readonly onMend: (edge: EdgeDoubt) => void;
}): ReactElement | null {
  const hint = useHint();
  const { language, transcript } = utterance;
  const foreign = language?.code != null && !own.has(language.code) ? language.code : null;
  const recognised = transcript?.recogniser ?? null;
  const isDoubtful = transcript !== null && isDoubtfulText(transcript);
  const hasWords = recognised !== null && recognised.differences.length > 0;
  if (foreign === null && language?.mixed !== true && !isDoubtful && !hasWords) return null;
  return (
    <section className="rc-text-check" aria-label={words.title} data-testid="text-check">
      {foreign === null ? null : (
        <p data-testid="text-language">
          {language?.source === 'script'
            ? words.languageByScript(languageName(foreign))
            : words.language(languageName(foreign), percent(language?.probability ?? 0))}
        </p>
      )}
      {language?.mixed === true ? <p data-testid="text-mixed">{words.mixed}</p> : null}
      {isDoubtful && transcript.syllablesPerSecond !== null ? (
        <p className="rc-dim rc-small">
          {words.rate(
            fixed(transcript.syllablesPerSecond, 1),
            transcript.usualSyllablesPerSecond === null ? null : fixed(transcript.usualSyllablesPerSecond, 1),
          )}
        </p>
      ) : null}
      {hasWords ? (
        <>
          <p data-testid="recognised">
            {words.heard(recognised.name, percent(Math.min(1, recognised.wordErrorRate)))}{' '}
            <Isolated text={`“${recognised.text}”`} />
          </p>
          <ul className="rc-differences" aria-label={words.differences} data-testid="differences">
            {recognised.differences.map((difference) => (
              <Difference key={`${difference.at}-${difference.kind}`} difference={difference} />
            ))}
          </ul>
          {edgeDoubts(utterance).map((edge, place) => (
            <p key={edge} data-testid={`edge-${edge}`}>
              {words.edges[edge]}{' '}
              <Button
                size="compact-xs"
                variant="default"
                {...(place === 0 ? hint('mend-edge', words.mend) : {})}
                data-testid={`mend-${edge}`}
                onClick={() => onMend(edge)}
              >
                {words.mend}
              </Button>
            </p>
          ))}
        </>
      ) : null}
    </section>
  );
}

function Difference({ difference }: { readonly difference: WordDifference }): ReactElement {
  const { written, heard, kind } = difference;
  return (
    <li>
      {written === '' ? null : (
        <del>
          <bdi>{written}</bdi>
        </del>
      )}
      {kind === 'replaced' ? ' → ' : null}
      {heard === '' ? null : (
        <ins>
          <bdi>{heard}</bdi>
        </ins>
      )}
      <span className="rc-dim"> {words.kinds[kind]}</span>
    </li>
  );
}
