import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OrganizationItem, QualificationStatus } from '../api-types';

const STATES = {
  registered: { color: 'green', sign: '✓' },
  suspended: { color: 'orange', sign: '‖' },
  deregistered: { color: 'default', sign: '✕' },
} as const;

/** How an organization stands; a certificate that ends soon is said beside it. */
export function OrganizationStateTag({
  of: { state, expiring },
}: {
  readonly of: Pick<OrganizationItem, 'state' | 'expiring'>;
}) {
  const { t } = useTranslation();
  const { color, sign } = STATES[state];
  return (
    <>
      <Tag color={color}>
        {sign} {t(`organization.stateOf.${state}`)}
      </Tag>
      {expiring && state === 'registered' && <Tag color="gold">! {t('organization.expiring')}</Tag>}
    </>
  );
}

const VERDICTS = {
  eligible: { color: 'green', sign: '✓' },
  manual_review: { color: 'gold', sign: '?' },
  ineligible: { color: 'red', sign: '✕' },
} as const;

/** Whether an organization could sue. */
export function QualificationTag({ status }: { readonly status: QualificationStatus }) {
  const { t } = useTranslation();
  const { color, sign } = VERDICTS[status];
  return (
    <Tag color={color}>
      {sign} {t(`organization.verdictOf.${status}`)}
    </Tag>
  );
}
