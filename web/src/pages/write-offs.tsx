import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import type { Book, Page } from '../api-types';
import { WRITE_OFF_STATES, type WrittenOff } from '../claim-types';
import { sumOfAmounts } from '../parts/amount';
import { type Column, DataTable } from '../parts/data-table';
import { ChoiceFilter, Filters, TextFilter } from '../parts/filters';
import { today } from '../parts/instant';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { useUrlParameters } from '../parts/url-parameters';

const REGISTER = '/api/v1/write-offs';
const SUMS = ['writtenOff', 'cameLater', 'left'] as const;

/** The memo register of debts that were written off (备查簿), on screen and on paper. */
export function WriteOffsPage() {
  const { t } = useTranslation();
  const { get } = useUrlParameters();
  const books = useQuery({
    queryKey: ['list', 'books', 'all'],
    queryFn: () => call<Page<Book>>({ path: '/api/v1/books?limit=200' }),
  });
  const choices = (books.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }));
  const book = choices.find(({ value }) => value === get('book'))?.label ?? t('writeOffs.allBooks');
  return (
    <PageShell
      title={t('writeOffs.title')}
      actions={
        <Button
          onClick={() => {
            window.print();
          }}
        >
          {t('writeOffs.print')}
        </Button>
      }
    >
      <p>{t('writeOffs.help')}</p>
      <p className="print-only">{t('writeOffs.printed', { book, day: today() })}</p>
      <Filters>
        <ChoiceFilter name="book" label={t('claims.book')} choices={choices} />
        <ChoiceFilter
          name="state"
          label={t('writeOffs.state')}
          choices={WRITE_OFF_STATES.map((state) => ({
            value: state,
            label: t(`writeOffs.stateOf.${state}`),
          }))}
        />
        <TextFilter name="q" label={t('writeOffs.words')} />
      </Filters>
      <Register />
    </PageShell>
  );
}

function Register() {
  const { t } = useTranslation();
  const { get } = useUrlParameters();
  const amount = (field: (typeof SUMS)[number]): Column<WrittenOff> => ({
    key: field,
    title: t(`writeOffs.${field}`),
    isAmount: true,
    render: (row) => <Money amount={row[field]} />,
  });
  return (
    <DataTable<WrittenOff>
      label={t('writeOffs.title')}
      path={REGISTER}
      filters={['book', 'state', 'q']}
      fixed={{ limit: '200' }}
      keyOf={({ item }) => item}
      columns={[
        {
          key: 'case',
          title: t('writeOffs.case'),
          render: ({ case: of, caseNumber }) => (
            <Link to={`/console/cases/${of}/recoveries`}>{caseNumber}</Link>
          ),
        },
        { key: 'item', title: t('writeOffs.item'), render: ({ itemRef }) => itemRef },
        amount('writtenOff'),
        { key: 'entries', title: t('writeOffs.entries'), render: (row) => <Entries of={row} /> },
        amount('cameLater'),
        { key: 'came', title: t('writeOffs.recoveries'), render: (row) => <Came of={row} /> },
        amount('left'),
      ]}
    >
      {(rows, page) =>
        rows.length > 0 && (
          <dl className="voucher-totals order-totals">
            {SUMS.map((field) => (
              <div key={field} className="total">
                <dt>
                  {t(
                    page?.next === null && get('cursor') === undefined
                      ? 'writeOffs.total'
                      : 'writeOffs.totalOfPage',
                  )}{' '}
                  {t(`writeOffs.${field}`)}
                </dt>
                <dd>
                  <Money amount={sumOfAmounts(rows.map((row) => row[field]))} />
                </dd>
              </div>
            ))}
          </dl>
        )
      }
    </DataTable>
  );
}

interface Props {
  readonly of: WrittenOff;
}

function Entries({ of: { entries } }: Props) {
  const { t } = useTranslation();
  return (
    <ul className="plain">
      {entries.map(({ on, amount, requestedBy, approvedBy, approval, reversedOn }) => (
        <li key={`${on} ${amount} ${approval ?? ''}`}>
          <span className="instant">{on}</span> <Money amount={amount} />{' '}
          {t('writeOffs.entry', { requestedBy, approvedBy })}{' '}
          {reversedOn !== null && <Tag>↩ {t('writeOffs.entryReversed', { day: reversedOn })}</Tag>}
          {approval !== null && (
            <Link className="no-print" to={`/console/approvals/${approval}`}>
              {t('writeOffs.approval')}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

function Came({ of: { recoveries } }: Props) {
  return (
    <ul className="plain">
      {recoveries.map(({ receipt, on, amount }) => (
        <li key={`${receipt} ${on} ${amount}`}>
          <span className="instant">{on}</span> {receipt} <Money amount={amount} />
        </li>
      ))}
    </ul>
  );
}
