import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import {
  AGES,
  BANK_OPEN_KINDS,
  type BankReconciliation,
  type BankReconciliationItem,
} from '../api-types';
import { AccountFilters, BANK, ChooseAccount, useBankAccount } from '../parts/bank-parts';
import { DateFilter, Filters } from '../parts/filters';
import { today } from '../parts/instant';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { TableScroll } from '../parts/table-scroll';
import { useUrlParameters } from '../parts/url-parameters';
import { may, useSession } from '../session';

const RECONCILIATIONS = '/api/v1/bank-reconciliations';

interface Own {
  readonly book: string;
  readonly account: string;
}
type Item = BankReconciliation['items'][number];

/** The bank reconciliation statement: as of a day, made by one person, confirmed by another, printed. */
export function BankReconciliationPage() {
  const { t } = useTranslation();
  const own = useBankAccount();
  return (
    <PageShell
      title={t('bank.reconcileTitle')}
      above={[{ to: BANK, name: t('nav.bank') }]}
      actions={
        <Button
          onClick={() => {
            window.print();
          }}
        >
          {t('bank.print')}
        </Button>
      }
    >
      <Filters>
        <AccountFilters />
        <DateFilter name="on" label={t('bank.asOf')} />
      </Filters>
      {own === undefined ? (
        <ChooseAccount />
      ) : (
        <>
          <Draft {...own} />
          <Made {...own} />
        </>
      )}
    </PageShell>
  );
}

function Draft(own: Own) {
  const { t } = useTranslation();
  const session = useSession();
  const client = useQueryClient();
  const { get } = useUrlParameters();
  const on = get('on') ?? today();
  const { data, error } = useQuery({
    queryKey: ['list', 'bank-reconciliation', own.book, own.account, on],
    queryFn: ({ signal }) =>
      call<BankReconciliation>({
        path: `${RECONCILIATIONS}/draft?${new URLSearchParams({ ...own, on }).toString()}`,
        signal,
      }),
  });
  const make = useMutation({
    mutationFn: () => call({ path: RECONCILIATIONS, method: 'POST', body: { ...own, on } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['list'] }),
  });
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  if (data === undefined) return <Loading />;
  const isBalanced = data.difference === '0.00';
  const { difference } = data;
  return (
    <section className="panel" aria-label={t('bank.reconcileTitle')}>
      <h2>
        {t('bank.asOf')} {data.asOf}
      </h2>
      <Alert
        type={isBalanced ? 'success' : 'warning'}
        showIcon
        title={isBalanced ? t('bank.balanced') : t('bank.notBalanced', { difference })}
      />
      <Sides of={data} />
      {BANK_OPEN_KINDS.map((kind) => (
        <OpenItems key={kind} kind={kind} items={data.items.filter((item) => item.kind === kind)} />
      ))}
      <OpenByAge of={data} />
      {make.error !== null && <ProblemNotice problem={problemOfError(make.error)} />}
      {isBalanced && may.reconcileBank(session) && (
        <Button
          type="primary"
          loading={make.isPending}
          onClick={() => {
            make.mutate();
          }}
        >
          {t('bank.make')}
        </Button>
      )}
    </section>
  );
}

function Sides({ of }: { readonly of: BankReconciliation }) {
  const { t } = useTranslation();
  const rows = (['bookBalance', 'adjustedBook', 'bankBalance', 'adjustedBank'] as const).map(
    (name) => ({ name, amount: of[name] }),
  );
  return (
    <Table<(typeof rows)[number]>
      size="small"
      pagination={false}
      showHeader={false}
      rowKey={({ name }) => name}
      dataSource={rows}
      columns={[
        { key: 'name', render: (_, { name }) => t(`bank.${name}`) },
        { key: 'amount', align: 'right', render: (_, { amount }) => <Money amount={amount} /> },
      ]}
    />
  );
}

function OpenByAge({ of: { openByAge } }: { readonly of: BankReconciliation }) {
  const { t } = useTranslation();
  return (
    <>
      <h3>{t('bank.openByAge')}</h3>
      <TableScroll label={t('bank.openByAge')}>
        <Table<(typeof openByAge)[number]>
          size="small"
          pagination={false}
          rowKey={({ kind }) => kind}
          dataSource={[...openByAge]}
          columns={[
            {
              key: 'kind',
              title: t('bank.openKind'),
              render: (_, { kind }) => t(`bank.kindOf.${kind}`),
            },
            ...AGES.map((age) => ({
              key: age,
              title: t(`bank.ageOf.${age}`),
              align: 'right' as const,
              render: (_: unknown, { ages }: (typeof openByAge)[number]) => (
                <Money amount={ages[age]} />
              ),
            })),
            {
              key: 'total',
              title: t('bank.sum'),
              align: 'right',
              render: (_, { total }) => <Money amount={total} />,
            },
          ]}
        />
      </TableScroll>
    </>
  );
}

interface OpenProps {
  readonly kind: Item['kind'];
  readonly items: readonly Item[];
}

function OpenItems({ kind, items }: OpenProps) {
  const { t } = useTranslation();
  const name = t(`bank.kindOf.${kind}`);
  return (
    <>
      <h3>{name}</h3>
      {items.length === 0 ? (
        <p>{t('bank.noItems')}</p>
      ) : (
        <TableScroll label={name}>
          <Table<Item>
            size="small"
            pagination={false}
            rowKey={({ ref }) => ref}
            dataSource={[...items]}
            columns={[
              { key: 'on', title: t('bank.on'), render: (_, { on }) => on },
              { key: 'what', title: t('bank.remark'), render: (_, { what }) => what },
              { key: 'age', title: t('bank.age'), render: (_, { age }) => age },
              {
                key: 'left',
                title: t('bank.amount'),
                align: 'right',
                render: (_, { left }) => <Money amount={left} />,
              },
            ]}
          />
        </TableScroll>
      )}
    </>
  );
}

function Made(own: Own) {
  const { t } = useTranslation();
  const session = useSession();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ['list', 'bank-reconciliations', own.book, own.account],
    queryFn: () =>
      call<{ items: readonly BankReconciliationItem[] }>({
        path: `${RECONCILIATIONS}?${new URLSearchParams({ ...own }).toString()}`,
      }),
  });
  const confirm = useMutation({
    mutationFn: (id: string) =>
      call({
        path: `${RECONCILIATIONS}/${id}/confirm`,
        method: 'POST',
        body: { book: own.book },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['list'] }),
  });
  return (
    <section className="panel" aria-label={t('bank.made')}>
      <h2>{t('bank.made')}</h2>
      {confirm.error !== null && <ProblemNotice problem={problemOfError(confirm.error)} />}
      <TableScroll label={t('bank.made')}>
        <Table<BankReconciliationItem>
          size="small"
          pagination={false}
          rowKey={({ id }) => id}
          dataSource={[...(data?.items ?? [])]}
          columns={[
            { key: 'asOf', title: t('bank.asOf'), render: (_, { asOf }) => asOf },
            { key: 'madeBy', title: t('bank.madeBy'), render: (_, { madeBy }) => madeBy },
            {
              key: 'confirmedBy',
              title: t('bank.confirmedBy'),
              render: (_, { confirmedBy }) => confirmedBy ?? t('bank.waiting'),
            },
            {
              key: 'confirm',
              title: '',
              render: (_, { id, confirmedBy, madeBy }) =>
                confirmedBy === null &&
                madeBy !== session.person.name &&
                may.confirmReconciliations(session) && (
                  <Button
                    size="small"
                    type="primary"
                    onClick={() => {
                      confirm.mutate(id);
                    }}
                  >
                    {t('bank.confirmStatement')}
                  </Button>
                ),
            },
          ]}
        />
      </TableScroll>
    </section>
  );
}
