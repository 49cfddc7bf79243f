import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { call } from '../api';
import type { BankSuggestion } from '../api-types';
import { withThousands } from '../parts/amount';
import {
  AccountFilters,
  BANK,
  ChooseAccount,
  useBankAccount,
  useBankAddress,
} from '../parts/bank-parts';
import { Filters } from '../parts/filters';
import { IgnoreLine } from '../parts/ignore-line';
import { Loading } from '../parts/loading';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { TableScroll } from '../parts/table-scroll';
import { may, useSession } from '../session';

interface Own {
  readonly book: string;
  readonly account: string;
}
type Candidate = BankSuggestion['candidates'][number];

const size = (amount: string): string => amount.replace(/^-/, '');

/** What open lines may be, and why; a person decides. */
export function BankMatchPage() {
  const { t } = useTranslation();
  const own = useBankAccount();
  const navigate = useNavigate();
  const address = useBankAddress();
  return (
    <PageShell
      title={t('bank.matchTitle')}
      above={[{ to: BANK, name: t('nav.bank') }]}
      actions={
        <Button onClick={() => void navigate(address('/match/several'))}>
          {t('bank.several')}
        </Button>
      }
    >
      <Filters>
        <AccountFilters />
      </Filters>
      {own === undefined ? <ChooseAccount /> : <Suggestions {...own} />}
    </PageShell>
  );
}

function Suggestions(own: Own) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['list', 'bank-suggestions', own.book, own.account],
    queryFn: ({ signal }) =>
      call<{ items: readonly BankSuggestion[] }>({
        path: `/api/v1/bank-matches/suggestions?${new URLSearchParams({ ...own }).toString()}`,
        signal,
      }),
  });
  if (error !== null) {
    return <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Loading />;
  if (data.items.length === 0) return <p>{t('bank.noSuggestion')}</p>;
  return data.items.map((each) => <Suggestion key={each.line.id} own={own} of={each} />);
}

function Suggestion({ own, of }: { readonly own: Own; readonly of: BankSuggestion }) {
  const { t } = useTranslation();
  const session = useSession();
  const client = useQueryClient();
  const { line, candidates } = of;
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ account, seq, left }: Candidate) =>
      call({
        path: '/api/v1/bank-matches',
        method: 'POST',
        body: {
          ...own,
          lines: [{ id: line.id, amount: size(line.left) }],
          entries: [{ account, seq, amount: size(left) }],
        },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['list'] }),
  });
  const mayMatch = may.reconcileBank(session);
  const name = [line.on, withThousands(line.left), line.counterparty].filter(Boolean).join(' · ');
  return (
    <section className="panel" aria-label={name}>
      <h2>{name}</h2>
      <p>{line.remark}</p>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      <TableScroll label={name}>
        <Table<Candidate>
          size="small"
          pagination={false}
          rowKey={({ account, seq }) => `${account}/${seq}`}
          dataSource={[...candidates]}
          columns={[
            { key: 'voucher', title: t('bank.voucher'), render: (_, { voucher }) => voucher },
            { key: 'on', title: t('bank.on'), render: (_, { on }) => on },
            { key: 'summary', title: t('bank.summary'), render: (_, { summary }) => summary },
            { key: 'case', title: t('bank.case'), render: (_, { caseNumber }) => caseNumber },
            {
              key: 'reasons',
              title: t('bank.reasons'),
              render: (_, { reasons }) =>
                reasons.map((reason) => <Tag key={reason}>{t(`bank.reasonOf.${reason}`)}</Tag>),
            },
            {
              key: 'accept',
              title: '',
              render: (_, candidate) =>
                mayMatch && (
                  <Button
                    size="small"
                    type="primary"
                    loading={isPending}
                    onClick={() => {
                      mutate(candidate);
                    }}
                  >
                    {t('bank.accept')}
                  </Button>
                ),
            },
          ]}
        />
      </TableScroll>
      {mayMatch && <IgnoreLine line={{ ...line, book: own.book }} />}
    </section>
  );
}
