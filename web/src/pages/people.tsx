import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { PersonItem } from '../api-types';
import { ActivationLink } from '../parts/activation-link';
import { DataTable } from '../parts/data-table';
import { EnterPerson, type Invited } from '../parts/enter-person';
import { today } from '../parts/instant';
import { PageShell } from '../parts/page-shell';
import { PersonRoles } from '../parts/person-roles';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

type Account = PersonItem['accounts'][number];

const SIGNS = {
  invited: { color: 'blue', sign: '◷' },
  active: { color: 'green', sign: '✓' },
  disabled: { color: 'default', sign: '✕' },
} as const;

export function PeoplePage() {
  const { t } = useTranslation();
  const session = useSession();
  const [isEntering, setIsEntering] = useState(false);
  const [invited, setInvited] = useState<Invited>();
  const [asked, setAsked] = useState<Asked>();
  const [refused, setRefused] = useState<unknown>();
  return (
    <PageShell
      title={t('people.title')}
      actions={
        may.enterPeople(session) && (
          <Button
            type="primary"
            onClick={() => {
              setIsEntering(true);
            }}
          >
            {t('people.enter')}
          </Button>
        )
      }
    >
      {refused !== undefined && <ProblemNotice problem={problemOfError(refused)} />}
      <DataTable<PersonItem>
        label={t('people.title')}
        path="/api/v1/people"
        keyOf={({ id }) => id}
        columns={[
          { key: 'name', title: t('people.name'), render: ({ name }) => name },
          {
            key: 'belongs',
            title: t('people.belongs'),
            render: ({ creditCode }) => creditCode ?? t('people.own'),
          },
          {
            key: 'roles',
            title: t('people.roles'),
            render: (person) => <PersonRoles person={person} onRefused={setRefused} />,
          },
          {
            key: 'accounts',
            title: t('people.login'),
            render: ({ accounts }) => accounts.map(({ login }) => login).join(' '),
          },
          {
            key: 'state',
            title: t('people.state'),
            render: ({ accounts }) =>
              accounts.map((account) => <State key={account.id} {...account} />),
          },
          {
            key: 'actions',
            title: t('people.actions'),
            render: (person) => (
              <Actions person={person} onRefused={setRefused} onAsked={setAsked} />
            ),
          },
        ]}
      />
      {asked && (
        <AskDialog
          key={JSON.stringify(asked.content)}
          {...asked}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
      <EnterPerson
        isOpen={isEntering}
        onClose={() => {
          setIsEntering(false);
        }}
        onInvited={setInvited}
      />
      <Modal
        open={invited !== undefined}
        title={t('people.enter')}
        okText={t('people.close')}
        cancelButtonProps={{ hidden: true }}
        mask={{ closable: false }}
        onOk={() => {
          setInvited(undefined);
        }}
        onCancel={() => {
          setInvited(undefined);
        }}
      >
        {invited && <ActivationLink {...invited} />}
        <p>{t('link.once')}</p>
      </Modal>
    </PageShell>
  );
}

function State({ state }: Account) {
  const { t } = useTranslation();
  const { color, sign } = SIGNS[state];
  return (
    <Tag color={color}>
      {sign} {t(`people.stateOf.${state}`)}
    </Tag>
  );
}

/** What is to be asked for, of those who decide it. */
interface Asked {
  readonly kind: string;
  readonly title: string;
  readonly content: object;
}

interface ActionsProps {
  readonly person: PersonItem;
  /** An act was refused; `undefined` when another one begins. */
  readonly onRefused: (error: unknown) => void;
  readonly onAsked: (asked: Asked) => void;
}

function Actions({ person, onRefused, onAsked }: ActionsProps) {
  const { t } = useTranslation();
  const session = useSession();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: ({ id }: Account) =>
      call({ path: `/api/v1/accounts/${id}/disable`, method: 'POST' }),
    onMutate: () => {
      onRefused(undefined);
    },
    // The refusal is shown above the list.
    onError: onRefused,
    onSuccess: () => void message.success(t('people.disabled')),
    onSettled: () => client.invalidateQueries({ queryKey: ['list', '/api/v1/people'] }),
  });
  const disable = (account: Account): void => {
    modal.confirm({
      title: t('people.disableAsk', account),
      content: t('people.disableHelp'),
      okText: t('people.confirm'),
      cancelText: t('people.cancel'),
      onOk: () => {
        mutate(account);
      },
    });
  };
  return (
    <div className="row-actions">
      {may.askForRoles(session) && (
        <Button
          size="small"
          onClick={() => {
            onAsked({
              kind: 'role_grant',
              title: t('people.askRoleFor', { name: person.name }),
              content: { person: person.id, validFrom: today() },
            });
          }}
        >
          {t('people.askRole')}
        </Button>
      )}
      {person.accounts.map((account) => (
        <div key={account.id} className="row-actions">
          {may.disableAccounts(session) && account.state !== 'disabled' && (
            <Button
              size="small"
              danger
              onClick={() => {
                disable(account);
              }}
            >
              {t('people.disable')}
            </Button>
          )}
          {may.askForReset(session, person) && (
            <Button
              size="small"
              onClick={() => {
                onAsked({
                  kind: 'account_reset',
                  title: t('people.resetAsk', account),
                  content: { account: account.id },
                });
              }}
            >
              {t('people.reset')}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
