import { useQuery } from '@tanstack/react-query';
import { Alert, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { BANK_ACCOUNTS, type Book, type Page } from '../api-types';
import type { StatementFault } from '../bank-types';
import { ChoiceFilter } from './filters';
import { ProblemNotice, problemOfError } from './problem-notice';
import { useUrlParameters } from './url-parameters';

export const BANK_LINES = '/api/v1/bank-lines';
export const BANK = '/console/bank';

/** The book and the account that the address names; undefined where it does not. */
export function useBankAccount(): { readonly book: string; readonly account: string } | undefined {
  const { get } = useUrlParameters();
  const [book, account] = [get('book'), get('account')];
  return book === undefined || account === undefined ? undefined : { book, account };
}

/** Leads on with the book and the account that the address names. */
export function useBankAddress(): (page: string) => string {
  const { get } = useUrlParameters();
  const asked = new URLSearchParams();
  for (const name of ['book', 'account']) {
    const value = get(name);
    if (value !== undefined) asked.set(name, value);
  }
  const query = asked.size === 0 ? '' : `?${asked.toString()}`;
  return (page) => `${BANK}${page}${query}`;
}

/** In which book and on which account. */
export function AccountFilters() {
  const { t } = useTranslation();
  const books = useQuery({
    queryKey: ['list', 'books', 'all'],
    queryFn: () => call<Page<Book>>({ path: '/api/v1/books?limit=200' }),
  });
  return (
    <>
      <ChoiceFilter
        name="book"
        label={t('bank.book')}
        choices={(books.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
      />
      <ChoiceFilter
        name="account"
        label={t('bank.account')}
        choices={BANK_ACCOUNTS.map((code) => ({ value: code, label: code }))}
      />
    </>
  );
}

/** What is wrong with a file: each fault with its line and column. */
export function Faults({ of }: { readonly of: readonly StatementFault[] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('bank.faults')}>
      <Table<StatementFault>
        size="small"
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        rowKey={({ code, line, column }) => `${code} ${String(line)} ${String(column)}`}
        dataSource={[...of]}
        columns={[
          { key: 'line', title: t('bank.line'), render: (_, { line }) => line },
          { key: 'column', title: t('bank.column'), render: (_, { column }) => column },
          {
            key: 'fault',
            title: t('bank.fault'),
            render: (_, { message }) => message,
          },
        ]}
      />
    </section>
  );
}

/** Why a file is not read. */
export function BankProblem({ error }: { readonly error: unknown }) {
  const { faults, ...problem } = problemOfError(error);
  if (problem.code !== 'BANK_FILE_INVALID') {
    return <ProblemNotice problem={problemOfError(error)} />;
  }
  return (
    <>
      <ProblemNotice problem={problem} />
      <Faults of={(faults ?? []) as unknown as StatementFault[]} />
    </>
  );
}

/** Says that a book and an account are to be chosen first. */
export function ChooseAccount() {
  const { t } = useTranslation();
  return <Alert type="info" showIcon title={t('bank.chooseAll')} />;
}
