import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Month } from '../api-types';
import { BookShell, useBook, useBookCode } from '../parts/book-shell';
import { Loading } from '../parts/loading';
import { MonthActions } from '../parts/month-actions';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

/** Colour is never the only sign. */
const SIGNS = {
  open: { color: 'green', sign: '○' },
  on_hold: { color: 'orange', sign: '◷' },
  closed: { color: 'default', sign: '✓' },
} as const;

export function PeriodsPage() {
  const { t } = useTranslation();
  const session = useSession();
  const book = useBookCode();
  const { data, error } = useBook(book);
  const [reopened, setReopened] = useState<string>();
  const [refused, setRefused] = useState<unknown>();
  // Months are opened again from the last one back, and in real books only.
  const last = data?.months.find(({ state }) => state === 'closed');
  const mayAsk = may.askForMonths(session) && data?.kind === 'real';
  return (
    <BookShell>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {refused !== undefined && <ProblemNotice problem={problemOfError(refused)} />}
      {data === undefined && error === null && <Loading />}
      {data && (
        <section aria-label={t('ledger.periods')}>
          <Table<Month>
            size="small"
            pagination={false}
            rowKey={({ month }) => month}
            dataSource={[...data.months]}
            columns={[
              { key: 'month', title: t('content.month'), render: (_, { month }) => month },
              {
                key: 'state',
                title: t('period.state'),
                render: (_, { state }) => (
                  <Tag color={SIGNS[state].color}>
                    {SIGNS[state].sign} {t(`period.stateOf.${state}`)}
                  </Tag>
                ),
              },
              {
                key: 'actions',
                title: t('people.actions'),
                render: (_, row) => (
                  <div className="row-actions">
                    <MonthActions book={book} month={row} onRefused={setRefused} />
                    {mayAsk && row.month === last?.month && (
                      <Button
                        size="small"
                        onClick={() => {
                          setReopened(row.month);
                        }}
                      >
                        {t('period.askReopen')}
                      </Button>
                    )}
                  </div>
                ),
              },
            ]}
          />
        </section>
      )}
      {reopened !== undefined && (
        <AskDialog
          title={t('period.askReopenOf', { month: reopened })}
          kind="month_reopen"
          book={book}
          content={{ month: reopened }}
          onClose={() => {
            setReopened(undefined);
          }}
        />
      )}
    </BookShell>
  );
}
