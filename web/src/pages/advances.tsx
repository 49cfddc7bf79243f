import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import { call } from '../api';
import { ADVANCE_STATES, type AdvanceDraft, type AdvanceItem } from '../api-types';
import { AdvanceStateTag } from '../parts/advance-parts';
import { BookChoice } from '../parts/book-choice';
import { DataTable } from '../parts/data-table';
import { ChoiceFilter, Filters, TextFilter } from '../parts/filters';
import { Instant } from '../parts/instant';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { RowAct } from '../parts/row-act';
import { may, useSession } from '../session';

const DRAFTS = '/api/v1/advance-drafts';

const addressOf = ({ id }: AdvanceItem): string => `/console/advances/${id}`;

/** Applications for advances, and what became of them. */
export function AdvancesPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const [isChoosing, setIsChoosing] = useState(false);
  const amount = (key: 'total' | 'paid' | 'settled') => ({
    key,
    title: t(`advance.${key}`),
    isAmount: true,
    render: (item: AdvanceItem) => <Money amount={item[key]} />,
  });
  return (
    <PageShell
      title={t('nav.advances')}
      actions={
        may.askForAdvances(session) && (
          <Button
            type="primary"
            onClick={() => {
              setIsChoosing(true);
            }}
          >
            {t('advance.apply')}
          </Button>
        )
      }
    >
      {may.askForAdvances(session) && <Drafts />}
      <Filters>
        <TextFilter name="q" label={t('advance.q')} />
        <ChoiceFilter
          name="state"
          label={t('advance.state')}
          choices={ADVANCE_STATES.map((state) => ({
            value: state,
            label: t(`advance.stateOf.${state}`),
          }))}
        />
      </Filters>
      <DataTable<AdvanceItem>
        label={t('nav.advances')}
        path="/api/v1/advances"
        filters={['q', 'state']}
        keyOf={({ id }) => id}
        onOpen={(item) => void navigate(addressOf(item))}
        columns={[
          {
            key: 'number',
            title: t('advance.number'),
            render: (item) => <Link to={addressOf(item)}>{item.number ?? item.appliedOn}</Link>,
          },
          { key: 'case', title: t('case.number'), render: (item) => item.case },
          {
            key: 'organization',
            title: t('advance.organization'),
            render: ({ organization }) => organization,
          },
          {
            key: 'state',
            title: t('advance.state'),
            render: ({ state }) => <AdvanceStateTag state={state} />,
          },
          amount('total'),
          amount('paid'),
          amount('settled'),
        ]}
      />
      {isChoosing && (
        <BookChoice
          onClose={() => {
            setIsChoosing(false);
          }}
          onChosen={(code) => void navigate(`/console/advances/new?book=${code}`)}
        />
      )}
    </PageShell>
  );
}

/** What the reader began to write and has not submitted. */
function Drafts() {
  const { t } = useTranslation();
  const [refused, setRefused] = useState<unknown>();
  const { data } = useQuery({
    queryKey: ['list', DRAFTS],
    queryFn: () => call<{ items: readonly AdvanceDraft[] }>({ path: DRAFTS }),
  });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section className="panel">
      <h2>{t('advance.drafts')}</h2>
      {refused !== undefined && <ProblemNotice problem={problemOfError(refused)} />}
      <ul>
        {data.items.map(({ id, savedAt, content }) => (
          <li key={id}>
            <Instant at={savedAt} />{' '}
            <Link to={`/console/advances/new?book=${content.book}&draft=${id}`}>
              {t('advance.continue')}
            </Link>{' '}
            <RowAct
              list={DRAFTS}
              request={{ path: `${DRAFTS}/${encodeURIComponent(id)}`, method: 'DELETE' }}
              label={t('advance.drop')}
              done={t('advance.dropped')}
              onRefused={setRefused}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
