import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSession } from '../api-types';
import { ChangePassword } from '../parts/change-password';
import { ContactForm } from '../parts/contact-form';
import { DataTable } from '../parts/data-table';
import { Instant } from '../parts/instant';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { RowAct } from '../parts/row-act';
import { useSession } from '../session';

const PATH = '/api/v1/sessions';

/** One's own account: the password, and where one is signed in. */
export function AccountPage() {
  const { t } = useTranslation();
  const { person, roles, sandbox } = useSession();
  const [isChanging, setIsChanging] = useState(false);
  const [refused, setRefused] = useState<unknown>();
  return (
    <PageShell
      title={t('account.title')}
      actions={
        !sandbox && (
          <Button
            type="primary"
            onClick={() => {
              setIsChanging(true);
            }}
          >
            {t('account.changePassword')}
          </Button>
        )
      }
    >
      <p>
        {person.name}{' '}
        {roles.map((role) => (
          <Tag key={role}>{t(`role.${role}`)}</Tag>
        ))}
      </p>
      {!sandbox && (
        <>
          <h2>{t('account.notices')}</h2>
          <ContactForm />
        </>
      )}
      <h2>{t('account.sessions')}</h2>
      <p>{sandbox ? t('account.sandbox') : t('account.sessionsHelp')}</p>
      {refused !== undefined && <ProblemNotice problem={problemOfError(refused)} />}
      <DataTable<OpenSession>
        label={t('account.sessions')}
        path={PATH}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'startedAt',
            title: t('account.startedAt'),
            render: ({ startedAt }) => <Instant at={startedAt} />,
          },
          {
            key: 'lastSeenAt',
            title: t('account.lastSeenAt'),
            render: ({ lastSeenAt }) => <Instant at={lastSeenAt} />,
          },
          { key: 'address', title: t('account.address'), render: ({ address }) => address },
          {
            key: 'actions',
            title: t('people.actions'),
            render: (session) =>
              session.current ? (
                <Tag color="green">✓ {t('account.current')}</Tag>
              ) : (
                <RowAct
                  list={PATH}
                  request={{
                    path: `${PATH}/${encodeURIComponent(session.id)}/end`,
                    method: 'POST',
                  }}
                  label={t('account.end')}
                  done={t('account.ended')}
                  onRefused={setRefused}
                />
              ),
          },
        ]}
      />
      {isChanging && (
        <ChangePassword
          onClose={() => {
            setIsChanging(false);
          }}
        />
      )}
    </PageShell>
  );
}
