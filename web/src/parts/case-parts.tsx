import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseState } from '../api-types';

const STATES: Readonly<Record<CaseState, { readonly color: string; readonly sign: string }>> = {
  filed: { color: 'blue', sign: '◷' },
  in_trial: { color: 'blue', sign: '◷' },
  judged: { color: 'gold', sign: '◐' },
  final: { color: 'green', sign: '✓' },
  mediated: { color: 'green', sign: '✓' },
  withdrawn: { color: 'default', sign: '✕' },
  dismissed: { color: 'default', sign: '✕' },
  in_enforcement: { color: 'gold', sign: '◷' },
  enforcement_suspended: { color: 'orange', sign: '!' },
  closed: { color: 'default', sign: '■' },
};

/** Where a case stands. */
export function CaseStateTag({ state }: { readonly state: CaseState }) {
  const { t } = useTranslation();
  const { color, sign } = STATES[state];
  return (
    <Tag color={color}>
      {sign} {t(`case.stateOf.${state}`)}
    </Tag>
  );
}
