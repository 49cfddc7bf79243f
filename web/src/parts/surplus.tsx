import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Descriptions } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Advance, Surplus as SurplusFacts } from '../api-types';
import { may, useSession } from '../session';
import { withThousands } from './amount';
import { Money } from './money';
import { ProblemNotice, problemOfError } from './problem-notice';
import { RecordReturn } from './record-return';

type Cost = Advance['items'][number];

/** What is left of each cost: demanded back, reminded of, returned. */
export function Surplus({ of }: { readonly of: Advance }) {
  const { t } = useTranslation();
  const session = useSession();
  const isShown = ({ id, surplusDemanded, unsettled, waiting }: Cost): boolean =>
    id !== null &&
    (surplusDemanded !== '0.00' ||
      (may.demandSurplus(session) && unsettled !== '0.00' && waiting === '0.00'));
  const costs = of.items.filter(isShown);
  if (costs.length === 0) return null;
  return (
    <section className="panel">
      <h2>{t('receipt.surplus.title')}</h2>
      {costs.map((cost) => (
        <SurplusOfCost key={cost.id} advance={of.id} cost={cost} />
      ))}
    </section>
  );
}

interface Props {
  readonly advance: string;
  readonly cost: Cost;
}

function SurplusOfCost({ advance, cost }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const isDemanded = cost.surplusDemanded !== '0.00';
  const path = `/api/v1/advances/items/${cost.id ?? ''}/surplus`;
  const { data, error } = useQuery({
    queryKey: ['advance', advance, 'surplus', cost.id],
    queryFn: () => call<SurplusFacts>({ path }),
    enabled: isDemanded,
  });
  const isOwed = data !== undefined && data.outstanding !== '0.00';
  return (
    <div role="group" aria-label={cost.ref ?? ''}>
      <h3>
        {cost.ref} {t(`budget.categoryOf.${cost.category}`)}
      </h3>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data && <Facts of={data} />}
      {isOwed && session.creditCode !== null && (
        <p>
          <strong>
            {t('receipt.surplus.owed', {
              day: data.dueOn ?? '',
              amount: withThousands(data.outstanding),
              ref: cost.ref,
            })}
          </strong>
        </p>
      )}
      {may.demandSurplus(session) && (
        <Acts advance={advance} cost={cost} owed={isOwed ? data.outstanding : undefined} />
      )}
    </div>
  );
}

function Facts({
  of: { demanded, returned, outstanding, dueOn, reminders },
}: {
  readonly of: SurplusFacts;
}) {
  const { t } = useTranslation();
  const items = [
    { key: 'demanded', children: <Money amount={demanded} /> },
    { key: 'returned', children: <Money amount={returned} /> },
    { key: 'outstanding', children: <Money amount={outstanding} /> },
    { key: 'dueOn', children: dueOn },
    { key: 'reminders', children: reminders.length === 0 ? '—' : reminders.join('、') },
  ] as const;
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, md: 2 }}
      items={items.map((item) => ({ ...item, label: t(`receipt.surplus.${item.key}`) }))}
    />
  );
}

interface ActsProps extends Props {
  /** What is owed; undefined: nothing. */
  readonly owed: string | undefined;
}

function Acts({ advance, cost: { id, ref, unsettled, waiting }, owed }: ActsProps) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const [isRecording, setIsRecording] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (act: 'surplus' | 'remind') =>
      call({ path: `/api/v1/advances/items/${id ?? ''}/${act}`, method: 'POST' }),
    onSuccess: (_, act) =>
      void message.success(
        t(act === 'remind' ? 'receipt.surplus.reminded' : 'receipt.surplus.demandDone'),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['advance', advance] }),
  });
  const demand = (): void => {
    modal.confirm({
      title: t('receipt.surplus.demandAsk', { ref }),
      content: t('receipt.surplus.demandHelp', { amount: withThousands(unsettled) }),
      okText: t('receipt.surplus.demand'),
      cancelText: t('approval.cancel'),
      onOk: () => {
        mutate('surplus');
      },
    });
  };
  return (
    <>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      <div className="row-actions">
        {unsettled !== '0.00' && waiting === '0.00' && (
          <Button loading={isPending} onClick={demand}>
            {t('receipt.surplus.demand')}
          </Button>
        )}
        {owed !== undefined && (
          <>
            <Button
              loading={isPending}
              onClick={() => {
                mutate('remind');
              }}
            >
              {t('receipt.surplus.remind')}
            </Button>
            <Button
              type="primary"
              onClick={() => {
                setIsRecording(true);
              }}
            >
              {t('receipt.surplus.record')}
            </Button>
          </>
        )}
      </div>
      {isRecording && owed !== undefined && (
        <RecordReturn
          advance={advance}
          path={`/api/v1/advances/items/${id ?? ''}/surplus-returned`}
          title={t('receipt.surplus.record')}
          done={t('receipt.surplus.recorded')}
          owed={owed}
          onClose={() => {
            setIsRecording(false);
          }}
        />
      )}
    </>
  );
}
