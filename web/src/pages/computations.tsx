import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Computation } from '../api-types';
import { BookShell, useBookCode } from '../parts/book-shell';
import { DataTable } from '../parts/data-table';
import { ExplanationDrawer } from '../parts/explanation-drawer';
import { useUrlParameters } from '../parts/url-parameters';

export function ComputationsPage() {
  const { t } = useTranslation();
  const book = useBookCode();
  const { get, set } = useUrlParameters();
  const opened = get('computation');
  const open = ({ id }: Computation): void => {
    set({ computation: id });
  };
  return (
    <BookShell>
      <DataTable<Computation>
        label={t('ledger.computations')}
        path={`/api/v1/books/${encodeURIComponent(book)}/computations`}
        keyOf={({ id }) => id}
        onOpen={open}
        columns={[
          { key: 'subject', title: t('ledger.subject'), render: ({ subject }) => subject },
          {
            key: 'businessOn',
            title: t('ledger.businessOn'),
            render: ({ businessOn }) => <span className="instant">{businessOn}</span>,
          },
          { key: 'rule', title: t('ledger.rule'), render: ({ rule }) => <code>{rule}</code> },
          {
            key: 'why',
            title: '',
            render: () => (
              <Button size="small" type="link">
                {t('why.ask')}
              </Button>
            ),
          },
        ]}
      >
        {(computations) => (
          <ExplanationDrawer
            explanation={computations.find(({ id }) => id === opened)}
            onClose={() => {
              set({ computation: undefined });
            }}
          />
        )}
      </DataTable>
    </BookShell>
  );
}
