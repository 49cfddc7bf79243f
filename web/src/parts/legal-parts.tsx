import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { LawFirmItem, LegalEngagement, ServiceAgreementItem } from '../api-types';
import { DocumentLink } from './document-upload';

const STATES = {
  registered: { color: 'green', sign: '✓' },
  suspended: { color: 'orange', sign: '‖' },
  removed: { color: 'default', sign: '✕' },
} as const;

/** Whether a law firm may be engaged. */
export function LawFirmStateTag({ state }: Pick<LawFirmItem, 'state'>) {
  const { t } = useTranslation();
  const { color, sign } = STATES[state];
  return (
    <Tag color={color}>
      {sign} {t(`legal.stateOf.${state}`)}
    </Tag>
  );
}

/** Whether something may be engaged under an agreement today. */
export function AgreementStateTag({
  of: { inForce, endedOn },
}: {
  readonly of: Pick<ServiceAgreementItem, 'inForce' | 'endedOn'>;
}) {
  const { t } = useTranslation();
  if (inForce) return <Tag color="green">✓ {t('legal.inForce')}</Tag>;
  return <Tag>✕ {t(endedOn === null ? 'legal.notInForce' : 'legal.endedEarly')}</Tag>;
}

/** Leads to the request that something was decided by, where the reader may see it. */
export function ToRequest({
  id,
  children,
}: {
  readonly id: string | null;
  readonly children: ReactNode;
}) {
  return id === null ? <>{children}</> : <Link to={`/console/approvals/${id}`}>{children}</Link>;
}

/** Stored documents, one a line. */
export function DocumentList({
  documents,
}: {
  readonly documents: readonly { readonly id: string; readonly name: string }[];
}) {
  return (
    <>
      {documents.map(({ id, name }) => (
        <div key={id}>
          <DocumentLink id={id} name={name} />
        </div>
      ))}
    </>
  );
}

/** How a reviewer found the work: the three scores and the words. */
export function Evaluation({ of }: { readonly of: NonNullable<LegalEngagement['evaluation']> }) {
  const { t } = useTranslation();
  const { diligence, quality, timeliness, opinion, evaluatedBy, closedOn } = of;
  return (
    <>
      <div>{t('legal.scores', { diligence, quality, timeliness })}</div>
      <div className="value">{opinion}</div>
      <small>{t('legal.evaluatedBy', { name: evaluatedBy, day: closedOn })}</small>
    </>
  );
}
