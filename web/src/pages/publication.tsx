import { useQuery } from '@tanstack/react-query';
import { Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { ChoiceFilter, Filters } from '../parts/filters';
import { today } from '../parts/instant';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { TableScroll } from '../parts/table-scroll';
import { useUrlParameters } from '../parts/url-parameters';
import type { PublishedCase } from '../trace-types';

const AMOUNTS = ['receivedInYear', 'received', 'spentInYear', 'spent', 'balance'] as const;
const YEARS = 5;

/** What is published of damage money for a year (资金公示), to be looked at and to be taken away. */
export function PublicationPage() {
  const { t } = useTranslation();
  const { get } = useUrlParameters();
  const thisYear = parseInt(today().slice(0, 4), 10);
  const year = get('year') ?? String(thisYear);
  const path = `/api/v1/damage-fund/publication/${encodeURIComponent(year)}`;
  const { data, error, refetch } = useQuery({
    queryKey: ['publication', year],
    queryFn: () => call<{ items: readonly PublishedCase[] }>({ path }),
  });
  return (
    <PageShell
      title={t('publication.title')}
      actions={
        <a href={`${path}?format=csv`} download={`${t('publication.title')}${year}.csv`}>
          {t('publication.download')}
        </a>
      }
    >
      <p>{t('publication.help')}</p>
      <Filters>
        <ChoiceFilter
          name="year"
          label={t('publication.year')}
          choices={Array.from({ length: YEARS }, (_, back) => String(thisYear - back)).map(
            (value) => ({ value, label: value }),
          )}
        />
      </Filters>
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data?.items.length === 0 && <Empty description={t('publication.empty')} />}
      {data !== undefined && data.items.length > 0 && <Cases of={data.items} />}
    </PageShell>
  );
}

function Cases({ of }: { readonly of: readonly PublishedCase[] }) {
  const { t } = useTranslation();
  return (
    <TableScroll label={t('publication.title')}>
      <table className="comparison">
        <thead>
          <tr>
            <th scope="col">{t('publication.case')}</th>
            {AMOUNTS.map((field) => (
              <th key={field} scope="col">
                {t(`publication.${field}`)}
              </th>
            ))}
            <th scope="col">{t('publication.progress')}</th>
            <th scope="col">{t('publication.plans')}</th>
          </tr>
        </thead>
        <tbody>
          {of.map((one) => (
            <tr key={one.caseNumber}>
              <th scope="row">
                {one.caseNumber} {one.court}
              </th>
              {AMOUNTS.map((field) => (
                <td key={field}>
                  <Money amount={one[field]} />
                </td>
              ))}
              <td>{t(`publication.progressOf.${one.progress}`)}</td>
              <td>
                {one.plans.map(({ plan, amount, acceptedOn }) => (
                  <div key={plan}>
                    {plan} <Money amount={amount} /> {acceptedOn}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
