import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AwardState } from '../award-types';

const STATES: Readonly<Record<AwardState, { readonly color: string; readonly sign: string }>> = {
  to_assess: { color: 'default', sign: '○' },
  assessed: { color: 'blue', sign: '◐' },
  in_notice: { color: 'blue', sign: '◷' },
  objected: { color: 'orange', sign: '!' },
  notice_over: { color: 'gold', sign: '◷' },
  approved: { color: 'gold', sign: '◷' },
  paid: { color: 'green', sign: '✓' },
  to_return: { color: 'orange', sign: '↩' },
};

/** Where the award of a case stands. */
export function AwardStateTag({ state }: { readonly state: AwardState }) {
  const { t } = useTranslation();
  const { color, sign } = STATES[state];
  return (
    <Tag color={color}>
      {sign} {t(`award.stateOf.${state}`)}
    </Tag>
  );
}
