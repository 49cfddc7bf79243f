import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueuedRequest } from '../api-types';
import { DataTable } from '../parts/data-table';
import { Filters, TextFilter } from '../parts/filters';
import { Instant } from '../parts/instant';
import { EntryStateTag } from '../parts/live-entry-state';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { RowAct } from '../parts/row-act';
import { useUrlParameters } from '../parts/url-parameters';
import { AskDialog } from '../requests/ask-dialog';

const PATH = '/api/v1/queue/requests';

/** What is not posted: what waits, and what could not be posted. */
export function QueuePage() {
  const { t } = useTranslation();
  const { get, set } = useUrlParameters();
  const [refused, setRefused] = useState<unknown>();
  const [discarded, setDiscarded] = useState<QueuedRequest>();
  const status = get('status') === 'ready' ? 'ready' : 'failed';
  return (
    <PageShell title={t('queue.title')}>
      <p>{t('queue.about')}</p>
      {refused !== undefined && <ProblemNotice problem={problemOfError(refused)} />}
      <Filters>
        <Segmented
          aria-label={t('queue.state')}
          value={status}
          options={(['failed', 'ready'] as const).map((value) => ({
            value,
            label: t(`entryState.${value}`),
          }))}
          onChange={(value) => {
            set({ status: value, cursor: undefined });
          }}
        />
        <TextFilter name="book" label={t('setUp.bookCode')} />
      </Filters>
      <DataTable<QueuedRequest>
        label={t('queue.title')}
        path={PATH}
        filters={['book']}
        fixed={{ status }}
        keyOf={({ id }) => id}
        columns={[
          { key: 'id', title: t('queue.number'), render: ({ id }) => id },
          { key: 'book', title: t('content.book'), render: ({ book }) => <code>{book}</code> },
          { key: 'fact', title: t('queue.fact'), render: ({ fact }) => <code>{fact}</code> },
          {
            key: 'state',
            title: t('queue.state'),
            render: ({ status: state, failureCode }) => (
              <>
                <EntryStateTag status={state} /> {failureCode && <code>{failureCode}</code>}
              </>
            ),
          },
          { key: 'tries', title: t('queue.tries'), isAmount: true, render: ({ tries }) => tries },
          {
            key: 'acceptedAt',
            title: t('queue.acceptedAt'),
            render: ({ acceptedAt }) => <Instant at={acceptedAt} />,
          },
          {
            key: 'nextTryAt',
            title: t('queue.nextTryAt'),
            render: ({ nextTryAt }) => nextTryAt !== null && <Instant at={nextTryAt} />,
          },
          {
            key: 'actions',
            title: t('people.actions'),
            render: (request) =>
              request.status === 'failed' && (
                <Actions request={request} onRefused={setRefused} onDiscard={setDiscarded} />
              ),
          },
        ]}
      />
      {discarded && (
        <AskDialog
          key={discarded.id}
          title={t('queue.discardTitle', { id: discarded.id })}
          kind="request_discard"
          content={{ book: discarded.book, request: discarded.id }}
          onClose={() => {
            setDiscarded(undefined);
          }}
        />
      )}
    </PageShell>
  );
}

interface ActionsProps {
  readonly request: QueuedRequest;
  /** An act was refused; `undefined` when another one begins. */
  readonly onRefused: (error: unknown) => void;
  readonly onDiscard: (request: QueuedRequest) => void;
}

function Actions({ request, onRefused, onDiscard }: ActionsProps) {
  const { t } = useTranslation();
  return (
    <div className="row-actions">
      <RowAct
        list={PATH}
        request={{ path: `${PATH}/${request.id}/retry`, method: 'POST' }}
        label={t('queue.retry')}
        done={t('queue.retried')}
        onRefused={onRefused}
      />
      <Button
        size="small"
        onClick={() => {
          onDiscard(request);
        }}
      >
        {t('queue.discard')}
      </Button>
    </div>
  );
}
