import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { NoticeState } from '../api-types';

const MARKS: Readonly<Record<NoticeState, readonly [color: string, mark: string]>> = {
  waiting: ['blue', '◷'],
  sent: ['green', '✓'],
  logged: ['default', '–'],
  failed: ['red', '!'],
};

/** How far a notice came, by word and mark as well as by color. */
export function NoticeStateTag({ state }: { readonly state: NoticeState }) {
  const { t } = useTranslation();
  const [color, mark] = MARKS[state];
  return (
    <Tag color={color}>
      {mark} {t(`notice.stateOf.${state}`)}
    </Tag>
  );
}
