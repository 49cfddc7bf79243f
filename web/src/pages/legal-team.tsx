import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Table, Timeline } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { call } from '../api';
import type { LawFirm, LegalEngagement, ServiceAgreementItem } from '../api-types';
import { EngagementTable } from '../parts/engagement-table';
import { EvaluateEngagement } from '../parts/evaluate-engagement';
import { Instant, today } from '../parts/instant';
import { AgreementStateTag, DocumentList, LawFirmStateTag, ToRequest } from '../parts/legal-parts';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { TableScroll } from '../parts/table-scroll';
import { AskDialog } from '../requests/ask-dialog';
import { namesOfFields } from '../requests/content';
import { factsOfFirm } from '../requests/law-firm-change';
import { may, useSession } from '../session';

interface Asked {
  readonly kind: 'law_firm_change' | 'service_agreement' | 'legal_engagement';
  readonly content: object;
}

/** One page that shows everything about a law firm. */
export function LegalTeamPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [asked, setAsked] = useState<Asked>();
  const [evaluated, setEvaluated] = useState<LegalEngagement>();
  const { data, error, refetch } = useQuery({
    queryKey: ['legal', 'firm', id],
    queryFn: () => call<LawFirm>({ path: `/api/v1/law-firms/${encodeURIComponent(id)}` }),
  });
  return (
    <PageShell
      title={data?.name ?? ''}
      above={[{ to: '/console/legal-teams', name: t('nav.legalTeams') }]}
      actions={data && <Actions of={data} onAsked={setAsked} />}
    >
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && (
        <>
          <Facts of={data} />
          <Lawyers of={data} />
          <Agreements of={data} />
          <EngagementTable engagements={data.engagements} onEvaluate={setEvaluated} />
          <History of={data} />
        </>
      )}
      {asked && data && (
        <AskDialog
          title={t(`kind.${asked.kind}`)}
          kind={asked.kind}
          book={data.book}
          content={asked.content}
          isWide
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
      {evaluated && (
        <EvaluateEngagement
          engagement={evaluated}
          onClose={() => {
            setEvaluated(undefined);
          }}
        />
      )}
    </PageShell>
  );
}

interface Props {
  readonly of: LawFirm;
}

function Actions({ of, onAsked }: Props & { readonly onAsked: (asked: Asked) => void }) {
  const { t } = useTranslation();
  const session = useSession();
  if (!may.askForLegalServices(session) || of.state === 'removed') return null;
  const { id: lawFirm, version, state, agreements } = of;
  const ask = (asked: Asked) => () => {
    onAsked(asked);
  };
  return (
    <>
      <Button
        onClick={ask({
          kind: 'law_firm_change',
          content: { lawFirm, version, state, facts: factsOfFirm(of) },
        })}
      >
        {t('legal.change')}
      </Button>
      {state === 'registered' && (
        <Button
          onClick={ask({
            kind: 'service_agreement',
            content: { lawFirm, instalments: [{}], documents: [] },
          })}
        >
          {t('legal.agree')}
        </Button>
      )}
      {state === 'registered' && agreements.some(({ inForce }) => inForce) && (
        <Button
          type="primary"
          onClick={ask({
            kind: 'legal_engagement',
            content: { lawFirm, lawyers: [], instance: 1, engagedOn: today() },
          })}
        >
          {t('legal.engage')}
        </Button>
      )}
    </>
  );
}

function Facts({ of }: Props) {
  const { t } = useTranslation();
  const { source } = of;
  const said = {
    uscc: <code>{of.uscc}</code>,
    firmState: <LawFirmStateTag state={of.state} />,
    licenceNumber: <code>{of.licenceNumber}</code>,
    region: of.region,
    source: `${t(`legal.sourceOf.${source.kind}`)} ${source.number}`,
    sourceOn: source.on,
    authority: source.authority,
    tenderMethod: source.method && t(`legal.methodOf.${source.method}`),
    bidders: source.bidders,
    winningPrice: source.winningPrice && <Money amount={source.winningPrice} />,
    documents: of.documents.length > 0 && <DocumentList documents={of.documents} />,
  };
  return (
    <section className="panel">
      <h2>{t('legal.facts')}</h2>
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={Object.entries(said)
          .filter(([, value]) => value !== null && value !== false)
          .map(([field, value]) => ({
            key: field,
            label: t(`content.${field as keyof typeof said}`),
            children: value,
          }))}
      />
    </section>
  );
}

function Lawyers({ of: { lawyers } }: Props) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('content.lawyers')}</h2>
      <TableScroll label={t('content.lawyers')}>
        <Table<LawFirm['lawyers'][number]>
          size="small"
          pagination={false}
          rowKey={({ id }) => id}
          dataSource={[...lawyers]}
          columns={[
            { key: 'name', title: t('content.lawyer'), render: (_, { name }) => name },
            {
              key: 'licenceNumber',
              title: t('legal.lawyerLicence'),
              render: (_, { licenceNumber }) => <code>{licenceNumber}</code>,
            },
            { key: 'field', title: t('content.practiceField'), render: (_, { field }) => field },
            {
              key: 'state',
              title: t('legal.lawyerState'),
              render: (_, { state }) => t(`legal.lawyerStateOf.${state}`),
            },
          ]}
        />
      </TableScroll>
    </section>
  );
}

function Agreements({ of: { agreements } }: Props) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('legal.agreements')}</h2>
      <TableScroll label={t('legal.agreements')}>
        <Table<ServiceAgreementItem>
          size="small"
          pagination={false}
          rowKey={({ id }) => id}
          dataSource={[...agreements]}
          locale={{ emptyText: t('legal.noAgreements') }}
          columns={[
            {
              key: 'number',
              title: t('content.agreement'),
              render: (_, { id, number }) => (
                <Link to={`/console/service-agreements/${id}`}>{number}</Link>
              ),
            },
            {
              key: 'term',
              title: t('legal.term'),
              render: (_, { from, until, endedOn }) => (
                <span className="instant">
                  {from} – {endedOn ?? until}
                </span>
              ),
            },
            {
              key: 'state',
              title: t('legal.agreementState'),
              render: (_, agreement) => <AgreementStateTag of={agreement} />,
            },
            ...(['inAll', 'used', 'remaining'] as const).map((amount) => ({
              key: amount,
              title: t(`legal.${amount}`),
              align: 'right' as const,
              render: (_: unknown, row: ServiceAgreementItem) => <Money amount={row[amount]} />,
            })),
          ]}
        />
      </TableScroll>
    </section>
  );
}

/** Every change of the firm's file. */
function History({ of: { history } }: Props) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('legal.history')}</h2>
      <Timeline
        items={history.map(({ version, reason, enteredBy, recordedAt, changed, approval }) => ({
          key: String(version),
          content: (
            <>
              <strong>{reason}</strong> <Instant at={recordedAt} /> {enteredBy}{' '}
              <small>{t('approval.version', { version })}</small>
              {changed.length > 0 && (
                <div>{t('approval.changed', { fields: namesOfFields(changed).join('、') })}</div>
              )}
              {approval !== null && (
                <div>
                  <ToRequest id={approval}>{t('legal.seeApproval')}</ToRequest>
                </div>
              )}
            </>
          ),
        }))}
      />
    </section>
  );
}
