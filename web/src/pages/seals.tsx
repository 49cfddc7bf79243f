import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Book, Page } from '../api-types';
import { Loading } from '../parts/loading';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { Seal } from '../parts/seal';
import { may, useSession } from '../session';

const MOST_BOOKS = 100;

/** The last checkpoints of the audit trail and of the books that one may read. */
export function SealsPage() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <PageShell title={t('seal.title')}>
      <p>{t('seal.about')}</p>
      <p>{t('seal.verifyHelp')}</p>
      <Seal title={t('seal.trail')} path="/api/v1/audit-trail/checkpoint" />
      {may.readBooks(session) && <Books />}
    </PageShell>
  );
}

function Books() {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['list', 'books', 'sealed'],
    queryFn: () => call<Page<Book>>({ path: `/api/v1/books?limit=${String(MOST_BOOKS)}` }),
  });
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  if (data === undefined) return <Loading />;
  return data.items.map(({ id, title }) => (
    <Seal key={id} title={t('seal.book', { title })} path={`/api/v1/books/${id}/checkpoint`} />
  ));
}
