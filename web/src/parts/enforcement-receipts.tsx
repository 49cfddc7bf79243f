import { useQuery } from '@tanstack/react-query';
import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import type { EnforcementReceipt } from '../claim-types';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';
import { Money } from './money';
import { ProblemNotice, problemOfError } from './problem-notice';
import { TableScroll } from './table-scroll';

interface Props {
  readonly caseId: string;
  /** Code of the book that the case is in. */
  readonly book: string;
}

/** Money of the defendants of a case, as it came. */
export function EnforcementReceipts({ caseId, book }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const [takenBack, setTakenBack] = useState<EnforcementReceipt>();
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
                render: (_, { ref, approval, reversal }) => (
                  <>
                    {ref} {reversal !== null && <Tag>{t('claims.reversed')}</Tag>}{' '}
                    {approval !== null && (
                      <Link to={`/console/approvals/${approval}`}>{t('claims.departed')}</Link>
                    )}
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
              {
                key: 'allocation',
                title: t('claims.allocation'),
                render: (_, receipt) => <WentTo of={receipt} />,
              },
              {
                key: 'reversal',
                title: '',
                render: (_, receipt) =>
                  receipt.reversal === null &&
                  receipt.kind !== null &&
                  may.recordReceipts(session) && (
                    <Button
                      type="link"
                      size="small"
                      aria-label={t('claims.reversalOf', { ref: receipt.ref })}
                      onClick={() => {
                        setTakenBack(receipt);
                      }}
                    >
                      {t('claims.reversal')}
                    </Button>
                  ),
              },
            ]}
          />
        </TableScroll>
      )}
      {takenBack && (
        <AskDialog
          title={t('claims.reversalOf', { ref: takenBack.ref })}
          kind="receipt_reversal"
          book={book}
          content={{ receipt: takenBack.id }}
          onClose={() => {
            setTakenBack(undefined);
          }}
        />
      )}
    </section>
  );
}

/** What a receipt went to, part by part. */
function WentTo({ of: { allocations, overpaid } }: { readonly of: EnforcementReceipt }) {
  const { t } = useTranslation();
  return (
    <ul className="plain">
      {allocations.map((one) => (
        <li key={`${one.item} ${one.part} ${one.dueOn ?? ''}`}>
          {one.itemRef} {t(`claims.partOf.${one.part}`)} <Money amount={one.amount} />
        </li>
      ))}
      {overpaid !== '0.00' && (
        <li>
          {t('claims.rest')} <Money amount={overpaid} />
        </li>
      )}
    </ul>
  );
}
