import { useQuery } from '@tanstack/react-query';
import { Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { RecoveredCosts } from '../claim-types';
import { Money } from './money';
import { ProblemNotice, problemOfError } from './problem-notice';

/** What defendants paid for organizations' own costs. */
export function RecoveredCostsPanel({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation();
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
      {data?.items.length === 0 && <p>{t('claims.noRecovered')}</p>}
      {data?.items.map(({ organization, name, received, reimbursed }) => (
        <Descriptions
          key={organization}
          size="small"
          bordered
          column={{ xs: 1, md: 2 }}
          title={name}
          items={[
            { key: 'received', label: t('claims.received'), children: <Money amount={received} /> },
            {
              key: 'reimbursed',
              label: t('claims.reimbursed'),
              children: <Money amount={reimbursed} />,
            },
          ]}
        />
      ))}
    </section>
  );
}
