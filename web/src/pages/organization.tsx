import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Table, Timeline } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { call } from '../api';
import type { Organization } from '../api-types';
import { DocumentLink } from '../parts/document-upload';
import { Instant, today } from '../parts/instant';
import { Loading } from '../parts/loading';
import { OrganizationStateTag } from '../parts/organization-parts';
import { AccountsOfOrganization, AdvancesOfOrganization } from '../parts/organization-money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { QualificationPanel } from '../parts/qualification-panel';
import { TableScroll } from '../parts/table-scroll';
import { AskDialog } from '../requests/ask-dialog';
import { namesOfFields } from '../requests/content';
import { may, useSession } from '../session';

interface Asked {
  readonly kind: 'organization_change' | 'organization_standing' | 'organization_review';
  readonly content: object;
}

/** One page that shows everything about an organization. */
export function OrganizationPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [asked, setAsked] = useState<Asked>();
  const { data, error, refetch } = useQuery({
    queryKey: ['organization', id],
    queryFn: () => call<Organization>({ path: `/api/v1/organizations/${encodeURIComponent(id)}` }),
  });
  return (
    <PageShell
      title={data?.name ?? ''}
      above={[{ to: '/console/organizations', name: t('nav.organizations') }]}
      actions={data && <Actions of={data} onAsked={setAsked} />}
    >
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && (
        <>
          <Facts of={data} />
          <QualificationPanel organization={data.id} />
          <Evidence of={data} />
          <Cases of={data} />
          <AdvancesOfOrganization of={data} />
          <AccountsOfOrganization of={data} />
          <History of={data} />
        </>
      )}
      {asked && data && (
        <AskDialog
          title={t(`kind.${asked.kind}`)}
          kind={asked.kind}
          book={data.book}
          content={asked.content}
          isWide={asked.kind === 'organization_change'}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </PageShell>
  );
}

interface Props {
  readonly of: Organization;
}

function Actions({ of, onAsked }: Props & { readonly onAsked: (asked: Asked) => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const { id: organization, version } = of;
  return (
    <>
      {may.registerOrganizations(session) && (
        <Button
          onClick={() => {
            onAsked({
              kind: 'organization_change',
              content: { organization, version, facts: factsOf(of) },
            });
          }}
        >
          {t('organization.change')}
        </Button>
      )}
      {may.changeStanding(session) && (
        <Button
          onClick={() => {
            onAsked({
              kind: 'organization_standing',
              content: { organization, effectiveOn: today() },
            });
          }}
        >
          {t('organization.standing')}
        </Button>
      )}
      {may.reviewOrganizations(session) && (
        <Button
          onClick={() => {
            onAsked({ kind: 'organization_review', content: { organization, asOf: today() } });
          }}
        >
          {t('organization.review')}
        </Button>
      )}
    </>
  );
}

/** What the file says now, as a change of it begins. */
function factsOf(of: Organization): object {
  const optional = {
    registrarRegion: of.registrarRegion,
    activeSince: of.activeSince,
    cleanRecordStatementOn: of.cleanRecordStatementOn,
    validUntil: of.validUntil,
    email: of.email,
  };
  return {
    name: of.name,
    kind: of.kind,
    registeredOn: of.registeredOn,
    annualReports: of.annualReports,
    charterRelated: of.charterRelated,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)),
    evidence: of.evidence.map(({ kind, year, document, sha256, validUntil }) => ({
      kind,
      document: { id: document, sha256 },
      ...(year !== null && { year }),
      ...(validUntil !== null && { validUntil }),
    })),
  };
}

function Facts({ of }: Props) {
  const { t } = useTranslation();
  const said = {
    uscc: <code>{of.uscc}</code>,
    state: <OrganizationStateTag of={of} />,
    organizationKind: t(`organization.kindOf.${of.kind}`),
    registeredOn: of.registeredOn,
    validUntil: of.validUntil,
    activeSince: of.activeSince,
    registrarRegion: of.registrarRegion,
    annualReports: of.annualReports.join('、'),
    cleanRecordStatementOn: of.cleanRecordStatementOn,
    charterRelated: t(of.charterRelated ? 'organization.yes' : 'organization.no'),
    email: of.email,
    reviewedBy: of.reviewedBy,
  };
  return (
    <section className="panel">
      <h2>{t('organization.facts')}</h2>
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={Object.entries(said)
          .filter(([, value]) => value !== null && value !== '')
          .map(([field, value]) => ({
            key: field,
            label: t(`content.${field as keyof typeof said}`),
            children: value,
          }))}
      />
    </section>
  );
}

function Evidence({ of: { evidence } }: Props) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('content.evidence')}</h2>
      <TableScroll label={t('content.evidence')}>
        <Table<Organization['evidence'][number]>
          size="small"
          pagination={false}
          rowKey={({ document }) => document}
          dataSource={[...evidence]}
          columns={[
            {
              key: 'kind',
              title: t('content.evidenceKind'),
              render: (_, { kind, year }) =>
                `${t(`organization.evidenceOf.${kind as 'other'}`)}${year === null ? '' : ` ${String(year)}`}`,
            },
            {
              key: 'document',
              title: t('content.attachment'),
              render: (_, { document, name }) => <DocumentLink id={document} name={name} />,
            },
            {
              key: 'validUntil',
              title: t('content.validUntil'),
              render: (_, row) => row.validUntil,
            },
          ]}
        />
      </TableScroll>
    </section>
  );
}

function Cases({ of: { cases } }: Props) {
  const { t } = useTranslation();
  if (cases.length === 0) return null;
  return (
    <section className="panel">
      <h2>{t('nav.cases')}</h2>
      <ul>
        {cases.map(({ number, court, filedOn, status }) => (
          <li key={number}>
            {number} {court} {filedOn} {t(`organization.verdictOf.${status}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Leads to the request that something was decided by, where the reader may see it. */
function ToRequest({ id, children }: { readonly id: string | null; readonly children: ReactNode }) {
  return id === null ? (
    <strong>{children}</strong>
  ) : (
    <Link to={`/console/approvals/${id}`}>{children}</Link>
  );
}

/** Every change of the file, and what was found about the organization. */
function History({ of: { history, standing, opinions } }: Props) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('organization.history')}</h2>
      <Timeline
        items={[
          ...history.map(({ version, reason, recordedAt, changed, approval }) => ({
            key: `version ${String(version)}`,
            content: (
              <>
                <ToRequest id={approval}>{reason}</ToRequest> <Instant at={recordedAt} />{' '}
                <small>{t('approval.version', { version })}</small>
                {changed.length > 0 && (
                  <div>{t('approval.changed', { fields: namesOfFields(changed).join('、') })}</div>
                )}
              </>
            ),
          })),
          ...standing.map(({ action, effectiveOn, reason, approval }) => ({
            key: `${action} ${effectiveOn} ${reason}`,
            content: (
              <>
                <ToRequest id={approval}>
                  {t(`organization.standingOf.${action as 'suspend'}`)}
                </ToRequest>{' '}
                <span className="instant">{effectiveOn}</span>
                <div className="value">{reason}</div>
              </>
            ),
          })),
          ...opinions.map(({ asOf, favourable, opinion, givenBy, approval }) => ({
            key: `${asOf} ${opinion}`,
            content: (
              <>
                <ToRequest id={approval}>
                  {t(favourable ? 'organization.favourable' : 'organization.unfavourable')}
                </ToRequest>{' '}
                <span className="instant">{asOf}</span> {givenBy}
                <div className="value">{opinion}</div>
              </>
            ),
          })),
        ]}
      />
    </section>
  );
}
