import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { Component, type ReactNode } from 'react';
import { useSay } from '../i18n/use-say.ts';

interface Props {
  /** Another page is another try. */
  page: string;
  children: ReactNode;
}

interface State {
  error: Error | null;
  page: string;
}

/** A page that could not be drawn: the frame stays, the sentence says that nothing in AWS was changed by it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, page: this.props.page };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.page === state.page ? null : { error: null, page: props.page };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <Broken error={error} onRetry={() => this.setState({ error: null })} />;
  }
}

function Broken({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useSay();
  return (
    <Alert
      type="error"
      header={t('window.broken.title')}
      action={<Button onClick={onRetry}>{t('window.tryAgain')}</Button>}
    >
      {t('window.broken.says')}
      <p className="mw-code mw-note">{error.message}</p>
    </Alert>
  );
}
