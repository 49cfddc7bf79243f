import { useQuery } from '@tanstack/react-query';
import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import type { Policies, Policy, Tier } from '../api-types';
import { today } from '../parts/instant';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { TableScroll } from '../parts/table-scroll';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

/** What a bureau has decided on for itself: who decides on which amounts. */
export function PoliciesPage() {
  const { t } = useTranslation();
  const session = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['policies'],
    queryFn: ({ signal }) => call<Policies>({ path: '/api/v1/policies', signal }),
  });
  const [current] = data?.inForce ?? [];
  return (
    <PageShell
      title={t('policy.tiers')}
      actions={
        may.askForPolicies(session) &&
        current && (
          <Button
            type="primary"
            onClick={() => {
              setIsAsking(true);
            }}
          >
            {t('policy.ask')}
          </Button>
        )
      }
    >
      <p>{t('policy.about')}</p>
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data?.inForce.map((policy) => (
        <Shown key={policy.version} policy={policy} isInForce />
      ))}
      {data?.toCome.map((policy) => (
        <Shown key={policy.version} policy={policy} isInForce={false} />
      ))}
      {isAsking && current && (
        <AskDialog
          title={t('policy.ask')}
          kind="policy_change"
          content={{ name: current.name, value: current.value, effectiveOn: today() }}
          isWide
          onClose={() => {
            setIsAsking(false);
          }}
        />
      )}
    </PageShell>
  );
}

interface ShownProps {
  readonly policy: Policy;
  readonly isInForce: boolean;
}

function Shown({ policy, isInForce }: ShownProps) {
  const { t } = useTranslation();
  const { version, effectiveOn, approval, decidedBy, value } = policy;
  const names = decidedBy.map(({ name }) => name).join(t('list.comma'));
  return (
    <section className="panel">
      <h2>
        {version === 0 ? t('policy.builtIn') : t('policy.version', { version })}{' '}
        <Tag color={isInForce ? 'green' : 'blue'}>
          {isInForce ? `✓ ${t('policy.inForce')}` : `◷ ${t('policy.toCome')}`}
        </Tag>
      </h2>
      <p>
        {effectiveOn === null ? t('policy.always') : t('policy.since', { day: effectiveOn })}
        {approval !== null && (
          <>
            {' '}
            <Link to={`/console/approvals/${approval}`}>{t('policy.decidedBy', { names })}</Link>
          </>
        )}
      </p>
      <Tiers tiers={value} />
    </section>
  );
}

function Tiers({ tiers }: { readonly tiers: readonly Tier[] }) {
  const { t } = useTranslation();
  return (
    <TableScroll label={t('policy.tiers')}>
      <Table<Tier>
        size="small"
        pagination={false}
        rowKey={({ upTo }) => upTo}
        dataSource={[...tiers]}
        columns={[
          {
            key: 'upTo',
            title: t('policy.upTo'),
            align: 'right',
            render: (_, { upTo }) => <Money amount={upTo} />,
          },
          {
            key: 'steps',
            title: t('approval.steps'),
            render: (_, { steps }) => steps.map((role) => t(`role.${role}`)).join(' → '),
          },
          {
            key: 'resolution',
            title: t('policy.meeting'),
            render: (_, { resolution }) => resolution && t('policy.resolution'),
          },
        ]}
      />
    </TableScroll>
  );
}
