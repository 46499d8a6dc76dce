import type { ReactElement } from 'react';

/** One large number with its word, for a list of class `rc-figures`. */
export function Figure({ value, label }: { readonly value: string; readonly label: string }): ReactElement {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="rc-number">{value}</dd>
    </div>
  );
}
