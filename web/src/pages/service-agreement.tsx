import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { call } from '../api';
import type { ServiceAgreement } from '../api-types';
import { withThousands } from '../parts/amount';
import { EngagementTable } from '../parts/engagement-table';
import { today } from '../parts/instant';
import { AgreementStateTag, DocumentList, ToRequest } from '../parts/legal-parts';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

/** An agreement with a law firm: what was agreed, and what of it is used. */
export function ServiceAgreementPage() {
  const { t } = useTranslation();
  const session = useSession();
  const { id = '' } = useParams();
  const [isEnding, setIsEnding] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['legal', 'agreement', id],
    queryFn: () =>
      call<ServiceAgreement>({ path: `/api/v1/service-agreements/${encodeURIComponent(id)}` }),
  });
  return (
    <PageShell
      title={data?.number ?? ''}
      above={[
        { to: '/console/legal-teams', name: t('nav.legalTeams') },
        ...(data
          ? [{ to: `/console/legal-teams/${data.lawFirm.id}`, name: data.lawFirm.name }]
          : []),
      ]}
      actions={
        data?.endedOn === null &&
        may.askForLegalServices(session) && (
          <Button
            onClick={() => {
              setIsEnding(true);
            }}
          >
            {t('legal.end')}
          </Button>
        )
      }
    >
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && (
        <>
          <Terms of={data} />
          <EngagementTable engagements={data.engagements} />
        </>
      )}
      {isEnding && data && (
        <AskDialog
          title={t('kind.service_agreement_end')}
          kind="service_agreement_end"
          book={data.book}
          content={{ agreement: data.id, endedOn: today() }}
          onClose={() => {
            setIsEnding(false);
          }}
        />
      )}
    </PageShell>
  );
}

function Terms({ of }: { readonly of: ServiceAgreement }) {
  const { t } = useTranslation();
  const instalments = of.instalments.map(({ due, percent, amount }, at) => (
    <div key={`${String(at)} ${due}`}>
      {t(`legal.dueOf.${due}`)} {percent === null ? withThousands(amount ?? '') : `${percent}%`}
    </div>
  ));
  const rows = [
    [t('legal.agreementState'), <AgreementStateTag key="state" of={of} />],
    [t('legal.term'), `${of.from} – ${of.until}`],
    [t('content.perInstance'), <Money key="perInstance" amount={of.perInstance} />],
    [t('content.perCase'), <Money key="perCase" amount={of.perCase} />],
    [t('content.inAll'), <Money key="inAll" amount={of.inAll} />],
    [t('legal.used'), <Money key="used" amount={of.used} />],
    [t('legal.remaining'), <Money key="remaining" amount={of.remaining} />],
    [t('content.instalments'), instalments],
    [
      t('legal.approval'),
      <ToRequest key="approval" id={of.approval}>
        {t('legal.seeApproval')}
      </ToRequest>,
    ],
    [t('content.scope'), <span key="scope" className="value" children={of.scope} />],
    [t('content.documents'), <DocumentList key="documents" documents={of.documents} />],
    ...(of.endedOn === null
      ? []
      : [
          [t('content.endedOn'), of.endedOn],
          [
            t('content.reason'),
            <ToRequest key="end" id={of.endApproval}>
              {of.endReason}
            </ToRequest>,
          ],
        ]),
  ] as const;
  return (
    <section className="panel">
      <h2>{t('legal.terms')}</h2>
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={rows.map(([label, children]) => ({ key: label as string, label, children }))}
      />
    </section>
  );
}
