import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { call } from '../api';
import type { Advance, AdvanceTimeline } from '../api-types';
import { AdvanceProgress, AdvanceStateTag } from '../parts/advance-parts';
import { CostBearers } from '../parts/cost-bearers';
import { DocumentLink } from '../parts/document-upload';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { ReceiptLines } from '../parts/receipt-lines';
import { SubmitReceipts } from '../parts/submit-receipts';
import { Surplus } from '../parts/surplus';
import { TableScroll } from '../parts/table-scroll';
import { may, useSession } from '../session';

/** An application: how far it has come, its costs, and what was paid. */
export function AdvancePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const path = `/api/v1/advances/${encodeURIComponent(id)}`;
  const { data, error, refetch } = useQuery({
    queryKey: ['advance', id],
    queryFn: () => call<Advance>({ path }),
  });
  const timeline = useQuery({
    queryKey: ['advance', id, 'timeline'],
    queryFn: () => call<AdvanceTimeline>({ path: `${path}/timeline` }),
  });
  return (
    <PageShell
      title={data === undefined ? '' : (data.number ?? t('kind.advance_application'))}
      above={[{ to: '/console/advances', name: t('nav.advances') }]}
      actions={
        data?.approval && (
          <Link to={`/console/approvals/${data.approval}`}>{t('advance.toRequest')}</Link>
        )
      }
    >
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {timeline.data && <AdvanceProgress of={timeline.data} />}
      {data && (
        <>
          <Facts of={data} />
          <Costs of={data} />
          <Payments of={data} />
          <Settlement of={data} />
        </>
      )}
    </PageShell>
  );
}

interface Props {
  readonly of: Advance;
}

function Facts({ of }: Props) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('advance.facts')}</h2>
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={[
          {
            key: 'state',
            label: t('advance.state'),
            children: <AdvanceStateTag state={of.state} />,
          },
          { key: 'total', label: t('advance.total'), children: <Money amount={of.total} /> },
          {
            key: 'case',
            label: t('case.number'),
            children: <Link to={`/console/cases/${of.caseId}`}>{of.case}</Link>,
          },
          {
            key: 'organization',
            label: t('advance.organization'),
            children: of.organization,
          },
          { key: 'appliedOn', label: t('advance.appliedOn'), children: of.appliedOn },
          {
            key: 'reason',
            label: t('content.reason'),
            children: <span className="value">{of.reason}</span>,
          },
        ]}
      />
    </section>
  );
}

/** What was paid is settled with receipts, and what is left comes back. */
function Settlement({ of }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const [isSubmitting, setIsSubmitting] = useState(false);
  const isOpen = of.items.some(({ id, unsettled }) => id !== null && unsettled !== '0.00');
  if (of.payments.length === 0) return null;
  return (
    <>
      {isSubmitting ? (
        <SubmitReceipts
          of={of}
          onDone={() => {
            setIsSubmitting(false);
          }}
        />
      ) : (
        isOpen &&
        may.submitReceipts(session) && (
          <p>
            <Button
              type="primary"
              onClick={() => {
                setIsSubmitting(true);
              }}
            >
              {t('receipt.submit')}
            </Button>
          </p>
        )
      )}
      <ReceiptLines application={of.id} />
      <Surplus of={of} />
      <CostBearers of={of} />
    </>
  );
}

type Cost = Advance['items'][number];

function Costs({ of: { items } }: Props) {
  const { t } = useTranslation();
  const amount = (
    key: 'applied' | 'paid' | 'settled' | 'waiting' | 'unsettled',
    title: string,
  ) => ({
    key,
    title,
    align: 'right' as const,
    className: 'money',
    render: (_: unknown, cost: Cost) => <Money amount={cost[key]} />,
  });
  return (
    <section className="panel">
      <h2>{t('content.cost')}</h2>
      <TableScroll label={t('content.cost')}>
        <Table<Cost>
          size="small"
          pagination={false}
          rowKey={(cost) => items.indexOf(cost)}
          dataSource={[...items]}
          columns={[
            {
              key: 'category',
              title: t('content.category'),
              render: (_, { category }) => t(`budget.categoryOf.${category}`),
            },
            { key: 'purpose', title: t('content.purpose'), render: (_, row) => row.purpose },
            {
              key: 'payee',
              title: t('content.payee'),
              render: (_, { payee, account }) => `${payee} ${account ?? ''}`,
            },
            amount('applied', t('advance.total')),
            amount('paid', t('advance.paid')),
            amount('settled', t('advance.settled')),
            amount('waiting', t('receipt.waiting')),
            amount('unsettled', t('receipt.unsettled')),
            {
              key: 'papers',
              title: t('content.papers'),
              render: (_, { documents }) =>
                documents.map(({ id, kind, name }) => (
                  <div key={id}>
                    {t(`advance.paperOf.${kind}`)}{' '}
                    {name !== null && <DocumentLink id={id} name={name} />}
                  </div>
                )),
            },
          ]}
        />
      </TableScroll>
    </section>
  );
}

function Payments({ of: { payments } }: Props) {
  const { t } = useTranslation();
  if (payments.length === 0) return null;
  return (
    <section className="panel">
      <h2>{t('advance.payments')}</h2>
      <ul>
        {payments.map(({ ref, paidOn, amount, returned }, index) => (
          <li key={index}>
            {ref} {paidOn} <Money amount={amount} />
            {returned !== '0.00' && (
              <>
                {' '}
                {t('advance.returned')} <Money amount={returned} />
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
