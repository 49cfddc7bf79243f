import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delegation } from '../api-types';
import { DataTable } from '../parts/data-table';
import { DelegateDialog } from '../parts/delegate-dialog';
import { today } from '../parts/instant';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { RowAct } from '../parts/row-act';
import { useSession } from '../session';

const PATH = '/api/v1/delegations';

/** Colour is never the only sign. */
const SIGNS = {
  coming: { color: 'blue', sign: '◷' },
  inForce: { color: 'green', sign: '✓' },
  over: { color: 'default', sign: '–' },
  revoked: { color: 'orange', sign: '✕' },
} as const;

function stateOf({ fromOn, untilOn, revokedAt }: Delegation): keyof typeof SIGNS {
  if (revokedAt !== null) return 'revoked';
  const day = today();
  if (untilOn < day) return 'over';
  return fromOn > day ? 'coming' : 'inForce';
}

export function DelegationsPage() {
  const { t } = useTranslation();
  const [isDelegating, setIsDelegating] = useState(false);
  const [refused, setRefused] = useState<unknown>();
  const close = (): void => {
    setIsDelegating(false);
  };
  return (
    <PageShell
      title={t('delegation.title')}
      actions={
        <Button
          type="primary"
          onClick={() => {
            setIsDelegating(true);
          }}
        >
          {t('delegation.make')}
        </Button>
      }
    >
      <p>{t('delegation.about')}</p>
      {refused !== undefined && <ProblemNotice problem={problemOfError(refused)} />}
      <DataTable<Delegation>
        label={t('delegation.title')}
        path={PATH}
        keyOf={({ id }) => id}
        columns={[
          { key: 'role', title: t('content.role'), render: ({ role }) => t(`role.${role}`) },
          { key: 'from', title: t('delegation.from'), render: ({ from }) => from.name },
          { key: 'to', title: t('delegation.to'), render: ({ to }) => to.name },
          {
            key: 'days',
            title: t('delegation.days'),
            render: ({ fromOn, untilOn }) => (
              <span className="instant">{t('delegation.period', { fromOn, untilOn })}</span>
            ),
          },
          { key: 'reason', title: t('content.reason'), render: ({ reason }) => reason },
          {
            key: 'state',
            title: t('delegation.state'),
            render: (delegation) => <State of={delegation} />,
          },
          {
            key: 'actions',
            title: t('people.actions'),
            render: (delegation) => <Revoke delegation={delegation} onRefused={setRefused} />,
          },
        ]}
      />
      {isDelegating && <DelegateDialog path={PATH} onClose={close} />}
    </PageShell>
  );
}

function State({ of }: { readonly of: Delegation }) {
  const { t } = useTranslation();
  const state = stateOf(of);
  const { color, sign } = SIGNS[state];
  return (
    <Tag color={color}>
      {sign} {t(`delegation.stateOf.${state}`)}
    </Tag>
  );
}

interface RevokeProps {
  readonly delegation: Delegation;
  readonly onRefused: (error: unknown) => void;
}

/** Whoever delegated takes it back, and the security administrator any of the bureau. */
function Revoke({ delegation, onRefused }: RevokeProps) {
  const { t } = useTranslation();
  const { person, roles } = useSession();
  const isMine = delegation.from.id === person.id || roles.includes('security_administrator');
  const isOver = ['over', 'revoked'].includes(stateOf(delegation));
  if (!isMine || isOver) return null;
  return (
    <RowAct
      list={PATH}
      request={{ path: `${PATH}/${delegation.id}`, method: 'DELETE' }}
      label={t('delegation.revoke')}
      done={t('delegation.revoked')}
      onRefused={onRefused}
    />
  );
}
