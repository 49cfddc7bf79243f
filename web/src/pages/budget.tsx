import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import type { Book, Budget, BudgetChange, Page } from '../api-types';
import { DataTable } from '../parts/data-table';
import { ChoiceFilter, DateFilter, Filters } from '../parts/filters';
import { today } from '../parts/instant';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { PoolBudgetPanel } from '../parts/pool-budget';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { useUrlParameters } from '../parts/url-parameters';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

const thisYear = (): number => parseInt(today().slice(0, 4), 10);

/** What may be spent in a year, what is held and spent of it, and what changed it. */
export function BudgetPage() {
  const { t } = useTranslation();
  const session = useSession();
  const { get } = useUrlParameters();
  const [isAsking, setIsAsking] = useState(false);
  const books = useQuery({
    queryKey: ['list', 'books', 'all'],
    queryFn: () => call<Page<Book>>({ path: '/api/v1/books?limit=200' }),
  });
  const all = books.data?.items ?? [];
  const book = get('book') ?? all[0]?.id;
  // Books of the sandbox are replayed, and nobody decides on them.
  const isReal = all.some(({ id, kind }) => id === book && kind === 'real');
  return (
    <PageShell
      title={t('budget.title')}
      actions={
        may.askForBudgets(session) &&
        isReal && (
          <Button
            type="primary"
            onClick={() => {
              setIsAsking(true);
            }}
          >
            {t('budget.ask')}
          </Button>
        )
      }
    >
      {books.error !== null && <ProblemNotice problem={problemOfError(books.error)} />}
      {books.isPending && <Loading />}
      {books.data && book === undefined && <p>{t('budget.noBook')}</p>}
      {book !== undefined && <BookBudget book={book} books={all} />}
      {isAsking && book !== undefined && (
        <AskDialog
          title={t('budget.ask')}
          kind="budget_change"
          book={book}
          content={{
            change: 'appropriation',
            pool: 'special_fund',
            year: thisYear(),
            budgetLines: [{}],
          }}
          isWide
          onClose={() => {
            setIsAsking(false);
          }}
        />
      )}
    </PageShell>
  );
}

interface Props {
  readonly book: string;
  readonly books: readonly Book[];
}

function BookBudget({ book, books }: Props) {
  const { t } = useTranslation();
  const { get } = useUrlParameters();
  const year = get('year') ?? String(thisYear());
  const asOf = get('asOf');
  const asked = new URLSearchParams({ year, ...(asOf !== undefined && { asOf }) });
  const path = `/api/v1/books/${book}/budget`;
  const { data, error, refetch } = useQuery({
    queryKey: ['list', path, asked.toString()],
    queryFn: ({ signal }) => call<Budget>({ path: `${path}?${asked.toString()}`, signal }),
  });
  const years = [...new Set([thisYear(), ...(data?.years ?? [])])].sort((a, b) => b - a);
  return (
    <>
      <Filters>
        <ChoiceFilter
          name="book"
          label={t('budget.book')}
          otherwise={book}
          choices={books.map(({ id, title }) => ({ value: id, label: title }))}
        />
        <ChoiceFilter
          name="year"
          label={t('budget.year')}
          otherwise={year}
          choices={years.map((one) => ({ value: String(one), label: String(one) }))}
        />
        <DateFilter name="asOf" label={t('budget.asOf')} />
      </Filters>
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && <Total budget={data} />}
      {data?.pools.map((budget) => (
        <PoolBudgetPanel key={budget.pool} budget={budget} year={data.year} />
      ))}
      <Changes book={book} year={year} />
    </>
  );
}

/** What the year comes to over all pools. */
function Total({ budget: { year, total } }: { readonly budget: Budget }) {
  const { t } = useTranslation();
  return (
    <dl className="budget-total" aria-label={`${t('budget.all')} ${String(year)}`}>
      {(['budgeted', 'held', 'spent', 'available'] as const).map((amount) => (
        <div key={amount}>
          <dt>{t(`budget.${amount}`)}</dt>
          <dd>
            <Money amount={total[amount]} /> {t('field.yuan')}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Changes({ book, year }: { readonly book: string; readonly year: string }) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('budget.changes')}</h2>
      <DataTable<BudgetChange>
        label={t('budget.changes')}
        path={`/api/v1/books/${book}/budget/changes`}
        fixed={{ year }}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'businessOn',
            title: t('budget.businessOn'),
            render: ({ businessOn }) => <span className="instant">{businessOn}</span>,
          },
          {
            key: 'change',
            title: t('content.change'),
            render: ({ change }) => t(`budget.changeOf.${change}`),
          },
          {
            key: 'pool',
            title: t('content.pool'),
            render: ({ pool }) => t(`budget.poolOf.${pool}`),
          },
          {
            key: 'amount',
            title: t('content.amount'),
            isAmount: true,
            render: ({ amount }) => <Money amount={amount} />,
          },
          {
            key: 'document',
            title: t('content.document'),
            render: ({ document, donor }) => (donor === null ? document : `${document} ${donor}`),
          },
          {
            key: 'people',
            title: t('budget.people'),
            render: ({ madeBy, approvedBy }) => `${madeBy} / ${approvedBy}`,
          },
          {
            key: 'approval',
            title: t('budget.approval'),
            render: ({ approval }) => (
              <Link to={`/console/approvals/${approval}`}>{t('budget.seeApproval')}</Link>
            ),
          },
        ]}
      />
    </>
  );
}
