import { useTranslation } from 'react-i18next';
import type { Account } from '../api-types';
import { BookShell, useBookCode } from '../parts/book-shell';
import { DataTable } from '../parts/data-table';
import { Dimensions } from '../parts/dimensions';
import { DateFilter, Filters, TextFilter } from '../parts/filters';
import { Money } from '../parts/money';

/** Books say on which side a balance stands; the interface says it by the sign. */
const sideOf = (amount: string): 'debit' | 'credit' | 'zero' => {
  if (amount === '0.00') return 'zero';
  return amount.startsWith('-') ? 'credit' : 'debit';
};

const DIMENSIONS = ['pool', 'case', 'party', 'item'] as const;

export function AccountsPage() {
  const { t, i18n } = useTranslation();
  const book = useBookCode();
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  return (
    <BookShell>
      <Filters>
        <TextFilter name="code" label={t('ledger.accountCode')} />
        {DIMENSIONS.map((name) => (
          <TextFilter key={name} name={name} label={t(`ledger.dimension.${name}`)} />
        ))}
        <DateFilter name="asOf" label={t('ledger.asOf')} />
      </Filters>
      <DataTable<Account>
        label={t('ledger.accounts')}
        path={`/api/v1/books/${encodeURIComponent(book)}/accounts`}
        filters={['code', ...DIMENSIONS, 'asOf', 'knownAt']}
        keyOf={({ code, dimensions }) => `${code} ${JSON.stringify(dimensions)}`}
        columns={[
          { key: 'code', title: t('ledger.account'), render: ({ code }) => <code>{code}</code> },
          { key: 'name', title: t('ledger.accountName'), render: ({ name }) => name[language] },
          {
            key: 'dimensions',
            title: t('ledger.dimensions'),
            render: ({ dimensions }) => <Dimensions of={dimensions} />,
          },
          {
            key: 'section',
            title: t('ledger.section'),
            render: ({ section }) => t(`ledger.sectionOf.${section}`),
          },
          {
            key: 'side',
            title: '',
            width: 40,
            render: ({ posted }) => t(`ledger.direction.${sideOf(posted)}`),
          },
          {
            key: 'posted',
            title: t('ledger.balance'),
            isAmount: true,
            render: ({ posted }) => <Money amount={posted.replace('-', '')} />,
          },
          {
            key: 'held',
            title: t('ledger.held'),
            isAmount: true,
            render: ({ held }) => <Money amount={held === '0.00' ? null : held} />,
          },
        ]}
      >
        {(_, page) =>
          typeof page?.total === 'string' && (
            <p>
              {t('ledger.filteredTotal')} <Money amount={page.total} />
            </p>
          )
        }
      </DataTable>
    </BookShell>
  );
}
