import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Descriptions } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { call, callFile } from '../api';
import type { PaymentOrder } from '../api-types';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { PaymentLines } from '../parts/payment-lines';
import { PAYMENT_ORDERS, StatesOfOrder } from '../parts/payment-parts';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { saveFile } from '../parts/save-file';
import { may, useSession } from '../session';

/** A payment order, its payments and what became of each. */
export function PaymentOrderPage() {
  const { t } = useTranslation();
  const session = useSession();
  const { id = '' } = useParams();
  const [refused, setRefused] = useState<unknown>();
  const { data, error, refetch } = useQuery({
    queryKey: ['payment-order', id],
    queryFn: () => call<PaymentOrder>({ path: `${PAYMENT_ORDERS}/${encodeURIComponent(id)}` }),
  });
  return (
    <PageShell
      title={data?.number ?? ''}
      above={[{ to: '/console/payment-orders', name: t('nav.payments') }]}
      actions={
        data &&
        may.printPayments(session) && (
          <>
            {data.states.waiting > 0 && (
              <FileOfOrder of={data} file="batch.xlsx" onRefused={setRefused} />
            )}
            <FileOfOrder of={data} file="order.pdf" onRefused={setRefused} />
          </>
        )
      }
    >
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {refused !== undefined && <ProblemNotice problem={problemOfError(refused)} />}
      {data === undefined && error === null && <Loading />}
      {data && (
        <>
          <Facts of={data} />
          <PaymentLines of={data} />
        </>
      )}
    </PageShell>
  );
}

interface Props {
  readonly of: PaymentOrder;
}

function Facts({ of }: Props) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('payment.facts')}</h2>
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={[
          { key: 'total', label: t('payment.total'), children: <Money amount={of.total} /> },
          {
            key: 'words',
            label: t('approval.inWords'),
            children: <span lang="zh-CN">{of.totalInWords}</span>,
          },
          { key: 'madeOn', label: t('payment.madeOn'), children: of.madeOn },
          { key: 'madeBy', label: t('payment.madeBy'), children: of.madeBy },
          {
            key: 'states',
            label: t('payment.state'),
            children: <StatesOfOrder states={of.states} />,
          },
          { key: 'book', label: t('content.book'), children: of.book },
        ]}
      />
    </section>
  );
}

interface FileProps extends Props {
  readonly file: keyof typeof FILES;
  /** It was refused; `undefined` when it is asked for again. */
  readonly onRefused: (error: unknown) => void;
}

const FILES = {
  'order.pdf': { name: 'payment.print', end: '.pdf' },
  'batch.xlsx': { name: 'payment.batch', end: '.xlsx' },
} as const;

/** The order for the bank, to print or for its batch transfer, with the whole account numbers. */
function FileOfOrder({ of: { id, number }, file, onRefused }: FileProps) {
  const { t } = useTranslation();
  const { name, end } = FILES[file];
  const { mutate, isPending } = useMutation({
    mutationFn: () => callFile({ path: `${PAYMENT_ORDERS}/${id}/${file}` }),
    // Nothing keeps the account numbers.
    gcTime: 0,
    onMutate: () => {
      onRefused(undefined);
    },
    onError: onRefused,
    onSuccess: (bytes) => {
      saveFile(bytes, `${number}${end}`);
    },
  });
  return (
    <Button
      loading={isPending}
      onClick={() => {
        mutate();
      }}
    >
      {t(name)}
    </Button>
  );
}
