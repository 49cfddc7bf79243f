import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { PersonItem, Role } from '../api-types';
import { may, useSession } from '../session';

interface Props {
  readonly person: PersonItem;
  /** An act was refused; `undefined` when another one begins. */
  readonly onRefused: (error: unknown) => void;
}

/** The roles of a person, each with its end; the security administrator takes them back here. */
export function PersonRoles({ person, onRefused }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (role: Role) =>
      call({ path: `/api/v1/people/${person.id}/roles/${role}/revoke`, method: 'POST' }),
    onMutate: () => {
      onRefused(undefined);
    },
    onError: onRefused,
    onSuccess: () => void message.success(t('people.revoked')),
    onSettled: () => client.invalidateQueries({ queryKey: ['list', '/api/v1/people'] }),
  });
  const ask = (role: Role): void => {
    modal.confirm({
      title: t('people.revokeAsk', { name: person.name, role: t(`role.${role}`) }),
      content: t('people.revokeHelp'),
      okText: t('people.confirm'),
      cancelText: t('people.cancel'),
      onOk: () => {
        mutate(role);
      },
    });
  };
  if (person.roles.length === 0) return <>{t('people.noRole')}</>;
  return person.roles.map(({ role, validUntil }) => (
    <div key={role} className="row-actions">
      <Tag>
        {t(`role.${role}`)}
        {validUntil !== null && ` ${t('people.until', { day: validUntil })}`}
      </Tag>
      {may.revokeRoles(session) && (
        <Button
          size="small"
          type="link"
          onClick={() => {
            ask(role);
          }}
        >
          {t('people.revoke')}
        </Button>
      )}
    </div>
  ));
}
