import { useQuery } from '@tanstack/react-query';
import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import type { Policies, Policy, Tier } from '../api-types';
import { AwardTermsTable } from '../parts/award-terms';
import { today } from '../parts/instant';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { TableScroll } from '../parts/table-scroll';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

type Name = Policy['name'];

/** The policies, and what they are called. */
const NAMES: readonly Name[] = ['approval_tiers', 'award_policy'];

/** What a bureau has decided on for itself: who decides on which amounts, and how awards are computed. */
export function PoliciesPage() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Policy>();
  const { data, error, refetch } = useQuery({
    queryKey: ['policies'],
    queryFn: ({ signal }) => call<Policies>({ path: '/api/v1/policies', signal }),
  });
  return (
    <PageShell title={t('policy.title')}>
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && NAMES.map((name) => <OfName key={name} name={name} all={data} onAsk={setAsked} />)}
      {asked && (
        <AskDialog
          title={t(`policy.askFor.${asked.name}`)}
          kind="policy_change"
          content={{ name: asked.name, value: asked.value, effectiveOn: today() }}
          isWide
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </PageShell>
  );
}

interface OfNameProps {
  readonly name: Name;
  readonly all: Policies;
  readonly onAsk: (current: Policy) => void;
}

/** One policy, as it is and as it will be. */
function OfName({ name, all, onAsk }: OfNameProps) {
  const { t } = useTranslation();
  const session = useSession();
  const current = all.inForce.find((policy) => policy.name === name);
  const toCome = all.toCome.filter((policy) => policy.name === name);
  return (
    <section aria-label={t(`policy.name.${name}`)}>
      <h2>{t(`policy.name.${name}`)}</h2>
      <p>{t(`policy.aboutOf.${name}`)}</p>
      {may.askForPolicies(session) && current && (
        <Button
          type="primary"
          onClick={() => {
            onAsk(current);
          }}
        >
          {t(`policy.askFor.${name}`)}
        </Button>
      )}
      {current && <Shown policy={current} isInForce />}
      {toCome.map((policy) => (
        <Shown key={policy.version} policy={policy} isInForce={false} />
      ))}
    </section>
  );
}

interface ShownProps {
  readonly policy: Policy;
  readonly isInForce: boolean;
}

function Shown({ policy, isInForce }: ShownProps) {
  const { t } = useTranslation();
  const session = useSession();
  const { version, effectiveOn, approval, decidedBy } = policy;
  const names = decidedBy.map(({ name }) => name).join(t('list.comma'));
  return (
    <section className="panel">
      <h3>
        {version === 0 ? t('policy.builtIn') : t('policy.version', { version })}{' '}
        <Tag color={isInForce ? 'green' : 'blue'}>
          {isInForce ? `✓ ${t('policy.inForce')}` : `◷ ${t('policy.toCome')}`}
        </Tag>
      </h3>
      <p>
        {effectiveOn === null ? t('policy.always') : t('policy.since', { day: effectiveOn })}
        {approval !== null && (
          <>
            {' '}
            {may.administer(session) ? (
              t('policy.decidedBy', { names })
            ) : (
              <Link to={`/console/approvals/${approval}`}>{t('policy.decidedBy', { names })}</Link>
            )}
          </>
        )}
      </p>
      {policy.name === 'approval_tiers' ? (
        <Tiers tiers={policy.value} />
      ) : (
        <AwardTermsTable terms={policy.value} />
      )}
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
