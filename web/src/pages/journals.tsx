import { Descriptions, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Journal, JournalEntry } from '../api-types';
import { sumOfAmounts } from '../parts/amount';
import { BookShell, useBookCode } from '../parts/book-shell';
import { DataTable } from '../parts/data-table';
import { DetailDrawer } from '../parts/detail-drawer';
import { Dimensions } from '../parts/dimensions';
import { Instant } from '../parts/instant';
import { Money } from '../parts/money';
import { useUrlParameters } from '../parts/url-parameters';

const turnoverOf = ({ entries }: Journal): string =>
  sumOfAmounts(entries.flatMap(({ debit }) => debit ?? []));

export function JournalsPage() {
  const { t } = useTranslation();
  const book = useBookCode();
  const { get, set } = useUrlParameters();
  const opened = get('journal');
  return (
    <BookShell>
      <DataTable<Journal>
        label={t('ledger.journals')}
        path={`/api/v1/books/${encodeURIComponent(book)}/journals`}
        keyOf={({ number }) => number}
        onOpen={({ number }) => {
          set({ journal: number });
        }}
        columns={[
          { key: 'voucher', title: t('ledger.voucherNumber'), render: ({ voucher }) => voucher },
          {
            key: 'businessOn',
            title: t('ledger.businessOn'),
            render: ({ businessOn }) => <span className="instant">{businessOn}</span>,
          },
          { key: 'summary', title: t('ledger.summary'), render: ({ summary }) => summary },
          {
            key: 'amount',
            title: t('ledger.amount'),
            isAmount: true,
            render: (journal) => <Money amount={turnoverOf(journal)} />,
          },
          { key: 'madeBy', title: t('ledger.madeBy'), render: ({ madeBy }) => madeBy },
        ]}
      >
        {(journals) => (
          <JournalDrawer
            journal={journals.find(({ number }) => number === opened)}
            onClose={() => {
              set({ journal: undefined });
            }}
          />
        )}
      </DataTable>
    </BookShell>
  );
}

interface DrawerProps {
  readonly journal: Journal | undefined;
  readonly onClose: () => void;
}

/** A voucher with its entries. */
function JournalDrawer({ journal, onClose }: DrawerProps) {
  const { t } = useTranslation();
  return (
    <DetailDrawer
      onClose={onClose}
      title={t('ledger.entries', { voucher: journal?.voucher ?? '' })}
    >
      {journal && (
        <>
          <Descriptions
            size="small"
            column={2}
            items={[
              { key: 'on', label: t('ledger.businessOn'), children: journal.businessOn },
              { key: 'by', label: t('ledger.madeBy'), children: journal.madeBy },
              {
                key: 'at',
                label: t('ledger.bookedAt'),
                children: <Instant at={journal.bookedAt} />,
              },
              { key: 'summary', label: t('ledger.summary'), children: journal.summary },
            ]}
          />
          {journal.reverses !== null && <p>{t('ledger.reverses', { number: journal.reverses })}</p>}
          <Entries journal={journal} />
        </>
      )}
    </DetailDrawer>
  );
}

function Entries({ journal }: { readonly journal: Journal }) {
  const { t } = useTranslation();
  const amount = (name: 'debit' | 'credit' | 'balanceAfter') => ({
    key: name,
    title: t(`ledger.${name}`),
    align: 'right' as const,
    render: (_: unknown, entry: JournalEntry) => <Money amount={entry[name]} />,
  });
  const total = (name: 'debit' | 'credit'): string =>
    sumOfAmounts(journal.entries.flatMap((entry) => entry[name] ?? []));
  return (
    <Table<JournalEntry>
      size="small"
      pagination={false}
      rowKey={({ account, dimensions, debit, credit }) =>
        [account, JSON.stringify(dimensions), debit, credit].join(' ')
      }
      dataSource={[...journal.entries]}
      columns={[
        {
          key: 'account',
          title: t('ledger.account'),
          render: (_, { account, dimensions }) => (
            <>
              <code>{account}</code> <Dimensions of={dimensions} />
            </>
          ),
        },
        amount('debit'),
        amount('credit'),
        amount('balanceAfter'),
      ]}
      summary={() => (
        <Table.Summary.Row>
          <Table.Summary.Cell index={0}>{t('ledger.total')}</Table.Summary.Cell>
          <Table.Summary.Cell index={1} align="right">
            <Money amount={total('debit')} />
          </Table.Summary.Cell>
          <Table.Summary.Cell index={2} align="right">
            <Money amount={total('credit')} />
          </Table.Summary.Cell>
          <Table.Summary.Cell index={3} />
        </Table.Summary.Row>
      )}
    />
  );
}
