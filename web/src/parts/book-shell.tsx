import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useParams } from 'react-router-dom';
import { PageShell } from './page-shell';

const VIEWS = ['accounts', 'journals', 'computations'] as const;

/** The code of the book in the address. */
export function useBookCode(): string {
  const { book = '' } = useParams();
  return book;
}

/** The frame of the pages of one book. */
export function BookShell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const book = useBookCode();
  return (
    <PageShell title={book} above={[{ to: '/console/ledger', name: t('ledger.title') }]}>
      <nav className="views" aria-label={book}>
        {VIEWS.map((view) => (
          <NavLink key={view} to={`/console/ledger/${book}/${view}`}>
            {t(`ledger.${view}`)}
          </NavLink>
        ))}
      </nav>
      {children}
    </PageShell>
  );
}
