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
  const [proposed, setProposed] = useState<PersonItem>();
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
              <Actions
                person={person}
                onInvited={setInvited}
                onRefused={setRefused}
                onProposed={setProposed}
              />
            ),
          },
        ]}
      />
      {proposed && (
        <AskDialog
          key={proposed.id}
          title={t('people.askRoleFor', { name: proposed.name })}
          kind="role_grant"
          content={{ person: proposed.id, validFrom: today() }}
          onClose={() => {
            setProposed(undefined);
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

interface ActionsProps {
  readonly person: PersonItem;
  readonly onInvited: (invited: Invited) => void;
  /** An act was refused; `undefined` when another one begins. */
  readonly onRefused: (error: unknown) => void;
  /** A role is to be asked for. */
  readonly onProposed: (person: PersonItem) => void;
}

function Actions({ person, onInvited, onRefused, onProposed }: ActionsProps) {
  const { t } = useTranslation();
  const session = useSession();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: ({ account, act }: { account: Account; act: 'disable' | 'reset' }) =>
      call<{ activation: string } | undefined>({
        path: `/api/v1/accounts/${account.id}/${act}`,
        method: 'POST',
      }),
    onError: onRefused,
    onSettled: () => client.invalidateQueries({ queryKey: ['list', '/api/v1/people'] }),
  });
  const perform = async (account: Account, act: 'disable' | 'reset'): Promise<void> => {
    onRefused(undefined);
    const answer = await mutateAsync({ account, act });
    if (answer === undefined) void message.success(t('people.disabled'));
    else onInvited({ name: person.name, token: answer.activation });
  };
  const ask = (account: Account, act: 'disable' | 'reset'): void => {
    modal.confirm({
      title: t(act === 'disable' ? 'people.disableAsk' : 'people.resetAsk', account),
      content: t(act === 'disable' ? 'people.disableHelp' : 'people.resetHelp'),
      okText: t('people.confirm'),
      cancelText: t('people.cancel'),
      // The refusal is shown above the list.
      onOk: () => {
        void perform(account, act).catch(() => undefined);
      },
    });
  };
  return (
    <div className="row-actions">
      {may.askForRoles(session) && (
        <Button
          size="small"
          onClick={() => {
            onProposed(person);
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
                ask(account, 'disable');
              }}
            >
              {t('people.disable')}
            </Button>
          )}
          {may.enterPeople(session) && (
            <Button
              size="small"
              onClick={() => {
                ask(account, 'reset');
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
