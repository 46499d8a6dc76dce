import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { strings } from './ui/index.ts';

/** What is shown when the window itself breaks: nothing of the user's is lost with it. */
export class LastResort extends Component<
  { readonly children: ReactNode },
  { readonly broken: Error | null }
> {
  override state: { readonly broken: Error | null } = { broken: null };

  static getDerivedStateFromError(broken: Error): { broken: Error } {
    return { broken };
  }

  override render(): ReactNode {
    const { broken } = this.state;
    if (!broken) return this.props.children;
    return (
      <main className="rc-empty" role="alert" data-testid="window-error">
        <h1>{strings.engine.crashed}</h1>
        <p className="rc-dim">
          <bdi>{broken.message.slice(0, 500)}</bdi>
        </p>
        <Button onClick={() => window.location.reload()}>{strings.engine.reload}</Button>
      </main>
    );
  }
}
