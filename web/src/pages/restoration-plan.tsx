import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { call } from '../api';
import type { PlanDetail } from '../damage-types';
import { TablePanel } from '../parts/damage-parts';
import { DocumentLink } from '../parts/document-upload';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { RecordReport } from '../parts/record-on-plan';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

/** A restoration plan: what it says, its milestones, what was paid, its reports and its versions. */
export function RestorationPlanPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const session = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['restoration-plan', id],
    queryFn: () =>
      call<PlanDetail>({ path: `/api/v1/restoration-plans/${encodeURIComponent(id)}` }),
  });
  return (
    <PageShell
      title={data === undefined ? t('damage.plan') : `${t('damage.plan')} ${data.number}`}
      above={[
        { to: '/console/damage-fund', name: t('nav.damageFund') },
        { to: `/console/damage-fund/${data?.case ?? ''}`, name: data?.caseNumber ?? '' },
      ]}
      actions={data && may.recordReceipts(session) && <Actions of={data} />}
    >
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && (
        <>
          <Facts of={data} />
          <Milestones of={data} />
          <Uses of={data} />
          <Payments of={data} />
          <Reports of={data} />
          <Opinions of={data} />
          <Versions of={data} />
        </>
      )}
    </PageShell>
  );
}

interface OfPlan {
  readonly of: PlanDetail;
}

function Actions({ of }: OfPlan) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<'milestone_payment' | 'restoration_plan_change'>();
  const [isReporting, setIsReporting] = useState(false);
  const next = of.steps.find(({ isNext }) => isNext);
  if (of.implementer === null) return null;
  const begin = {
    milestone_payment: {
      ...{ case: of.case, plan: of.id, milestone: next?.number, amount: next?.amount },
      invoices: [{ issuer: of.implementer.name }],
      papers: (next?.papers ?? []).map((paper) => ({ kind: paper })),
    },
    restoration_plan_change: {
      ...{ plan: of.id, version: of.version, amount: of.amount, implementer: of.implementer },
      budgetLines: of.versions[0]?.budgetLines ?? [{}],
      milestones: of.steps
        .filter(({ paidOn }) => paidOn === null)
        .map(({ name, amount, papers }) => ({ name, amount, papers })),
    },
  };
  return (
    <>
      {next && (
        <Button
          type="primary"
          onClick={() => {
            setKind('milestone_payment');
          }}
        >
          {t('damage.payNext', { number: next.number })}
        </Button>
      )}
      <Button
        onClick={() => {
          setIsReporting(true);
        }}
      >
        {t('damage.recordReport')}
      </Button>
      <Button
        onClick={() => {
          setKind('restoration_plan_change');
        }}
      >
        {t('kind.restoration_plan_change')}
      </Button>
      {isReporting && (
        <RecordReport
          planId={of.id}
          book={of.book}
          body={of.acceptanceBody ?? ''}
          onClose={() => {
            setIsReporting(false);
          }}
        />
      )}
      {kind && (
        <AskDialog
          title={t(`kind.${kind}`)}
          kind={kind}
          book={of.book}
          content={begin[kind]}
          isWide
          onClose={() => {
            setKind(undefined);
          }}
        />
      )}
    </>
  );
}

function Facts({ of }: OfPlan) {
  const { t } = useTranslation();
  const facts: readonly (readonly [string, string | null])[] = [
    [t('content.planTitle'), of.title],
    [t('content.place'), of.place],
    [
      t('content.implementer'),
      of.implementer && `${of.implementer.name} ${of.implementer.creditCode}`,
    ],
    [t('content.acceptanceBody'), of.acceptanceBody],
    [t('content.resolution'), of.minutes],
    [t('damage.version'), String(of.version)],
  ];
  return (
    <section className="panel" aria-label={t('damage.plan')}>
      <h2>
        {of.title} {of.isSubstitute && <Tag color="purple">⇄ {t('damage.substitute')}</Tag>}
      </h2>
      <Descriptions
        size="small"
        column={2}
        items={facts.map(([label, children]) => ({ key: label, label, children }))}
      />
      <dl className="voucher-totals order-totals">
        <div className="total">
          <dt>{t('content.amount')}</dt>
          <dd>
            <Money amount={of.amount} />
          </dd>
        </div>
        <div className="total">
          <dt>{t('damage.figureOf.paid')}</dt>
          <dd>
            <Money amount={of.paid} />
          </dd>
        </div>
      </dl>
    </section>
  );
}

function StepTag({ of }: { readonly of: PlanDetail['steps'][number] }) {
  const { t } = useTranslation();
  if (of.paidOn !== null) return <Tag color="green">✓ {of.paidOn}</Tag>;
  return of.isNext ? (
    <Tag color="orange">◷ {t('damage.next')}</Tag>
  ) : (
    <Tag>○ {t('damage.later')}</Tag>
  );
}

function Milestones({ of }: OfPlan) {
  const { t } = useTranslation();
  return (
    <TablePanel
      label={t('content.planMilestones')}
      rows={of.steps}
      keyOf={({ id }) => id}
      none=""
      columns={[
        { key: 'number', title: t('damage.number'), render: ({ number }) => number },
        { key: 'name', title: t('content.milestone'), render: ({ name }) => name },
        {
          ...{ key: 'amount', title: t('content.amount'), isAmount: true },
          render: ({ amount }) => <Money amount={amount} />,
        },
        {
          key: 'papers',
          title: t('content.papersNeeded'),
          render: ({ papers }) => papers.map((paper) => t(`damage.paperOf.${paper}`)).join('、'),
        },
        { key: 'state', title: t('damage.state'), render: (step) => <StepTag of={step} /> },
      ]}
    />
  );
}

function Uses({ of }: OfPlan) {
  const { t } = useTranslation();
  return (
    <TablePanel
      label={t('content.planLines')}
      rows={of.uses}
      keyOf={({ use }) => use}
      none=""
      columns={[
        { key: 'use', title: t('content.use'), render: ({ use }) => t(`damage.useOf.${use}`) },
        {
          ...{ key: 'amount', title: t('content.amount'), isAmount: true },
          render: ({ amount }) => <Money amount={amount} />,
        },
        {
          ...{ key: 'paid', title: t('damage.figureOf.paid'), isAmount: true },
          render: ({ paid }) => <Money amount={paid} />,
        },
      ]}
    />
  );
}

function Payments({ of }: OfPlan) {
  const { t } = useTranslation();
  return (
    <TablePanel
      label={t('damage.payments')}
      rows={of.payments}
      keyOf={({ approval }) => approval}
      none={t('damage.nothingPaid')}
      columns={[
        {
          key: 'milestone',
          title: t('content.milestone'),
          render: ({ milestone, approval }) => (
            <Link to={`/console/approvals/${approval}`}>
              {t('damage.milestoneNumber', { number: milestone })}
            </Link>
          ),
        },
        { key: 'on', title: t('claims.paidOn'), render: ({ paidOn }) => paidOn },
        {
          key: 'to',
          title: t('claims.payTo'),
          render: ({ holder, masked }) => `${holder} ${masked}`,
        },
        {
          ...{ key: 'amount', title: t('content.amount'), isAmount: true },
          render: ({ amount }) => <Money amount={amount} />,
        },
        {
          key: 'papers',
          title: t('content.papers'),
          render: ({ papers }) =>
            papers.map(({ kind, document, number }) => (
              <div key={document.id}>
                <div>
                  {kind === 'invoice' ? t('content.invoices') : t(`damage.paperOf.${kind}`)}{' '}
                  {number}
                </div>
                <DocumentLink {...document} />
              </div>
            )),
        },
        {
          key: 'returned',
          title: t('claims.bounced'),
          render: ({ returnedOn }) => returnedOn !== null && <Tag color="red">↩ {returnedOn}</Tag>,
        },
      ]}
    />
  );
}

function Reports({ of }: OfPlan) {
  const { t } = useTranslation();
  return (
    <TablePanel
      label={t('content.planReports')}
      rows={of.reports}
      keyOf={({ id }) => id}
      none={t('damage.noReport')}
      columns={[
        {
          key: 'kind',
          title: t('damage.report'),
          render: ({ kind }) => t(`damage.reportOf.${kind}`),
        },
        { key: 'body', title: t('content.acceptanceBody'), render: ({ body }) => body },
        { key: 'on', title: t('damage.reportedOn'), render: ({ reportedOn }) => reportedOn },
        { key: 'version', title: t('damage.version'), render: ({ version }) => version },
        {
          key: 'document',
          title: t('content.attachment'),
          render: ({ document }) => <DocumentLink {...document} />,
        },
      ]}
    />
  );
}

function Opinions({ of }: OfPlan) {
  const { t } = useTranslation();
  return (
    <TablePanel
      label={t('content.planOpinions')}
      rows={of.opinions}
      keyOf={({ of: agency }) => agency}
      none={t('damage.noOpinion')}
      columns={[
        { key: 'of', title: t('damage.agency'), render: (row) => t(`damage.agencyOf.${row.of}`) },
        { key: 'agency', title: t('content.agency'), render: ({ agency }) => agency },
        {
          key: 'stance',
          title: t('damage.stance'),
          render: ({ stance }) =>
            stance === null ? t('damage.notAsked') : t(`damage.stanceOf.${stance}`),
        },
        {
          key: 'conditions',
          title: t('content.conditions'),
          render: ({ conditions, notAsked }) => conditions ?? notAsked,
        },
      ]}
    />
  );
}

function Versions({ of }: OfPlan) {
  const { t } = useTranslation();
  return (
    <TablePanel
      label={t('damage.versions')}
      rows={of.versions}
      keyOf={({ approval }) => approval}
      none=""
      columns={[
        {
          key: 'version',
          title: t('damage.version'),
          render: ({ version, approval }) => (
            <Link to={`/console/approvals/${approval}`}>
              {t('damage.versionNumber', { number: version })}
            </Link>
          ),
        },
        { key: 'on', title: t('damage.decidedOn'), render: ({ decidedOn }) => decidedOn },
        {
          ...{ key: 'amount', title: t('content.amount'), isAmount: true },
          render: ({ amount }) => <Money amount={amount} />,
        },
        { key: 'who', title: t('content.implementer'), render: ({ implementer }) => implementer },
        { key: 'why', title: t('content.reason'), render: ({ reason }) => reason },
      ]}
    />
  );
}
