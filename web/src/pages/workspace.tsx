import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import type { Book, InboxItem, Page } from '../api-types';
import { WaitingFor } from '../parts/approval-columns';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { WorkTitle } from '../parts/open-work';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { may, useSession } from '../session';

export function WorkspacePage() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <PageShell title={t('workspace.greeting', { name: session.person.name })}>
      <ToDo />
      {may.readBooks(session) && <Books />}
      {may.administer(session) && (
        <section className="panel">
          <h2>{t('workspace.goTo')}</h2>
          <Link to="/console/people">{t('people.title')}</Link>
        </section>
      )}
    </PageShell>
  );
}

/** The oldest of what waits for the reader. */
function ToDo() {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['list', 'inbox', 'first'],
    queryFn: () => call<Page<InboxItem>>({ path: '/api/v1/inbox?limit=5' }),
  });
  return (
    <section className="panel">
      <h2>{t('approval.todo')}</h2>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data === undefined && error === null && <Loading />}
      {data?.items.length === 0 && <p>{t('workspace.nothingToDo')}</p>}
      <ul className="tiles">
        {(data?.items ?? []).map((item) => (
          <li key={`${item.source}/${item.id}`}>
            <span>
              <WorkTitle of={item} />
              <br />
              <WaitingFor of={item} />
            </span>
            <Money amount={item.amount} />
          </li>
        ))}
      </ul>
      {typeof data?.next === 'string' && <Link to="/console/todo">{t('workspace.allToDo')}</Link>}
    </section>
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
