import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { call } from '../api';
import type { DamageFund, PlanItem, PlanOpinion } from '../damage-types';
import { FiguresPanel, TablePanel } from '../parts/damage-parts';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { PaidOutPanel } from '../parts/paid-out';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { RecordOpinion } from '../parts/record-on-plan';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

/** What an officer asks for of the damage money of a case. */
const ASKED = [
  'restoration_plan',
  'damages_remittance',
  'cross_case_cost',
  'damage_surplus',
] as const;

/** The damage money of a case: where it stands, what is planned, what was paid. */
export function DamageCasePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const path = `/api/v1/cases/${encodeURIComponent(id)}`;
  const { data, error, refetch } = useQuery({
    queryKey: ['damage-fund', id],
    queryFn: () => call<DamageFund>({ path: `${path}/damage-fund` }),
  });
  return (
    <PageShell
      title={data === undefined ? t('nav.damageFund') : `${t('nav.damageFund')} ${data.caseNumber}`}
      above={[
        { to: '/console/damage-fund', name: t('nav.damageFund') },
        { to: `/console/cases/${id}`, name: data?.caseNumber ?? '' },
      ]}
    >
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && (
        <>
          <p>{t(`damage.aboutRouteOf.${data.route}`)}</p>
          <FiguresPanel of={data} />
          <Actions of={data} />
          <Received of={data} />
          <Plans caseId={id} />
          <Opinions caseId={id} />
          <PaidOutPanel caseId={id} />
          <InKind of={data} />
        </>
      )}
    </PageShell>
  );
}

interface OfCase {
  readonly of: DamageFund;
}

function Actions({ of }: OfCase) {
  const { t } = useTranslation();
  const session = useSession();
  const [kind, setKind] = useState<(typeof ASKED)[number]>();
  const [isHearing, setIsHearing] = useState(false);
  if (!may.recordReceipts(session)) return null;
  const plan = {
    case: of.case,
    budgetLines: [{}],
    opinions: [{ agency: 'court' }, { agency: 'finance' }, { agency: 'audit' }],
  };
  const begin = {
    restoration_plan: plan,
    damages_remittance: { case: of.case, amount: of.toRemit },
    cross_case_cost: { case: of.case },
    damage_surplus: { case: of.case, goesTo: 'same_place', plan },
  } as const;
  const offered = ASKED.filter((one) => of.route === 'treasury' || one !== 'damages_remittance');
  const close = (): void => {
    setKind(undefined);
    setIsHearing(false);
  };
  return (
    <section className="panel" aria-label={t('damage.ask')}>
      <h2>{t('damage.ask')}</h2>
      <div className="row-actions">
        <Button
          onClick={() => {
            setIsHearing(true);
          }}
        >
          {t('damage.recordOpinion')}
        </Button>
        {offered.map((one) => (
          <Button
            key={one}
            onClick={() => {
              setKind(one);
            }}
          >
            {t(`kind.${one}`)}
          </Button>
        ))}
      </div>
      {isHearing && <RecordOpinion caseId={of.case} book={of.book} onClose={close} />}
      {kind && (
        <AskDialog
          title={t(`kind.${kind}`)}
          kind={kind}
          book={of.book}
          content={begin[kind]}
          isWide={kind === 'restoration_plan' || kind === 'damage_surplus'}
          onClose={close}
        />
      )}
    </section>
  );
}

function Received({ of }: OfCase) {
  const { t } = useTranslation();
  return (
    <>
      <TablePanel
        label={t('damage.received')}
        rows={of.items}
        keyOf={({ item }) => item}
        none={t('damage.nothingOrdered')}
        columns={[
          { key: 'ref', title: t('claims.item'), render: ({ ref }) => ref },
          { key: 'kind', title: t('claims.kind'), render: (row) => t(`claims.kindOf.${row.kind}`) },
          {
            ...{ key: 'ordered', title: t('damage.ordered'), isAmount: true },
            render: ({ ordered }) => <Money amount={ordered} />,
          },
          {
            ...{ key: 'principal', title: t('damage.figureOf.received'), isAmount: true },
            render: ({ principal }) => <Money amount={principal} />,
          },
          {
            ...{ key: 'interest', title: t('damage.figureOf.interest'), isAmount: true },
            render: ({ interest }) => <Money amount={interest} />,
          },
        ]}
      />
      {of.route === 'treasury' && (
        <TablePanel
          label={t('damage.remittances')}
          rows={of.remittances}
          keyOf={({ receivedOn }) => receivedOn}
          none={t('damage.nothingToRemit')}
          columns={[
            { key: 'on', title: t('damage.receivedOn'), render: ({ receivedOn }) => receivedOn },
            {
              ...{ key: 'amount', title: t('content.amount'), isAmount: true },
              render: ({ amount }) => <Money amount={amount} />,
            },
            { key: 'dueOn', title: t('damage.remitBy'), render: ({ dueOn }) => dueOn },
          ]}
        />
      )}
    </>
  );
}

function Plans({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['restoration-plans', caseId],
    queryFn: () =>
      call<{ readonly items: readonly PlanItem[] }>({
        path: `/api/v1/cases/${encodeURIComponent(caseId)}/restoration-plans`,
      }),
  });
  return (
    <TablePanel
      label={t('damage.plans')}
      rows={data?.items ?? []}
      keyOf={({ id }) => id}
      none={t('damage.noPlan')}
      columns={[
        {
          key: 'number',
          title: t('content.planNumber'),
          render: ({ id, number }) => <Link to={`/console/restoration-plans/${id}`}>{number}</Link>,
        },
        {
          key: 'title',
          title: t('content.planTitle'),
          render: ({ title, isSubstitute }) => (
            <>
              {title} {isSubstitute && <Tag color="purple">⇄ {t('damage.substitute')}</Tag>}
            </>
          ),
        },
        {
          ...{ key: 'amount', title: t('content.amount'), isAmount: true },
          render: ({ amount }) => <Money amount={amount} />,
        },
        {
          ...{ key: 'paid', title: t('damage.figureOf.paid'), isAmount: true },
          render: ({ paid }) => <Money amount={paid} />,
        },
        {
          key: 'progress',
          title: t('damage.progress'),
          render: ({ milestonesPaid, milestones, acceptedOn }) => (
            <>
              {`${String(milestonesPaid)}/${String(milestones)}`}{' '}
              {acceptedOn !== null && <Tag color="green">✓ {t('damage.accepted')}</Tag>}
            </>
          ),
        },
      ]}
    />
  );
}

function Opinions({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['plan-opinions', caseId],
    queryFn: () =>
      call<{ readonly items: readonly PlanOpinion[] }>({
        path: `/api/v1/cases/${encodeURIComponent(caseId)}/plan-opinions`,
      }),
  });
  return (
    <TablePanel
      label={t('content.planOpinions')}
      rows={data?.items ?? []}
      keyOf={({ id }) => id}
      none={t('damage.noOpinion')}
      columns={[
        { key: 'plan', title: t('content.planNumber'), render: ({ plan }) => plan },
        { key: 'agency', title: t('content.agency'), render: ({ agency }) => agency },
        { key: 'on', title: t('content.givenOn'), render: ({ givenOn }) => givenOn },
        {
          key: 'stance',
          title: t('damage.stance'),
          render: ({ stance }) => t(`damage.stanceOf.${stance}`),
        },
        {
          key: 'conditions',
          title: t('content.conditions'),
          render: ({ conditions }) => conditions,
        },
      ]}
    />
  );
}

function InKind({ of }: OfCase) {
  const { t } = useTranslation();
  return (
    <TablePanel
      label={t('damage.inKind')}
      rows={of.inKind}
      keyOf={({ id }) => id}
      none={t('damage.noInKind')}
      columns={[
        { key: 'item', title: t('claims.item'), render: ({ itemRef }) => itemRef },
        { key: 'who', title: t('claims.debtor'), render: ({ defendant }) => defendant },
        { key: 'on', title: t('claims.performedOn'), render: ({ performedOn }) => performedOn },
        { key: 'what', title: t('claims.performed'), render: ({ description }) => description },
      ]}
    />
  );
}
