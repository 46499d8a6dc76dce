import type { ReactElement } from 'react';

interface IsolatedProps {
  readonly text: string;
  readonly className?: string;
}

/** More than this is never laid out: a name of 10,000 characters must not slow the window down. */
const SHOWN = 600;
const TITLE = 2000;

/**
 * Foreign text (names, titles, paths, what is spoken): its direction cannot leak
 * into its surroundings, what does not fit is cut with an ellipsis, and the whole is in the title.
 */
export function Isolated({ text, className }: IsolatedProps): ReactElement {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return (
    <bdi className={`rc-isolated ${className ?? ''}`} title={text.slice(0, TITLE)}>
      {shown}
    </bdi>
  );
}
