import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { call } from '../api';
import type { Page, PayableCost, PaymentOrder } from '../api-types';
import { amountInWords, sumOfAmounts } from '../parts/amount';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import {
  amountOf,
  type ChosenCosts,
  faultOf,
  isPayable,
  PayableCosts,
} from '../parts/payable-costs';
import { orderAddress, PAYABLE, PAYMENT_ORDERS } from '../parts/payment-parts';
import { PaymentRefusal } from '../parts/payment-refusal';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { useUrlParameters } from '../parts/url-parameters';

const AT_ONCE = '200';

/** Orders costs of one book to be paid. */
export function NewPaymentOrderPage() {
  const { t } = useTranslation();
  const { get } = useUrlParameters();
  const book = get('book') ?? '';
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = usePayable(book);
  return (
    <PageShell
      title={t('payment.make')}
      above={[{ to: '/console/payment-orders', name: t('nav.payments') }]}
    >
      <p>{t('payment.makeHelp')}</p>
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && (
        <Order key={book} book={book} costs={data} first={get('item')}>
          {hasNextPage && (
            <Button loading={isFetching} onClick={() => void fetchNextPage()}>
              {t('payment.more')}
            </Button>
          )}
        </Order>
      )}
    </PageShell>
  );
}

function usePayable(book: string) {
  return useInfiniteQuery({
    queryKey: ['list', PAYABLE, book],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({ book, limit: AT_ONCE });
      if (pageParam !== null) asked.set('cursor', pageParam);
      return call<Page<PayableCost>>({ path: `${PAYABLE}?${asked.toString()}`, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

interface Props {
  readonly book: string;
  readonly costs: readonly PayableCost[];
  /** Id of a cost that is ticked from the start. */
  readonly first: string | undefined;
  /** Leads to further costs. */
  readonly children: React.ReactNode;
}

function Order({ book, costs, first, children }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<ChosenCosts>({
    ticked: new Set(first === undefined ? [] : [first]),
    typed: {},
  });
  const lines = costs.filter((cost) => isPayable(cost) && chosen.ticked.has(cost.item));
  const { mutate, isPending, error } = useMakeOrder(book);
  const hasFault = lines.some((cost) => faultOf(chosen, cost) !== undefined);
  return (
    <section className="panel">
      <h2>{t('payment.payableCosts')}</h2>
      <PayableCosts costs={costs} chosen={chosen} onChosen={setChosen} />
      {children}
      {!hasFault && <Total amounts={lines.map((cost) => amountOf(chosen, cost))} />}
      {error !== null && <PaymentRefusal problem={problemOfError(error)} />}
      <div className="row-actions">
        <Button
          type="primary"
          loading={isPending}
          disabled={lines.length === 0 || hasFault}
          onClick={() => {
            if (isPending) return;
            mutate(lines.map((cost) => ({ item: cost.item, amount: amountOf(chosen, cost) })));
          }}
        >
          {t('payment.makeOrder')}
        </Button>
        <small>{t('payment.makeNote')}</small>
      </div>
    </section>
  );
}

/** Under one key: a second click or a lost answer orders nothing twice. */
function useMakeOrder(book: string) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (payments: readonly { readonly item: string; readonly amount: string }[]) =>
      call<PaymentOrder>({
        path: PAYMENT_ORDERS,
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: { book, payments },
      }),
    onSuccess: async (order) => {
      void message.success({ key, content: t('payment.made', { number: order.number }) });
      client.setQueryData(['payment-order', order.id], order);
      await navigate(orderAddress(order));
    },
    // A refusal often rests on what others did meanwhile.
    onSettled: () => client.invalidateQueries({ queryKey: ['list'] }),
  });
}

function Total({ amounts }: { readonly amounts: readonly string[] }) {
  const { t } = useTranslation();
  const total = sumOfAmounts(amounts);
  return (
    <dl className="voucher-totals order-totals" aria-live="polite">
      <dt>{t('payment.chosen')}</dt>
      <dd>{amounts.length}</dd>
      <dt>{t('payment.total')}</dt>
      <dd>
        <Money amount={total} /> {t('field.yuan')}
      </dd>
      <dt>{t('approval.inWords')}</dt>
      <dd lang="zh-CN">{amountInWords(total)}</dd>
    </dl>
  );
}
