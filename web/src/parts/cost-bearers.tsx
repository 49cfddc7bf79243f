import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Advance, CourtFee } from '../api-types';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';
import { Money } from './money';
import { ProblemNotice, problemOfError } from './problem-notice';
import { RecordReturn } from './record-return';
import { TableScroll } from './table-scroll';

type Cost = Advance['items'][number];

const isCourtFee = ({ category, paid }: Cost): boolean =>
  category === 'acceptance_fee' && paid !== '0.00';

/** Who bears the costs in the end: what courts give back of their fees, and what the fund takes on itself. */
export function CostBearers({ of }: { readonly of: Advance }) {
  const { t } = useTranslation();
  const session = useSession();
  const mayAsk = may.demandSurplus(session);
  const costs = of.items.filter(
    (cost) => cost.id !== null && (isCourtFee(cost) || (mayAsk && cost.settled !== '0.00')),
  );
  if (costs.length === 0) return null;
  return (
    <section className="panel" aria-label={t('receipt.bearers.title')}>
      <h2>{t('receipt.bearers.title')}</h2>
      {costs.map((cost) => (
        <div key={cost.id} role="group" aria-label={cost.ref ?? ''}>
          <h3>
            {cost.ref} {t(`budget.categoryOf.${cost.category}`)}
          </h3>
          {isCourtFee(cost) && <CourtFeeOf advance={of.id} cost={cost} mayRecord={mayAsk} />}
          {mayAsk && <Absorption book={of.book} cost={cost} />}
        </div>
      ))}
    </section>
  );
}

function CourtFeeOf({
  advance,
  cost,
  mayRecord,
}: {
  readonly advance: string;
  readonly cost: Cost;
  readonly mayRecord: boolean;
}) {
  const { t } = useTranslation();
  const [isRecording, setIsRecording] = useState(false);
  const path = `/api/v1/advances/items/${cost.id ?? ''}/court-refunds`;
  const { data, error } = useQuery({
    queryKey: ['advance', advance, 'court-refunds', cost.id],
    queryFn: () => call<CourtFee>({ path }),
  });
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  if (data === undefined) return null;
  const sums = (['paid', 'refunded', 'absorbed', 'outstanding'] as const).map((key) => ({
    key,
    label: t(`receipt.bearers.${key}`),
    children: <Money amount={data[key]} />,
  }));
  return (
    <>
      <Descriptions size="small" bordered column={{ xs: 1, md: 2 }} items={sums} />
      {data.refunds.length > 0 && <Refunds of={data.refunds} />}
      {mayRecord && data.outstanding !== '0.00' && (
        <Button
          onClick={() => {
            setIsRecording(true);
          }}
        >
          {t('receipt.bearers.record')}
        </Button>
      )}
      {isRecording && (
        <RecordReturn
          advance={advance}
          path={path}
          title={t('receipt.bearers.record')}
          done={t('receipt.bearers.recorded')}
          owed={data.outstanding}
          onClose={() => {
            setIsRecording(false);
          }}
        />
      )}
    </>
  );
}

function Refunds({ of }: { readonly of: CourtFee['refunds'] }) {
  const { t } = useTranslation();
  return (
    <TableScroll label={t('receipt.bearers.refunds')}>
      <Table<CourtFee['refunds'][number]>
        size="small"
        pagination={false}
        rowKey={({ id }) => id}
        dataSource={[...of]}
        columns={[
          { key: 'on', title: t('receipt.surplus.on'), render: (_, { on }) => on },
          {
            key: 'amount',
            title: t('receipt.surplus.amount'),
            align: 'right',
            render: (_, { amount }) => <Money amount={amount} />,
          },
          {
            key: 'bankReference',
            title: t('receipt.surplus.reference'),
            render: (_, { bankReference }) => bankReference,
          },
          {
            key: 'recordedBy',
            title: t('receipt.bearers.recordedBy'),
            render: (_, { recordedBy }) => recordedBy ?? '—',
          },
        ]}
      />
    </TableScroll>
  );
}

/** The fund bears what no court grants, once others have decided. */
function Absorption({ book, cost }: { readonly book: string; readonly cost: Cost }) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <p>
      <Button
        onClick={() => {
          setIsAsking(true);
        }}
      >
        {t('receipt.bearers.absorb')}
      </Button>
      {isAsking && (
        <AskDialog
          title={`${t('kind.cost_absorption')} ${cost.ref ?? ''}`}
          help={t('receipt.bearers.absorbHelp')}
          kind="cost_absorption"
          book={book}
          content={{ item: cost.id ?? '' }}
          onClose={() => {
            setIsAsking(false);
          }}
        />
      )}
    </p>
  );
}
