import { Alert, App, Button, Modal, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiKeyItem, SCOPE_NAMES } from '../api-types';
import { CopiedText } from '../parts/copied-text';
import { DataTable } from '../parts/data-table';
import { Instant } from '../parts/instant';
import { MakeApiKey, type MadeKey } from '../parts/make-api-key';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { useRowAct } from '../parts/row-act';

const PATH = '/api/v1/api-keys';

/** Colour is never the only sign. */
const SIGNS = {
  valid: { color: 'green', sign: '✓' },
  expired: { color: 'default', sign: '–' },
  revoked: { color: 'orange', sign: '✕' },
} as const;

function stateOf({ revokedAt, expiresAt }: ApiKeyItem): keyof typeof SIGNS {
  if (revokedAt !== null) return 'revoked';
  return Date.parse(expiresAt) <= Date.now() ? 'expired' : 'valid';
}

/** Keys for programs: one's own, and for the security administrator those of the bureau. */
export function ApiKeysPage() {
  const { t } = useTranslation();
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<MadeKey>();
  const [refused, setRefused] = useState<unknown>();
  return (
    <PageShell
      title={t('apiKey.title')}
      actions={
        <Button
          type="primary"
          onClick={() => {
            setIsMaking(true);
          }}
        >
          {t('apiKey.make')}
        </Button>
      }
    >
      <p>{t('apiKey.about')}</p>
      {refused !== undefined && <ProblemNotice problem={problemOfError(refused)} />}
      <DataTable<ApiKeyItem>
        label={t('apiKey.title')}
        path={PATH}
        keyOf={({ id }) => id}
        columns={[
          { key: 'name', title: t('apiKey.name'), render: ({ name }) => name },
          { key: 'owner', title: t('apiKey.owner'), render: ({ person }) => person.name },
          { key: 'scopes', title: t('apiKey.scopes'), render: (key) => <Scopes of={key} /> },
          {
            key: 'createdAt',
            title: t('apiKey.createdAt'),
            render: ({ createdAt }) => <Instant at={createdAt} />,
          },
          {
            key: 'expiresAt',
            title: t('apiKey.expiresAt'),
            render: ({ expiresAt }) => <Instant at={expiresAt} />,
          },
          { key: 'state', title: t('apiKey.state'), render: (key) => <State of={key} /> },
          {
            key: 'actions',
            title: t('people.actions'),
            render: (key) => stateOf(key) === 'valid' && <Revoke of={key} onRefused={setRefused} />,
          },
        ]}
      />
      {isMaking && (
        <MakeApiKey
          path={PATH}
          onMade={setMade}
          onClose={() => {
            setIsMaking(false);
          }}
        />
      )}
      <Modal
        open={made !== undefined}
        title={t('apiKey.made')}
        okText={t('apiKey.close')}
        footer={(_, { OkBtn }) => <OkBtn />}
        closable={false}
        keyboard={false}
        mask={{ closable: false }}
        destroyOnHidden
        onOk={() => {
          setMade(undefined);
        }}
      >
        {made && (
          <CopiedText
            label={t('apiKey.key', { name: made.name })}
            text={made.key}
            copy={t('apiKey.copy')}
          />
        )}
        <Alert type="warning" showIcon title={t('apiKey.once')} />
      </Modal>
    </PageShell>
  );
}

interface OfKey {
  readonly of: ApiKeyItem;
}

function Scopes({ of }: OfKey) {
  const { t } = useTranslation();
  return of.scopes.map((scope) => (
    <Tag key={scope}>{t(`apiKey.scopeOf.${SCOPE_NAMES[scope]}`)}</Tag>
  ));
}

function State({ of }: OfKey) {
  const { t } = useTranslation();
  const state = stateOf(of);
  const { color, sign } = SIGNS[state];
  return (
    <Tag color={color}>
      {sign} {t(`apiKey.stateOf.${state}`)}
    </Tag>
  );
}

interface RevokeProps extends OfKey {
  /** An act was refused; `undefined` when another one begins. */
  readonly onRefused: (error: unknown) => void;
}

function Revoke({ of: { id, name }, onRefused }: RevokeProps) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const { mutate, isPending } = useRowAct({
    list: PATH,
    request: { path: `${PATH}/${id}/revoke`, method: 'POST' },
    done: t('apiKey.revoked'),
    onRefused,
  });
  const ask = (): void => {
    modal.confirm({
      title: t('apiKey.revokeAsk', { name }),
      content: t('apiKey.revokeHelp'),
      okText: t('people.confirm'),
      cancelText: t('people.cancel'),
      onOk: () => {
        mutate();
      },
    });
  };
  return (
    <Button size="small" danger loading={isPending} onClick={ask}>
      {t('apiKey.revoke')}
    </Button>
  );
}
