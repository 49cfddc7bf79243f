import { useQuery } from '@tanstack/react-query';
import { Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { EnforcementReceipt } from '../claim-types';
import { Money } from './money';
import { ProblemNotice, problemOfError } from './problem-notice';
import { TableScroll } from './table-scroll';

/** Money of the defendants of a case, as it came. */
export function EnforcementReceipts({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['enforcement-receipts', caseId],
    queryFn: () =>
      call<{ readonly items: readonly EnforcementReceipt[] }>({
        path: `/api/v1/cases/${encodeURIComponent(caseId)}/enforcement-receipts`,
      }),
  });
  return (
    <section className="panel" aria-label={t('claims.receipts')}>
      <h2>{t('claims.receipts')}</h2>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data?.items.length === 0 && <p>{t('claims.noReceipts')}</p>}
      {data && data.items.length > 0 && (
        <TableScroll label={t('claims.receipts')}>
          <Table<EnforcementReceipt>
            size="small"
            pagination={false}
            rowKey={({ id }) => id}
            dataSource={[...data.items]}
            columns={[
              {
                key: 'ref',
                title: t('claims.ref'),
                render: (_, { ref, reversal }) => (
                  <>
                    {ref} {reversal !== null && <Tag>{t('claims.reversed')}</Tag>}
                  </>
                ),
              },
              { key: 'payer', title: t('claims.payer'), render: (_, { payer }) => payer.name },
              {
                key: 'how',
                title: t('claims.how'),
                render: (_, { kind }) => kind && t(`claims.howOf.${kind}`),
              },
              {
                key: 'receivedOn',
                title: t('claims.receivedOn'),
                render: (_, { receivedOn }) => <span className="instant">{receivedOn}</span>,
              },
              {
                key: 'bankReference',
                title: t('claims.bankReference'),
                render: (_, { bankReference }) => bankReference,
              },
              {
                key: 'amount',
                title: t('claims.amount'),
                align: 'right',
                render: (_, { amount }) => <Money amount={amount} />,
              },
            ]}
          />
        </TableScroll>
      )}
    </section>
  );
}
