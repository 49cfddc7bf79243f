import { Alert, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { currentSession } from '../api';
import type { EntryState } from '../api-types';

/** Colour is never the only sign. */
const SIGNS = {
  ready: { color: 'blue', sign: '◷' },
  posted: { color: 'green', sign: '✓' },
  failed: { color: 'red', sign: '✕' },
  withdrawn: { color: 'default', sign: '↩' },
} as const;

const MOST_CONNECTIONS = 30;
const PAUSE_MS = 1_000;

/** Follows a request to the ledger as long as it waits. */
function useEntryState(book: string, request: string): EntryState | undefined {
  const [state, setState] = useState<EntryState>();
  const [connection, setConnection] = useState(1);
  const isWaiting = state === undefined || state.status === 'ready';
  useEffect(() => {
    if (!isWaiting || connection > MOST_CONNECTIONS) return undefined;
    const source = new EventSource(
      `/api/v1/books/${encodeURIComponent(book)}/requests/${encodeURIComponent(request)}/events`,
    );
    source.onmessage = ({ data }: MessageEvent<string>) => {
      setState(JSON.parse(data) as EntryState);
    };
    // A minute is over, or the session: renewed, the state is asked for again.
    let pause: ReturnType<typeof setTimeout> | undefined;
    const reconnect = (): void => {
      pause = setTimeout(() => {
        setConnection(connection + 1);
      }, PAUSE_MS);
    };
    source.onerror = () => {
      source.close();
      currentSession().then(reconnect, reconnect);
    };
    return () => {
      source.close();
      clearTimeout(pause);
    };
  }, [book, request, isWaiting, connection]);
  return state;
}

/** How far a request to the ledger has come. */
export function EntryStateTag({ status }: Pick<EntryState, 'status'>) {
  const { t } = useTranslation();
  const { color, sign } = SIGNS[status];
  return (
    <Tag color={color}>
      {sign} {t(`entryState.${status}`)}
    </Tag>
  );
}

interface Props {
  readonly book: string;
  readonly request: string;
}

/** What becomes of a request to the ledger, as it happens: queued, posted or failed. */
export function LiveEntryState({ book, request }: Props) {
  const { t } = useTranslation();
  const state = useEntryState(book, request);
  if (state === undefined) return <Tag>{t('entryState.unknown')}</Tag>;
  return (
    <div aria-live="polite">
      <EntryStateTag status={state.status} />{' '}
      {state.voucher !== null && (
        <Link to={`/console/ledger/${book}/journals`}>
          {t('entryState.voucher', { voucher: state.voucher })}
        </Link>
      )}
      {state.failure !== null && (
        <Alert type="error" showIcon title={t('entryState.failure', { failure: state.failure })} />
      )}
    </div>
  );
}
