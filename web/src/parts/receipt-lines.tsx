import { useTranslation } from 'react-i18next';
import type { ReceiptLine } from '../api-types';
import { DataTable } from './data-table';
import { Money } from './money';
import { ReceiptStateTag, RECEIPT_LINES } from './receipt-parts';

/** The receipts that were sent in for an application, and what became of each. */
export function ReceiptLines({ application }: { readonly application: string }) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('receipt.title')}</h2>
      <DataTable<ReceiptLine>
        label={t('receipt.title')}
        path={RECEIPT_LINES}
        fixed={{ application }}
        keyOf={({ id }) => id}
        columns={[
          { key: 'of', title: t('receipt.of'), render: ({ itemRef }) => itemRef },
          {
            key: 'number',
            title: t('receipt.field.number'),
            render: ({ invoice }) => <span className="instant">{invoice.number}</span>,
          },
          {
            key: 'issuer',
            title: t('receipt.field.issuer'),
            render: ({ invoice }) => invoice.issuer,
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
          {
            key: 'reason',
            title: t('receipt.reason'),
            render: ({ reason }) => <span className="value">{reason}</span>,
          },
        ]}
      />
    </section>
  );
}
