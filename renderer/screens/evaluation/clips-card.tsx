import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPlayerPlayFilled } from '@tabler/icons-react';
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import {
  asEngineError,
  call,
  type EvaluationResult,
  useEvaluationPrompt,
} from '../../engine-client/index.ts';
import { Isolated, noticeError, strings } from '../../ui/index.ts';
import { playBytes, stopCompared } from '../../waveform/index.ts';
import { signed } from './interval-chart.tsx';

const words = strings.evaluation;

interface ClipsCardProps {
  readonly set: string;
  readonly result: EvaluationResult;
}

/** Line by line: what was said before, the real line, and every answer, to read and to hear. */
export function ClipsCard({ set, result }: ClipsCardProps): ReactElement | null {
  const characters = useMemo(() => [...new Set(result.answers.map(({ character }) => character))], [result]);
  const [character, setCharacter] = useState(0);
  const [at, setAt] = useState(0);
  const chosen = characters[character] ?? characters[0];
  const prompts = useMemo(
    () => [...new Set(result.answers.filter((one) => one.character === chosen).map(({ prompt }) => prompt))],
    [result, chosen],
  );
  useEffect(() => () => stopCompared(), []);
  const prompt = prompts[Math.min(at, prompts.length - 1)];
  if (prompt === undefined) return null;
  const move = (by: number): void => {
    stopCompared();
    setAt((now) => Math.min(prompts.length - 1, Math.max(0, now + by)));
  };
  return (
    <section className="rc-card" data-testid="clips">
      <h2>{words.clips}</h2>
      <p className="rc-dim">{words.clipsHint}</p>
      <div className="rc-bar rc-bottom">
        <NativeSelect
          size="xs"
          label={words.character}
          value={String(character)}
          onChange={(event) => {
            setCharacter(Number(event.currentTarget.value));
            setAt(0);
          }}
          data={characters.map((name, index) => ({ value: String(index), label: name.slice(0, 60) }))}
          data-testid="clip-character"
        />
        <span className="rc-grow" />
        <Step label={words.previous} disabled={at <= 0} onClick={() => move(-1)} back />
        <span className="rc-number">
          {words.position(Math.min(at, prompts.length - 1) + 1, prompts.length)}
        </span>
        <Step label={words.next} disabled={at >= prompts.length - 1} onClick={() => move(1)} />
      </div>
      <Prompt set={set} prompt={prompt} result={result} />
    </section>
  );
}

interface StepProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly back?: boolean;
}

const Step = ({ label, disabled, onClick, back = false }: StepProps): ReactElement => (
  <ActionIcon
    variant="default"
    size={28}
    aria-label={label}
    title={label}
    disabled={disabled}
    onClick={onClick}
    data-testid={back ? 'clip-previous' : 'clip-next'}
  >
    {back ? <IconChevronLeft size={16} /> : <IconChevronRight size={16} />}
  </ActionIcon>
);

async function hear(set: string, prompt: string, system: string | null): Promise<void> {
  try {
    const { bytes } = await call('evaluation.sound', { set, prompt, system });
    if (bytes === null) noticeError(words.noSound, words.noSoundRemedy);
    else if ((await playBytes(bytes)) === 'unknown') noticeError(words.cannotPlay, words.cannotPlayRemedy);
  } catch (thrown) {
    const error = asEngineError(thrown);
    noticeError(error.message, error.remedy);
  }
}

interface PromptProps extends ClipsCardProps {
  readonly prompt: string;
}

function Prompt({ set, prompt, result }: PromptProps): ReactElement {
  const { data } = useEvaluationPrompt(set, prompt);
  const answers = result.answers.filter((one) => one.prompt === prompt);
  const real = answers.find(({ system }) => system === result.ceiling.name);
  const rows = [
    { system: null, label: words.realLine, text: data?.reference ?? '', answer: real },
    ...result.systems.map(({ name }) => {
      const answer = answers.find(({ system }) => system === name);
      return {
        system: name,
        label: name,
        text: answer === undefined ? words.noAnswer : (answer.text ?? words.noWords),
        answer,
      };
    }),
  ];
  return (
    <>
      <ol className="rc-plain rc-context">
        {data?.context.map(({ speaker, text }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never change their places
          <li key={at} className="rc-dim">
            <b>
              <Isolated text={speaker} />
            </b>{' '}
            <span className="rc-wrapping">
              <bdi>{text.slice(0, 2000)}</bdi>
            </span>
          </li>
        ))}
      </ol>
      <ul className="rc-plain">
        {rows.map(({ system, label, text, answer }) => (
          <li key={system ?? ''} className="rc-answer" data-testid="answer">
            <ActionIcon
              variant="light"
              size={28}
              aria-label={words.play(label.slice(0, 80))}
              title={words.play(label.slice(0, 80))}
              disabled={system !== null && answer === undefined}
              onClick={() => void hear(set, prompt, system)}
              data-testid="play-answer"
            >
              <IconPlayerPlayFilled size={14} />
            </ActionIcon>
            <span className="rc-answer-words">
              <span className="rc-dim rc-small">
                <Isolated text={label} />
              </span>
              <bdi className="rc-wrapping">{text.slice(0, 2000)}</bdi>
            </span>
            <span className="rc-dim rc-small rc-number">
              {[
                answer?.voice ? words.similarity(signed(answer.voice.similarity)) : null,
                typeof answer?.words === 'number' ? words.wordsFigure(signed(answer.words)) : null,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
