import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { OpenSession } from '../api-types';
import { ChangePassword } from '../parts/change-password';
import { ContactForm } from '../parts/contact-form';
import { DataTable } from '../parts/data-table';
import { Instant } from '../parts/instant';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
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
                <EndSession of={session} onRefused={setRefused} />
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

interface EndProps {
  readonly of: OpenSession;
  /** An act was refused; `undefined` when another one begins. */
  readonly onRefused: (error: unknown) => void;
}

function EndSession({ of: { id }, onRefused }: EndProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => call({ path: `${PATH}/${encodeURIComponent(id)}/end`, method: 'POST' }),
    onMutate: () => {
      onRefused(undefined);
    },
    onError: onRefused,
    onSuccess: () => message.success(t('account.ended')),
    onSettled: () => client.invalidateQueries({ queryKey: ['list', PATH] }),
  });
  return (
    <Button
      size="small"

      loading={isPending}
      onClick={() => {
        mutate();
      }}
    >
      {t('account.end')}
    </Button>
  );
}
