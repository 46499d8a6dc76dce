import type { ReactElement } from 'react';
import { Isolated } from './isolated.tsx';
import { NOBODY_COLOUR } from './palette.ts';
import { strings } from './strings.ts';

interface CharacterChipProps {
  readonly name: string | null;
  readonly colours: ReadonlyMap<string, string>;
}

/** A character's colour and name; "nobody known" where there is none. */
export function CharacterChip({ name, colours }: CharacterChipProps): ReactElement {
  const colour = (name === null ? undefined : colours.get(name)) ?? NOBODY_COLOUR;
  return (
    <span className="rc-chip">
      <span className="rc-chip-swatch" style={{ backgroundColor: colour }} aria-hidden />
      {name === null ? <i className="rc-dim">{strings.common.nobody}</i> : <Isolated text={name} />}
    </span>
  );
}
