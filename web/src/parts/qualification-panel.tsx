import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { QualificationAsOf } from '../api-types';
import { DayInput } from './day-input';
import { today } from './instant';
import { QualificationTag } from './organization-parts';
import { ProblemNotice, problemOfError } from './problem-notice';

/** Whether an organization could sue on a day, with every reason and its article. */
export function QualificationPanel({ organization }: { readonly organization: string }) {
  const { t } = useTranslation();
  const [asOf, setAsOf] = useState(today());
  const { data, error } = useQuery({
    queryKey: ['qualification', organization, asOf],
    queryFn: () =>
      call<QualificationAsOf>({
        path: `/api/v1/organizations/${encodeURIComponent(organization)}/qualification?asOf=${asOf}`,
      }),
  });
  return (
    <section className="panel">
      <h2>{t('organization.qualification')}</h2>
      <label htmlFor="qualification-day">
        {t('content.asOf')}{' '}
        <DayInput
          id="qualification-day"
          value={asOf}
          onChange={(day) => {
            setAsOf(day ?? today());
          }}
        />
      </label>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data && (
        <>
          <p>
            <QualificationTag status={data.status} />{' '}
            {data.reasons
              .map((reason) => t(`organization.reasonOf.${reason as 'uscc_invalid'}`))
              .join('；')}
          </p>
          <details>
            <summary>{t('why.title')}</summary>
            <p>
              {data.articles.join('；')} <small>{data.ruleVersion}</small>
            </p>
            <ul>
              {data.steps.map(({ what, gives }) => (
                <li key={what}>
                  {what}: <strong>{gives}</strong>
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
    </section>
  );
}
