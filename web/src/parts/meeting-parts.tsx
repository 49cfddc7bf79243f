import { Tag } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { MeetingItem } from '../api-types';
import { i18n } from '../i18n';

/** Colour is never the only sign. */
const SIGNS = {
  draft: { color: 'orange', sign: '✎' },
  concluded: { color: 'green', sign: '✓' },
} as const;

export function MeetingStateTag({ state }: Pick<MeetingItem, 'state'>) {
  const { t } = useTranslation();
  return (
    <Tag color={SIGNS[state].color}>
      {SIGNS[state].sign} {t(`meeting.stateOf.${state}`)}
    </Tag>
  );
}

/** What a resolution can decide on. */
export const KINDS = ['general_voucher', 'month_reopen', 'policy_change'] as const;

/** What people call a kind of request; a kind without a name is called as the interface calls it. */
export const nameOfKind = (t: TFunction, kind: string): string =>
  i18n.exists(`kind.${kind}`) ? (t as (key: string) => string)(`kind.${kind}`) : kind;
