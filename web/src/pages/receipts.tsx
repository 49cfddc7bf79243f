import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RECEIPT_STATES, type ReceiptLine } from '../api-types';
import { DataTable } from '../parts/data-table';
import { ChoiceFilter, Filters, TextFilter } from '../parts/filters';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { ReceiptStateTag, RECEIPT_LINES } from '../parts/receipt-parts';
import { ReviewReceipt } from '../parts/review-receipt';
import { useUrlParameters } from '../parts/url-parameters';

/** So many are listed that what is looked at stands on the same screen. */
const ROWS = '8';

/** Receipts one after the other: what was entered beside what the file says, to be accepted or rejected. */
export function ReceiptsPage() {
  const { t } = useTranslation();
  const { get, set } = useUrlParameters();
  const [refused, setRefused] = useState<unknown>();
  return (
    <PageShell
      title={t('nav.receipts')}
      actions={
        get('application') !== undefined && (
          <Button
            onClick={() => {
              set({ application: undefined, cursor: undefined });
            }}
          >
            {t('receipt.all')}
          </Button>
        )
      }
    >
      {refused !== undefined && <ProblemNotice problem={problemOfError(refused)} />}
      <Filters>
        <ChoiceFilter
          name="state"
          label={t('receipt.state')}
          otherwise="submitted"
          choices={RECEIPT_STATES.map((state) => ({
            value: state,
            label: t(`receipt.stateOf.${state}`),
          }))}
        />
        <TextFilter name="book" label={t('setUp.bookCode')} />
      </Filters>
      <DataTable<ReceiptLine>
        label={t('nav.receipts')}
        path={RECEIPT_LINES}
        filters={['state', 'book', 'application']}
        fixed={{ state: 'submitted', limit: ROWS }}
        isQueue
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'number',
            title: t('receipt.field.number'),
            render: ({ invoice }) => (
              <Button
                type="link"
                size="small"
                aria-label={t('receipt.choose', { number: invoice.number })}
              >
                {invoice.number}
              </Button>
            ),
          },
          {
            key: 'issuer',
            title: t('receipt.field.issuer'),
            render: ({ invoice }) => invoice.issuer,
          },
          { key: 'of', title: t('receipt.of'), render: ({ itemRef }) => itemRef },
          {
            key: 'organization',
            title: t('receipt.organization'),
            render: ({ organization }) => organization,
          },
          {
            key: 'amount',
            title: t('receipt.amount'),
            isAmount: true,
            render: ({ amount }) => <Money amount={amount} />,
          },
          {
            key: 'state',
            title: t('receipt.state'),
            render: ({ state }) => <ReceiptStateTag state={state} />,
          },
          {
            key: 'submittedOn',
            title: t('receipt.submittedOn'),
            render: ({ submittedOn }) => <span className="instant">{submittedOn}</span>,
          },
        ]}
      >
        {(_, page, line) =>
          line === undefined ? (
            page && <p>{t('receipt.nothing')}</p>
          ) : (
            <ReviewReceipt key={line.id} of={line} onRefused={setRefused} />
          )
        }
      </DataTable>
    </PageShell>
  );
}
