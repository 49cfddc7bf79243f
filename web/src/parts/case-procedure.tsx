import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { CaseDetail, CaseProcedure, CaseStep, StepFact } from '../api-types';
import { may, useSession } from '../session';
import { CaseStateTag } from './case-parts';
import { DocumentLink } from './document-upload';
import { Loading } from './loading';
import { ProblemNotice, problemOfError } from './problem-notice';
import { RecordStep } from './record-step';
import { RevokeStep } from './revoke-step';

/** The procedure of a case: where it stands, the days that count, and what has happened. */
export function CaseProcedurePanel({ of }: { readonly of: CaseDetail }) {
  const { t } = useTranslation();
  const mayKeep = may.keepCases(useSession());
  const [isRecording, setIsRecording] = useState(false);
  const [revoked, setRevoked] = useState<string>();
  const { data, error } = useQuery({
    queryKey: ['case', of.id, 'procedure'],
    queryFn: () => call<CaseProcedure>({ path: `/api/v1/cases/${of.id}/procedure` }),
  });
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  if (data === undefined) return <Loading />;
  return (
    <section className="panel">
      <h2>{t('case.procedure')}</h2>
      <Standing of={data} />
      {data.steps.length === 0 && <p>{t('case.noSteps')}</p>}
      <ol>
        {data.steps.map((step) => (
          <li key={step.id}>
            <Step of={step} />{' '}
            {mayKeep && !step.isRevoked && step.kind !== 'revoked' && (
              <Button
                size="small"
                aria-label={`${t('case.revoke')} ${t(`case.stepOf.${step.kind}`)} ${step.on}`}
                onClick={() => {
                  setRevoked(step.id);
                }}
              >
                {t('case.revoke')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {mayKeep && data.next.length > 0 && (
        <Button
          onClick={() => {
            setIsRecording(true);
          }}
        >
          {t('case.recordStep')}
        </Button>
      )}
      {isRecording && (
        <RecordStep
          of={of}
          next={data.next}
          onClose={() => {
            setIsRecording(false);
          }}
        />
      )}
      {revoked !== undefined && (
        <RevokeStep
          caseId={of.id}
          step={revoked}
          onClose={() => {
            setRevoked(undefined);
          }}
        />
      )}
    </section>
  );
}

function Standing({ of }: { readonly of: CaseProcedure }) {
  const { t } = useTranslation();
  const { state, isStayed, instance, joinUntil, publishedUntil } = of;
  return (
    <>
      {state !== null && (
        <p>
          <CaseStateTag state={state} />
          {instance !== null && <Tag>{t(`case.instanceOf.${instance}`)}</Tag>}
          {isStayed && <Tag color="orange">! {t('case.stayedNow')}</Tag>}
        </p>
      )}
      {joinUntil !== null && <p>{t('case.joinUntil', { day: joinUntil })}</p>}
      {publishedUntil !== null && <p>{t('case.publishedUntil', { day: publishedUntil })}</p>}
    </>
  );
}

/** The id of an organization or a defendant says nothing to people; its name stands beside it. */
const isForPeople = (fact: string): fact is StepFact =>
  fact !== 'organization' && fact !== 'defendant';

function Step({ of }: { readonly of: CaseStep }) {
  const { t } = useTranslation();
  const { kind, on, facts, isRevoked, recordedBy, documents } = of;
  const title = (
    <>
      <span className="instant">{on}</span> <strong>{t(`case.stepOf.${kind}`)}</strong>
    </>
  );
  return (
    <>
      {isRevoked ? <del>{title}</del> : title} {isRevoked && <Tag>{t('case.isRevoked')}</Tag>}
      <div>
        {Object.entries(facts)
          .filter(([fact]) => isForPeople(fact))
          .map(([fact, value]) => (
            <Fact key={fact} fact={fact as StepFact} value={value} />
          ))}
        {recordedBy !== null && <small>{t('case.recordedBy', { name: recordedBy })}</small>}
      </div>
      {documents.map((document) => (
        <div key={document.id}>
          <DocumentLink {...document} />
        </div>
      ))}
    </>
  );
}

function Fact({ fact, value }: { readonly fact: StepFact; readonly value: string | boolean }) {
  const { t, i18n } = useTranslation();
  const words = {
    instance: 'case.instanceOf',
    support: 'case.supportOf',
    ground: 'case.groundOf',
    defendantKind: 'case.defendantKindOf',
  }[fact as string];
  const said =
    typeof value === 'boolean'
      ? t(value ? 'case.yes' : 'case.no')
      : words === undefined
        ? value
        : (i18n.t as (name: string) => string)(`${words}.${value}`);
  return (
    <span>
      {t(`case.factOf.${fact}`)}: <span className="value">{said}</span>{' '}
    </span>
  );
}
