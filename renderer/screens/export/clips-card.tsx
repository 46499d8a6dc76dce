import { NativeSelect } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ExportWish } from '../../engine-client/index.ts';
import { numeral, strings } from '../../ui/index.ts';

const words = strings.export;
const CODECS = ['flac', 'wav', 'opus'] as const;
const RATES = [8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];
/** The rates that Opus knows. */
const OPUS_RATES = [8000, 16_000, 24_000, 48_000];
const PADDINGS = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 1];
const FADES = [0, 0.005, 0.01, 0.02, 0.05];
const LEVELS = [-30, -27, -23, -20, -18];
const ENHANCEMENTS = ['none', 'rnnoise', 'deepfilternet3'] as const;
const SPLITS = ['none', 'episode', 'season', 'character', 'scene'] as const;

interface ClipsCardProps {
  readonly wish: ExportWish;
  /** Whether any chosen format needs clips. */
  readonly needed: boolean;
  readonly onChange: (wish: Partial<ExportWish>) => void;
}

/** How clips are written, and how the lines are split. */
export function ClipsCard({ wish, needed, onChange }: ClipsCardProps): ReactElement {
  const { clips, split } = wish;
  const set = (change: Partial<ExportWish['clips']>): void => onChange({ clips: { ...clips, ...change } });
  const rates = clips.codec === 'opus' ? OPUS_RATES : RATES;
  return (
    <section className="rc-card" data-testid="export-clips">
      <h2>{words.clips}</h2>
      {needed ? null : <p className="rc-dim rc-small">{words.noClips}</p>}
      <div className="rc-fields">
        <NativeSelect
          size="xs"
          label={words.codec}
          disabled={!needed}
          value={clips.codec}
          onChange={(event) => {
            const codec = CODECS.find((each) => each === event.currentTarget.value) ?? 'flac';
            const fits = codec !== 'opus' || clips.rate === null || OPUS_RATES.includes(clips.rate);
            set({ codec, ...(fits ? {} : { rate: 24_000 }) });
          }}
          data={CODECS.map((value) => ({ value, label: words.codecs[value] }))}
          data-testid="clip-codec"
        />
        <NativeSelect
          size="xs"
          label={words.rate}
          disabled={!needed}
          value={String(clips.rate ?? '')}
          onChange={(event) =>
            set({ rate: event.currentTarget.value === '' ? null : Number(event.currentTarget.value) })
          }
          data={[
            ...within(rates, clips.rate).map((rate) => ({
              value: String(rate),
              label: words.rateOf(numeral(rate / 1000)),
            })),
            { value: '', label: words.rateSource },
          ]}
        />
        <Choice
          label={words.padding}
          disabled={!needed}
          value={clips.padding}
          of={PADDINGS}
          word={(value) => words.milliseconds(Math.round(value * 1000))}
          onChange={(padding) => set({ padding })}
        />
        <Choice
          label={words.fade}
          disabled={!needed}
          value={clips.fade}
          of={FADES}
          word={(value) => words.milliseconds(Math.round(value * 1000))}
          onChange={(fade) => set({ fade })}
        />
        <NativeSelect
          size="xs"
          label={words.level}
          disabled={!needed}
          value={String(clips.level ?? '')}
          onChange={(event) =>
            set({ level: event.currentTarget.value === '' ? null : Number(event.currentTarget.value) })
          }
          data={[
            { value: '', label: words.levelAsIs },
            ...within(LEVELS, clips.level).map((level) => ({
              value: String(level),
              label: words.levelOf(level),
            })),
          ]}
        />
        <NativeSelect
          size="xs"
          label={words.enhance}
          disabled={!needed}
          value={clips.enhance}
          onChange={(event) =>
            set({ enhance: ENHANCEMENTS.find((each) => each === event.currentTarget.value) ?? 'none' })
          }
          data={ENHANCEMENTS.map((value) => ({ value, label: words.enhanceWith[value] }))}
          data-testid="clip-enhance"
        />
        <NativeSelect
          size="xs"
          label={words.split}
          value={split ?? 'none'}
          onChange={(event) => {
            const chosen = SPLITS.find((each) => each === event.currentTarget.value);
            onChange({ split: chosen === undefined || chosen === 'none' ? null : chosen });
          }}
          data={SPLITS.map((value) => ({ value, label: words.splits[value] }))}
          data-testid="export-split"
        />
      </div>
      {needed && clips.enhance !== 'none' ? <p className="rc-dim rc-small">{words.enhanceHint}</p> : null}
      {split === null ? null : <p className="rc-dim rc-small">{words.splitHint}</p>}
    </section>
  );
}

/** The usual values with the one that is set, which may have come from elsewhere. */
const within = (usual: readonly number[], value: number | null): number[] =>
  [...new Set(value === null ? usual : [...usual, value])].sort((a, b) => a - b);

interface ChoiceProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly value: number;
  readonly of: readonly number[];
  readonly word: (value: number) => string;
  readonly onChange: (value: number) => void;
}

const Choice = ({ label, disabled, value, of, word, onChange }: ChoiceProps): ReactElement => (
  <NativeSelect
    size="xs"
    label={label}
    disabled={disabled}
    value={String(value)}
    onChange={(event) => onChange(Number(event.currentTarget.value))}
    data={within(of, value).map((each) => ({ value: String(each), label: word(each) }))}
  />
);
