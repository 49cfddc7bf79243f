import { Steps, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AdvanceState, AdvanceTimeline } from '../api-types';

const STATES: Readonly<Record<AdvanceState, { readonly color: string; readonly sign: string }>> = {
  reviewing: { color: 'blue', sign: '◷' },
  approving: { color: 'blue', sign: '◷' },
  returned: { color: 'orange', sign: '↩' },
  rejected: { color: 'red', sign: '✕' },
  withdrawn: { color: 'default', sign: '✕' },
  to_pay: { color: 'gold', sign: '◷' },
  partly_paid: { color: 'gold', sign: '◐' },
  to_settle: { color: 'gold', sign: '◷' },
  surplus_due: { color: 'orange', sign: '!' },
  settled: { color: 'green', sign: '✓' },
};

/** Where an application stands. */
export function AdvanceStateTag({ state }: { readonly state: AdvanceState }) {
  const { t } = useTranslation();
  const { color, sign } = STATES[state];
  return (
    <Tag color={color}>
      {sign} {t(`advance.stateOf.${state}`)}
    </Tag>
  );
}

const STATUS = { done: 'finish', current: 'process', ahead: 'wait', ended: 'wait' } as const;

/** How far an application has come, as of a parcel: where it is, and what is wanted of whoever reads it. */
export function AdvanceProgress({ of }: { readonly of: AdvanceTimeline }) {
  const { t } = useTranslation();
  const { steps, waitingFor, since, dueOn, needed, reason } = of;
  return (
    <section className="panel" aria-label={t('advance.timeline')}>
      <h2>{t('advance.timeline')}</h2>
      <Steps
        size="small"
        responsive
        items={steps.map(({ step, state, on, workingDays }) => ({
          key: step,
          title: t(`advance.stepOf.${step}`),
          status: STATUS[state],
          content:
            on ?? (workingDays === null ? '' : t('advance.workingDays', { days: workingDays })),
        }))}
      />
      {waitingFor !== null && (
        <p>
          {t('advance.waiting', { role: t(`role.${waitingFor}`), since: since ?? '' })}
          {dueOn !== null && ` · ${t('advance.due', { day: dueOn })}`}
        </p>
      )}
      {reason !== null && (
        <p>
          {t('approval.reason')}: <span className="value">{reason}</span>
        </p>
      )}
      {needed !== null && (
        <p>
          <strong>{t(`advance.neededOf.${needed}`)}</strong>
        </p>
      )}
    </section>
  );
}
