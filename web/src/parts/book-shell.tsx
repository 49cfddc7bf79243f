import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useParams } from 'react-router-dom';
import { call } from '../api';
import type { BookDetail } from '../api-types';
import { may, useSession } from '../session';
import { PageShell } from './page-shell';

const VIEWS = ['accounts', 'journals', 'computations', 'periods'] as const;

/** The code of the book in the address. */
export function useBookCode(): string {
  const { book = '' } = useParams();
  return book;
}

/** A book with its months and what can be entered in it by hand. */
export const useBook = (code: string) =>
  useQuery({
    queryKey: ['book', code],
    queryFn: ({ signal }) =>
      call<BookDetail>({ path: `/api/v1/books/${encodeURIComponent(code)}`, signal }),
  });

/** The frame of the pages of one book. */
export function BookShell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const session = useSession();
  const code = useBookCode();
  const { data, isPending } = useBook(code);
  const views = may.enterVouchers(session) ? [...VIEWS, 'voucher' as const] : VIEWS;
  return (
    <PageShell
      title={isPending ? '' : (data?.title ?? code)}
      above={[{ to: '/console/ledger', name: t('ledger.title') }]}
    >
      <nav className="views" aria-label={code}>
        {views.map((view) => (
          <NavLink key={view} to={`/console/ledger/${encodeURIComponent(code)}/${view}`}>
            {t(`ledger.${view}`)}
          </NavLink>
        ))}
      </nav>
      {children}
    </PageShell>
  );
}
