import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import type { Book, Page } from '../api-types';
import { Loading } from '../parts/loading';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { may, useSession } from '../session';

export function WorkspacePage() {
  const { t } = useTranslation();
  const session = useSession();
  const hasSomething = may.readBooks(session) || may.administer(session);
  return (
    <PageShell title={t('workspace.greeting', { name: session.person.name })}>
      {may.readBooks(session) && <Books />}
      {may.administer(session) && (
        <section className="panel">
          <h2>{t('workspace.goTo')}</h2>
          <Link to="/console/people">{t('people.title')}</Link>
        </section>
      )}
      {!hasSomething && <p>{t('workspace.none')}</p>}
    </PageShell>
  );
}

function Books() {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['list', 'books', 'first'],
    queryFn: () => call<Page<Book>>({ path: '/api/v1/books?limit=12' }),
  });
  return (
    <section className="panel">
      <h2>{t('workspace.books')}</h2>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data === undefined && error === null && <Loading />}
      <ul className="tiles">
        {(data?.items ?? []).map(({ id, title, kind }) => (
          <li key={id}>
            <Link to={`/console/ledger/${id}/accounts`}>{title}</Link>
            <Tag color={kind === 'sandbox' ? 'gold' : 'green'}>{t(`ledger.kindOf.${kind}`)}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}
