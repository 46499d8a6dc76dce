import { IconEar } from '@tabler/icons-react';
import { type ReactElement, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { samplesToSeconds, type Utterance } from '../../../main/model/index.ts';
import { useScriptContext, useTextLanes } from '../../engine-client/index.ts';
import {
  type CommandId,
  fileName,
  Isolated,
  percent,
  preciseClock,
  strings,
  useHint,
} from '../../ui/index.ts';
import { CANDIDATE_PLACES } from './keymap.ts';
import { CharacterChip } from './marks.tsx';

interface WitnessesProps {
  readonly utterance: Utterance;
  readonly colours: ReadonlyMap<string, string>;
  /** Plays a character's best utterance, then this one. */
  readonly onHear: (character: string) => void;
}

const words = strings.review.witness;
const VOICE_COMMANDS = Object.keys(CANDIDATE_PLACES) as (keyof typeof CANDIDATE_PLACES)[];

/** The three sources of evidence side by side, each in its own words. */
export function Witnesses(props: WitnessesProps): ReactElement {
  return (
    <div className="rc-witnesses">
      <ScriptWitness {...props} />
      <SubtitleWitness {...props} />
      <VoiceWitness {...props} />
    </div>
  );
}

interface CardProps {
  readonly title: string;
  readonly testId: string;
  /** Whether this witness names the utterance's character; null where it names none. */
  readonly agrees: boolean | null;
  readonly children: ReactNode;
}

function Card({ title, testId, agrees, children }: CardProps): ReactElement {
  return (
    <section className="rc-witness" data-testid={testId}>
      <h2>
        {title}
        {agrees === null ? null : (
          <span className={agrees ? 'rc-agrees' : 'rc-disagrees'}>
            {agrees ? words.agrees : words.disagrees}
          </span>
        )}
      </h2>
      {children}
    </section>
  );
}

/** With nobody named there is nothing to agree with. */
const agreement = (said: string | null | undefined, speaker: string | null): boolean | null =>
  said === null || said === undefined || speaker === null ? null : said === speaker;

function ScriptWitness({ utterance, colours, onHear }: WitnessesProps): ReactElement {
  const { script } = utterance.witnesses;
  const context = useScriptContext(script === null ? null : utterance.id);
  const lines = context.data?.lines ?? [];
  const list = useMatchInView(context.data);
  return (
    <Card
      title={words.script}
      testId="witness-script"
      agrees={agreement(script?.character, utterance.speaker)}
    >
      {script === null || (script.character === null && script.lines.length === 0) ? (
        <p className="rc-dim">{words.scriptNothing}</p>
      ) : (
        <>
          <div className="rc-witness-answer">
            {script.character === null ? (
              <span className="rc-dim">{words.scriptNobody}</span>
            ) : (
              <>
                <CharacterChip name={script.character} colours={colours} />
                <span className="rc-number">{percent(script.probability)}</span>
                <Hear name={script.character} onHear={onHear} />
              </>
            )}
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <ol className="rc-script" ref={list} tabIndex={0}>
            {lines.map((line) => (
              <li
                key={line.ordinal}
                className={line.matched ? 'rc-script-matched' : ''}
                title={words.line(line.sourceLine)}
              >
                <b>
                  <Isolated text={line.speakerLabel} />
                </b>{' '}
                <bdi>{line.text.slice(0, 600)}</bdi>
              </li>
            ))}
          </ol>
          {context.data ? (
            <div className="rc-dim rc-small rc-source">
              <Isolated text={fileName(context.data.file)} />
            </div>
          ) : null}
        </>
      )}
    </Card>
  );
}

/** The line that matched, in the middle of its list. */
function useMatchInView(content: unknown): RefObject<HTMLOListElement | null> {
  const list = useRef<HTMLOListElement>(null);
  // Scrolls the list alone: scrollIntoView would move the panel around it as well.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the context of another utterance arrives
  useEffect(() => {
    const box = list.current;
    if (!box) return;
    // Also when the window gets another size: its lines then break elsewhere. The observer's first call is at once.
    const observer = new ResizeObserver(() => {
      const line = box.querySelector<HTMLElement>('.rc-script-matched');
      if (line) box.scrollTop = line.offsetTop - (box.clientHeight - line.offsetHeight) / 2;
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [content]);
  return list;
}

/** Cues shown before and after the one that holds the utterance. */
const CUES_AROUND = 2;

function SubtitleWitness({ utterance, colours }: WitnessesProps): ReactElement {
  const { subtitle } = utterance.witnesses;
  const said = subtitle?.character ?? null;
  const lanes = useTextLanes(utterance.episode).data;
  const cues = lanes?.cues ?? [];
  const at = utterance.cue === null ? -1 : cues.findIndex(({ ordinal }) => ordinal === utterance.cue);
  const around = at < 0 ? [] : cues.slice(Math.max(0, at - CUES_AROUND), at + CUES_AROUND + 1);
  const list = useMatchInView(around.length === 0 ? null : `${utterance.id} ${utterance.cue} ${cues.length}`);
  return (
    <Card title={words.subtitle} testId="witness-subtitle" agrees={agreement(said, utterance.speaker)}>
      {subtitle === null || subtitle.label === null ? (
        <p className="rc-dim">{utterance.cue === null ? words.subtitleNoCue : words.subtitleNothing}</p>
      ) : (
        <>
          <div className="rc-witness-answer">
            <CharacterChip name={said} colours={colours} />
          </div>
          <p>
            “<Isolated text={subtitle.label} />”
          </p>
        </>
      )}
      {around.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <ol className="rc-script" ref={list} tabIndex={0}>
          {around.map(({ ordinal, start, text }) => (
            <li
              key={ordinal}
              className={ordinal === utterance.cue ? 'rc-script-matched' : ''}
              title={`${words.cue(ordinal)}, ${preciseClock(samplesToSeconds(start), 1)}`}
            >
              <bdi>{text.slice(0, 600)}</bdi>
            </li>
          ))}
        </ol>
      )}
      {utterance.cue === null ? null : (
        <div className="rc-dim rc-small rc-source">
          {words.cue(utterance.cue)}
          {lanes?.subtitles ? (
            <bdi title={lanes.subtitles.slice(0, 2000)}>
              {' · '}
              {fileName(lanes.subtitles).slice(0, 300)}
            </bdi>
          ) : null}
        </div>
      )}
    </Card>
  );
}

/** How many of the voice's answers are shown. */
const CANDIDATES = 5;

function VoiceWitness({ utterance, colours, onHear }: WitnessesProps): ReactElement {
  const { voice } = utterance.witnesses;
  return (
    <Card
      title={words.voice}
      testId="witness-voice"
      agrees={agreement(voice[0]?.character, utterance.speaker)}
    >
      {voice.length === 0 ? (
        <p className="rc-dim">
          {utterance.mislabelProbability === null ? words.voiceNothing : words.voiceNobody}
        </p>
      ) : (
        <ol className="rc-voices">
          {voice.slice(0, CANDIDATES).map(({ character, probability }, place) => (
            <li key={character}>
              <CharacterChip name={character} colours={colours} />
              <span className="rc-number">{percent(probability)}</span>
              <Hear name={character} onHear={onHear} command={VOICE_COMMANDS[place]} />
              <span className="rc-bar-track" aria-hidden>
                <span
                  className="rc-bar-fill"
                  style={{ width: `${probability * 100}%`, backgroundColor: colours.get(character) ?? '' }}
                />
              </span>
            </li>
          ))}
        </ol>
      )}
      {utterance.mislabelProbability !== null && utterance.mislabelProbability >= 0.05 ? (
        <div className="rc-dim rc-small">
          {strings.review.mislabel(percent(utterance.mislabelProbability))}
        </div>
      ) : null}
    </Card>
  );
}

interface HearProps {
  readonly name: string;
  readonly onHear: (character: string) => void;
  /** The command that does the same by key. */
  readonly command?: CommandId | undefined;
}

/** Lets the ear compare: the character's best utterance, then this one. */
function Hear({ name, onHear, command }: HearProps): ReactElement {
  const label = strings.review.hear(name.slice(0, 60));
  const hint = useHint();
  return (
    <button
      type="button"
      className="rc-hear"
      aria-label={label}
      {...(command === undefined ? { title: label } : hint(command, label))}
      data-testid="hear-button"
      data-character={name.slice(0, 200)}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onHear(name)}
    >
      <IconEar size={14} aria-hidden />
    </button>
  );
}
