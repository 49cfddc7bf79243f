import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { RecoveredCosts } from '../claim-types';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';
import { sumOfAmounts } from './amount';
import { Money } from './money';
import { ProblemNotice, problemOfError } from './problem-notice';

interface Props {
  readonly caseId: string;
  /** Code of the book, where the reader may ask for it to be paid. */
  readonly book?: string;
}

/** What defendants were ordered to pay for organizations' own costs, and paid. */
export function RecoveredCostsPanel({ caseId, book }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const [paid, setPaid] = useState<string>();
  const { data, error } = useQuery({
    queryKey: ['recovered-costs', caseId],
    queryFn: () =>
      call<RecoveredCosts>({
        path: `/api/v1/cases/${encodeURIComponent(caseId)}/recovered-costs`,
      }),
  });
  return (
    <section className="panel">
      <h2>{t('claims.recovered')}</h2>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data?.items.length === 0 && <p>{t('claims.noneOrdered')}</p>}
      {data?.items.map(({ organization, name, ordered, received, reimbursed }) => (
        <Descriptions
          key={organization}
          size="small"
          bordered
          column={{ xs: 1, md: 4 }}
          title={
            <>
              {name} {received === '0.00' && <Tag>○ {t('claims.noRecovered')}</Tag>}
            </>
          }
          extra={
            book !== undefined &&
            may.recordReceipts(session) &&
            received !== reimbursed && (
              <Button
                onClick={() => {
                  setPaid(organization);
                }}
              >
                {t('kind.cost_reimbursement')}
              </Button>
            )
          }
          items={[
            { key: 'ordered', label: t('claims.ordered'), children: <Money amount={ordered} /> },
            { key: 'received', label: t('claims.received'), children: <Money amount={received} /> },
            {
              key: 'reimbursed',
              label: t('claims.reimbursed'),
              children: <Money amount={reimbursed} />,
            },
            {
              key: 'toPay',
              label: t('claims.toPay'),
              children: <Money amount={sumOfAmounts([received, `-${reimbursed}`])} />,
            },
          ]}
        />
      ))}
      {paid !== undefined && book !== undefined && (
        <AskDialog
          title={t('kind.cost_reimbursement')}
          kind="cost_reimbursement"
          book={book}
          content={{ case: caseId, organization: paid }}
          onClose={() => {
            setPaid(undefined);
          }}
        />
      )}
    </section>
  );
}
