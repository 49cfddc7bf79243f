import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { call } from '../api';
import type { Claims } from '../claim-types';
import { ClaimTables } from '../parts/claim-tables';
import { DayInput } from '../parts/day-input';
import { DeferralsPanel } from '../parts/deferrals';
import { DeficitsPanel } from '../parts/deficits';
import { DemandLetters } from '../parts/demand-letters';
import { EnforcementReceipts } from '../parts/enforcement-receipts';
import { InKindPerformances } from '../parts/in-kind-performances';
import { today } from '../parts/instant';
import { Loading } from '../parts/loading';
import { PageShell } from '../parts/page-shell';
import { PaidOutPanel } from '../parts/paid-out';
import { PayOuts } from '../parts/pay-outs';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { RecordReceipt } from '../parts/record-receipt';
import { RecoveredCostsPanel } from '../parts/recovered-costs';
import { useUrlParameters } from '../parts/url-parameters';
import { WhatIfPanel } from '../parts/what-if';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

/** What the defendants of a case owe and paid; an organization sees what came for its own costs. */
export function RecoveriesPage() {
  const { id = '' } = useParams();
  const session = useSession();
  return session.creditCode === null ? <StaffRecoveries id={id} /> : <OwnRecovery id={id} />;
}

interface Props {
  readonly id: string;
}

function OwnRecovery({ id }: Props) {
  const { t } = useTranslation();
  return (
    <PageShell
      title={t('claims.title')}
      above={[{ to: `/console/cases/${id}`, name: t('nav.cases') }]}
    >
      <RecoveredCostsPanel caseId={id} />
    </PageShell>
  );
}

function StaffRecoveries({ id }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const { get, set } = useUrlParameters();
  const on = get('on') ?? today();
  const [isRecording, setIsRecording] = useState(false);
  const [departure, setDeparture] = useState<object>();
  const { data, error, refetch } = useQuery({
    queryKey: ['claims', id, on],
    queryFn: () =>
      call<Claims>({ path: `/api/v1/cases/${encodeURIComponent(id)}/claims?on=${on}` }),
  });
  return (
    <PageShell
      title={data === undefined ? t('claims.title') : `${t('claims.title')} ${data.number}`}
      above={[
        { to: '/console/cases', name: t('nav.cases') },
        { to: `/console/cases/${id}`, name: data?.number ?? '' },
      ]}
      actions={
        may.recordReceipts(session) && (
          <Button
            type="primary"
            disabled={data === undefined}
            onClick={() => {
              setIsRecording(true);
            }}
          >
            {t('claims.record')}
          </Button>
        )
      }
    >
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      <div className="filters">
        <label htmlFor="claims-on">{t('claims.on')}</label>
        <DayInput
          id="claims-on"
          value={on}
          onChange={(day) => {
            set({ on: day });
          }}
        />
      </div>
      {data && (
        <>
          <DeficitsPanel caseId={id} book={data.book} />
          <ClaimTables claims={data} />
          <DeferralsPanel caseId={id} />
          <WhatIfPanel caseId={id} claims={data} />
          <EnforcementReceipts caseId={id} book={data.book} />
          <InKindPerformances caseId={id} claims={data} />
          {may.recordReceipts(session) && <PayOuts caseId={id} claims={data} />}
          <PaidOutPanel caseId={id} />
          <DemandLetters book={data.book} caseId={id} debtors={data.debtors} />
          <RecoveredCostsPanel caseId={id} book={data.book} />
        </>
      )}
      {isRecording && data && (
        <RecordReceipt
          caseId={id}
          claims={data}
          onDeparture={(given) => {
            setIsRecording(false);
            setDeparture({ case: id, allocations: [], ...given });
          }}
          onClose={() => {
            setIsRecording(false);
          }}
        />
      )}
      {departure && data && (
        <AskDialog
          title={t('kind.receipt_departure')}
          kind="receipt_departure"
          book={data.book}
          content={departure}
          isWide
          onClose={() => {
            setDeparture(undefined);
          }}
        />
      )}
    </PageShell>
  );
}
