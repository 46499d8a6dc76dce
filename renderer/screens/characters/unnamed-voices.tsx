import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { type CharacterSummary, call, useOpenVoices } from '../../engine-client/index.ts';
import { clock, fixed, Isolated, noticeGood, percent, strings } from '../../ui/index.ts';
import { GiveTo } from './give-to.tsx';
import { VoiceSample } from './voice-sample.tsx';

const words = strings.characters;
const MOST = 30;

interface UnnamedVoicesProps {
  readonly series: string;
  readonly people: readonly CharacterSummary[];
  readonly onChange: (work: () => Promise<unknown>) => Promise<void>;
}

/** Voices that no script and no person named: hear some of each, then say once whose all of them are. */
export function UnnamedVoices({ series, people, onChange }: UnnamedVoicesProps): ReactElement | null {
  const voices = useOpenVoices(series).data ?? [];
  if (voices.length === 0) return null;
  const give = (utterances: string[], to: string): Promise<void> =>
    onChange(async () => {
      await call('characters.give', { series, utterances, to });
      noticeGood(words.mapAssigned(utterances.length, to.slice(0, 60)));
    });
  return (
    <section className="rc-card" data-testid="unnamed-voices">
      <h2>{words.unnamed}</h2>
      <p className="rc-dim">{words.unnamedHint}</p>
      {voices.slice(0, MOST).map(({ id, utterances, seconds, proposal, voice, agreement, examples }) => (
        <article key={id} className="rc-unnamed" data-testid="unnamed-voice">
          <p>
            {words.lines(utterances.length)}, <span className="rc-number">{clock(seconds)}</span>
            <span className="rc-dim">
              {' · '}
              <Isolated
                text={
                  proposal === null
                    ? words.soundsLikeNobody
                    : [
                        ...(agreement > 0 || voice === null
                          ? [words.soundsLike(proposal.slice(0, 60), percent(agreement))]
                          : []),
                        ...(voice === null
                          ? []
                          : [
                              words.likely(
                                proposal.slice(0, 60),
                                percent(voice.probability),
                                fixed(voice.similarity, 2),
                              ),
                            ]),
                      ].join(' · ')
                }
              />
            </span>
          </p>
          <ul className="rc-plain">
            {examples.map((utterance) => (
              <li key={utterance.id}>
                <VoiceSample utterance={utterance} length={clock} />
              </li>
            ))}
          </ul>
          <div className="rc-bar">
            {proposal === null ? null : (
              <>
                <Button
                  variant="default"
                  onClick={() => void give(utterances, proposal)}
                  data-testid="same-voice"
                >
                  <Isolated text={words.itIs(proposal.slice(0, 40))} />
                </Button>
                <Button
                  variant="default"
                  onClick={() =>
                    void onChange(() => call('characters.refuse', { series, utterances, name: proposal }))
                  }
                  data-testid="other-voice"
                >
                  <Isolated text={words.itIsNot(proposal.slice(0, 40))} />
                </Button>
              </>
            )}
            <GiveTo people={people} onGive={(to) => give(utterances, to)} />
          </div>
        </article>
      ))}
    </section>
  );
}
